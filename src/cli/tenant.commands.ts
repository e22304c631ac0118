import { type Command, Option } from 'commander';
import { AppConfig } from '../config/index.js';
import { ConnectionsService } from '../connections/index.js';
import { UserError } from '../errors/index.js';
import { SP_KEY_USES, SpKeys } from '../sp-keys/index.js';
import { type Tenant, TenantsService, type TenantSettings } from '../tenants/index.js';
import { type Answer, isoTime, keyValues, shortTime, table } from './answer.js';
import { type Call, type Desk, group, leaf } from './call.js';
import { pairsFor } from './keys.commands.js';
import { wholeNumber } from './option-values.js';

interface SetOptions {
  readonly name?: string;
  readonly jit?: 'on' | 'off';
  readonly defaultRole?: string;
  readonly requiresMatch?: 'on' | 'off';
  readonly sessionAbsolute?: number | null;
  readonly sessionIdle?: number | null;
}

export function tenantCommands(program: Command, desk: Desk): void {
  const commands = group(program, 'tenant', 'customers, each on its own host');
  leaf(commands, 'create <subdomain>', 'add a customer')
    .requiredOption('--name <name>', 'what people call it')
    .action(desk.serve(create));
  leaf(commands, 'list', 'all customers').action(desk.serve(list));
  leaf(commands, 'show <subdomain>', 'one customer and its settings').action(desk.serve(show));
  leaf(commands, 'set <subdomain>', 'change settings of a customer')
    .option('--name <name>', 'what people call it')
    .addOption(onOff('--jit <on|off>', 'accounts at the first sign-in'))
    .option('--default-role <role>', 'role of those whom no mapping matches, or none')
    .addOption(onOff('--requires-match <on|off>', 'refuse those whom no mapping matches'))
    .option(
      '--session-absolute <minutes>',
      'how long a session lasts, or default',
      minutesOrDefault,
    )
    .option(
      '--session-idle <minutes>',
      'how long an unused one lasts, or default',
      minutesOrDefault,
    )
    .action(desk.serve(set));
  leaf(commands, 'metadata <subdomain>', 'our SAML metadata as a file for the customer’s IdP')
    .option('--signed', 'signed with the customer’s current signing key')
    .action(desk.serve(metadata));
}

/** Null: as the deployment's settings say. The bounds are the service's to check. */
function minutesOrDefault(text: string): number | null {
  return text === 'default' ? null : wholeNumber(1, 1_000_000)(text);
}

function onOff(flags: string, summary: string): Option {
  return new Option(flags, summary).choices(['on', 'off']);
}

async function create(call: Call, subdomain: string, { name }: { name: string }): Promise<Answer> {
  const pairs = await pairsFor(call, subdomain, SP_KEY_USES);
  const tenant = await call.transaction(async (tx) => {
    const made = await call.services.get(TenantsService).create(tx, { subdomain, name }, call.by);
    for (const { use, pair } of pairs)
      await call.services.get(SpKeys).add(tx, made.id, use, pair, 'current', call.by);
    return made;
  });
  return {
    ...shown(call, tenant),
    notes: [
      `Next: imagen-sso connection import ${subdomain} --metadata <file or address> --activate`,
    ],
  };
}

async function list(call: Call): Promise<Answer> {
  const tenants = await call.services.get(TenantsService).list(call.database);
  return {
    json: tenants.map((tenant) => tenantJson(call, tenant)),
    lines: table(
      ['subdomain', 'name', 'live', 'since'],
      tenants.map((tenant) => [
        tenant.subdomain,
        tenant.name,
        tenant.isLive ? 'yes' : 'no',
        shortTime(tenant.createdAtMs),
      ]),
      'No tenants yet: imagen-sso tenant create <subdomain> --name <name>',
    ),
  };
}

async function show(call: Call, subdomain: string): Promise<Answer> {
  return shown(call, await call.tenant(subdomain));
}

