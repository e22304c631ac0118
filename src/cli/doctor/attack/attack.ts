import { createPublicKey, X509Certificate } from 'node:crypto';
import type { AttackContext, SigningKey } from '../../../attack/index.js';
import { AuditService } from '../../../audit/index.js';
import { AppConfig } from '../../../config/index.js';
import { ConnectionsService } from '../../../connections/index.js';
import { Clock } from '../../../database/index.js';
import { UserError } from '../../../errors/index.js';
import { OwnDeployment } from '../../../outbound/index.js';
import { SpKeyMaker, SpKeys } from '../../../sp-keys/index.js';
import type { Tenant } from '../../../tenants/index.js';
import type { Answer } from '../../answer.js';
import type { Call } from '../../call.js';
import { AttackBrowser } from './attack-browser.js';
import { attackReport } from './attack-report.js';
import { type Played, playAttacks } from './play-attacks.js';

/**
 * Plays the catalogue at a customer's own address. Nothing is signed by a key that its connection trusts, so that there is
 * nothing that may be accepted, and nobody's session or account is touched. What stays is on the tenant's audit log.
 */
export async function attackTenant(call: Call, subdomain: string): Promise<Answer> {
  const tenant = await call.tenant(subdomain);
  const played = await playAt(call, tenant, await aKey(call), false, new AbortController().signal);
  await recordAttack(call, tenant, played);
  return attackReport(subdomain, played);
}

/** @param key signs what the catalogue calls genuine: the connection trusts it or does not, as `hasTrustedKey` says */
export async function playAt(
  call: Call,
  tenant: Tenant,
  key: SigningKey,
  hasTrustedKey: boolean,
  signal: AbortSignal,
): Promise<Played[]> {
  const { ACS_PATH, MAX_RESPONSE_AGE_SECONDS, ServiceProviders } =
    await import('../../../auth/index.js');
  const { services, database } = call;
  const connection = await services.get(ConnectionsService).findActive(database, tenant.id);
  if (!connection) {
    throw new UserError(
      'connection_inactive',
      `${tenant.subdomain} has no active connection, so there is no sign-in to attack: import its IdP’s metadata with --activate.`,
    );
  }
  const { acsUrl, entityId } = new ServiceProviders(services.get(AppConfig)).of(tenant.subdomain);
  const clock = services.get(Clock);
  const context: Omit<AttackContext, 'requestId' | 'nowMs'> = {
    acsUrl,
    spEntityId: entityId,
    idpEntityId: connection.idpEntityId,
    key,
    strangerKey: await aKey(call),
    encryptTo: await encryptionKeyOf(call, tenant),
    clockSkewSeconds: connection.clockSkewSeconds,
    maxResponseAgeSeconds: MAX_RESPONSE_AGE_SECONDS,
  };
  const deployment = services.get(OwnDeployment);
  const browser = new AttackBrowser(deployment, clock, tenant.subdomain, ACS_PATH);
  return playAttacks({ browser, clock, context, hasTrustedKey, signal });
}

/** Made for this run, and gone with it. */
export async function aKey(call: Call): Promise<SigningKey> {
  const maker = call.services.get(SpKeyMaker);
  return maker.make('Imagen SSO attack', call.services.get(Clock).nowMs());
}

/** What our metadata asks the IdP to encrypt to; where it asks nothing, any key is as wrong as another. */
async function encryptionKeyOf(call: Call, tenant: Tenant): Promise<AttackContext['encryptTo']> {
  const keys = await call.services.get(SpKeys).list(call.database, tenant.id);
  const current = keys.find(({ use, state }) => use === 'encryption' && state === 'current');
  if (!current) return createPublicKey((await aKey(call)).privateKey);
  return new X509Certificate(Buffer.from(current.certificateBase64, 'base64')).publicKey;
}

export function recordAttack(
  call: Call,
  tenant: Tenant,
  played: readonly Played[],
): Promise<unknown> {
  const missed = played.filter(({ verdict }) => verdict === 'missed').length;
  return call.transaction((tx) =>
    call.services.get(AuditService).append(tx, {
      tenantId: tenant.id,
      type: 'attack.played',
      outcome: 'done',
      ...call.by,
      target: { kind: 'tenant', id: tenant.id, label: tenant.subdomain },
      details: { played: played.length, missed },
    }),
  );
}
