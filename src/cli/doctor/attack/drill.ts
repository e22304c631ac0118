import { ConnectionsService } from '../../../connections/index.js';
import { Clock } from '../../../database/index.js';
import { UserError } from '../../../errors/index.js';
import { type KeyPair, SpKeyMaker, SpKeys } from '../../../sp-keys/index.js';
import { AttackDrills, DRILL_MINUTES, type Tenant } from '../../../tenants/index.js';
import type { Answer } from '../../answer.js';
import type { Call } from '../../call.js';
import { playAt, recordAttack } from './attack.js';
import { attackReport } from './attack-report.js';
import type { Played } from './play-attacks.js';

/** Names that nobody can have (RFC 6761 6.4): no browser is ever sent there, and no metadata is fetched. */
const IDP_ENTITY_ID = 'https://attack-drill.invalid/';
const SSO_URL = 'https://attack-drill.invalid/sso';

/**
 * Plays the catalogue at a tenant that is there for nothing else, where genuine responses between the forged ones have to be
 * accepted. Its IdP is a key in this process's memory. Whatever happens, it ends: here, at Ctrl-C, or after ten minutes.
 */
export async function attackDrill(call: Call): Promise<Answer> {
  const pairs = { idp: await aPair(call), encryption: await aPair(call) };
  const interrupted = new AbortController();
  const interrupt = (): void => {
    interrupted.abort(new UserError('interrupted', 'Interrupted: the drill has been taken away.'));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const tenant = await open(call, pairs);
    const played = await playUntilOver(call, tenant, pairs.idp, interrupted.signal);
    return attackReport(tenant.subdomain, played);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function playUntilOver(
  call: Call,
  tenant: Tenant,
  key: KeyPair,
  signal: AbortSignal,
): Promise<Played[]> {
  try {
    const played = await playAt(call, tenant, key, true, signal);
    if ((tenant.drillUntilMs ?? 0) <= call.services.get(Clock).nowMs()) throw outOfTime();
    await recordAttack(call, tenant, played);
    return played;
  } finally {
    await takeAway(call, tenant);
  }
}

/** In one transaction: a drill without its connection would keep the next one waiting. */
function open(
  call: Call,
  { idp, encryption }: { readonly idp: KeyPair; readonly encryption: KeyPair },
): Promise<Tenant> {
  const { services, by } = call;
  const connections = services.get(ConnectionsService);
  return call.transaction(async (tx) => {
    const tenant = await services.get(AttackDrills).open(tx, by);
    await services.get(SpKeys).add(tx, tenant.id, 'encryption', encryption, 'current', by);
    const metadata = connections.readMetadata(Buffer.from(metadataOf(idp)));
    const wanted = { tenantId: tenant.id, metadata, metadataUrl: null };
    const { connection } = await connections.importMetadata(tx, wanted, by);
    await connections.activate(tx, tenant.id, connection.id, by);
    return tenant;
  });
}

async function takeAway(call: Call, tenant: Tenant): Promise<void> {
  const { removeDrill } = await import('../../../auth/index.js');
  const drills = call.services.get(AttackDrills);
  await call.transaction(async (tx) => {
    await drills.end(tx, tenant.id);
    await removeDrill(tx, drills, call.by);
  });
}

function aPair(call: Call): Promise<KeyPair> {
  const nowMs = call.services.get(Clock).nowMs();
  return call.services.get(SpKeyMaker).make('Attack drill', nowMs, DRILL_MINUTES * 60_000);
}

function metadataOf({ certificateBase64 }: KeyPair): string {
  return (
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${IDP_ENTITY_ID}">` +
    '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing">' +
    '<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>' +
    `<X509Certificate>${certificateBase64}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>` +
    `<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${SSO_URL}"/>` +
    '</IDPSSODescriptor></EntityDescriptor>'
  );
}

function outOfTime(): UserError {
  return new UserError(
    'drill_out_of_time',
    `The drill's ${DRILL_MINUTES} minutes were over before the catalogue was: raise RATE_LIMIT for this machine's network, or attack a customer by name.`,
    504,
  );
}