async function set(call: Call, subdomain: string, options: SetOptions): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  const tenant = await call.transaction((tx) =>
    call.services.get(TenantsService).update(tx, id, settingsOf(options), call.by),
  );
  return shown(call, tenant);
}

function settingsOf({
  name,
  jit,
  defaultRole,
  requiresMatch,
  sessionAbsolute,
  sessionIdle,
}: SetOptions): Partial<TenantSettings> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(jit === undefined ? {} : { jitEnabled: jit === 'on' }),
    ...(defaultRole === undefined
      ? {}
      : { defaultRole: defaultRole === 'none' ? null : defaultRole }),
    ...(requiresMatch === undefined ? {} : { requiresRoleMatch: requiresMatch === 'on' }),
    ...(sessionAbsolute === undefined ? {} : { sessionAbsoluteMinutes: sessionAbsolute }),
    ...(sessionIdle === undefined ? {} : { sessionIdleMinutes: sessionIdle }),
  };
}

async function metadata(
  call: Call,
  subdomain: string,
  { signed }: { readonly signed?: true },
): Promise<Answer> {
  const { id, name } = await call.tenant(subdomain);
  const spKeys = call.services.get(SpKeys);
  const keys = await spKeys.list(call.database, id);
  const { fileUntilMs, ServiceProviders, signedSpMetadataXml, spMetadataXml } =
    await import('../auth/index.js');
  const serviceProvider = new ServiceProviders(call.services.get(AppConfig)).of(subdomain);
  const connection = await call.services.get(ConnectionsService).findForShow(call.database, id);
  const unsigned = spMetadataXml({
    ...{ serviceProvider, tenantName: name, keys },
    signsRequests: connection?.signRequests === 'on',
    validUntilMs: fileUntilMs(keys),
  });
  const xml = signed ? await signedBy(unsigned) : unsigned;
  return { json: { ...serviceProvider, xml }, lines: [xml.trimEnd()] };

  async function signedBy(text: string): Promise<string> {
    const key = await spKeys.signingKey(call.database, id);
    if (!key)
      throw new UserError(
        'sp_key_missing',
        `There is no key to sign with: imagen-sso keys create ${subdomain}`,
      );
    return signedSpMetadataXml(text, serviceProvider.entityId, key);
  }
}

function shown(call: Call, tenant: Tenant): Answer {
  const unmatched = tenant.requiresRoleMatch ? 'refused' : (tenant.defaultRole ?? 'no role');
  return {
    json: tenantJson(call, tenant),
    lines: keyValues([
      ['tenant', tenant.subdomain],
      ['name', tenant.name],
      ['address', call.services.get(AppConfig).publicUrl.originOf(tenant.subdomain)],
      ['live', tenant.isLive ? 'yes' : 'no: it has no active connection'],
      ['new people', tenant.jitEnabled ? 'get an account at the first sign-in' : 'are refused'],
      ['no mapping', unmatched],
      ['sessions', sessionLifetimes(call.services.get(AppConfig), tenant)],
      ['since', shortTime(tenant.createdAtMs)],
    ]),
  };
}

function sessionLifetimes(
  { sessionAbsoluteMs, sessionIdleMs }: AppConfig,
  { sessionAbsoluteMinutes: absolute, sessionIdleMinutes: idle }: Tenant,
): string {
  const shownMinutes = (own: number | null, defaultMs: number): string =>
    own === null ? `${String(defaultMs / 60_000)} minutes (default)` : `${String(own)} minutes`;
  return `${shownMinutes(absolute, sessionAbsoluteMs)}, unused ${shownMinutes(idle, sessionIdleMs)}`;
}

function tenantJson(call: Call, { createdAtMs, updatedAtMs, ...tenant }: Tenant): object {
  return {
    ...tenant,
    origin: call.services.get(AppConfig).publicUrl.originOf(tenant.subdomain),
    createdAt: isoTime(createdAtMs),
    updatedAt: isoTime(updatedAtMs),
  };
}
