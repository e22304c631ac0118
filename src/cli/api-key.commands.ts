import type { Command } from 'commander';
import { API_KEY_SCOPES, type ApiKey, ApiKeysService } from '../api-keys/index.js';
import { Clock } from '../database/index.js';
import { TenantsService } from '../tenants/index.js';
import { type Answer, isoTime, isoTimeOrNull, keyValues, shortTime, table } from './answer.js';
import { type Call, type Desk, group, leaf } from './call.js';
import { list as listOf, wholeNumber } from './option-values.js';

interface CreateOptions {
  readonly tenant?: string;
  readonly scopes: string[];
  readonly name: string;
  readonly expiresInDays?: number;
}

const DAY_MS = 86_400_000;

export function apiKeyCommands(program: Command, desk: Desk): void {
  const commands = group(program, 'api-key', 'keys by which programs read the API');
  leaf(commands, 'create', 'make a key and show it, this once')
    .option('--tenant <subdomain>', 'for this customer alone; without it, for every customer')
    .requiredOption('--scopes <list>', API_KEY_SCOPES.join(','), listOf)
    .option('--name <name>', 'what it is for', 'API key')
    .option('--expires-in-days <number>', 'without it, it never expires', wholeNumber(1, 3650))
    .action(desk.serve(create));
  leaf(commands, 'list', 'all keys, without their secrets')
    .option('--tenant <subdomain>', 'of this customer alone')
    .action(desk.serve(list));
  leaf(commands, 'revoke <id>', 'end a key now').action(desk.serve(revoke));
}

async function create(call: Call, options: CreateOptions): Promise<Answer> {
  const tenantId = options.tenant === undefined ? null : (await call.tenant(options.tenant)).id;
  const nowMs = call.services.get(Clock).nowMs();
  const wanted = {
    tenantId,
    name: options.name,
    scopes: options.scopes,
    expiresAtMs:
      options.expiresInDays === undefined ? null : nowMs + options.expiresInDays * DAY_MS,
  };
  const { key, token } = await call.transaction((tx) =>
    call.services.get(ApiKeysService).create(tx, wanted, call.by),
  );
  return {
    json: { ...keyJson(key, options.tenant ?? null), token },
    lines: keyValues([
      ['key', token],
      ['id', key.id],
      ['for', options.tenant ?? 'every tenant'],
      ['scopes', key.scopes.join(', ')],
      ['expires', key.expiresAtMs === null ? 'never' : shortTime(key.expiresAtMs)],
    ]),
    notes: ['Keep the key now: it is not stored and cannot be shown again.'],
  };
}

async function list(call: Call, options: { tenant?: string }): Promise<Answer> {
  const tenants = await call.services.get(TenantsService).list(call.database);
  const names = new Map(tenants.map((tenant) => [tenant.id, tenant.subdomain]));
  const only = options.tenant === undefined ? null : (await call.tenant(options.tenant)).id;
  const keys = await call.services.get(ApiKeysService).list(call.database, only);
  const nameOf = ({ tenantId }: ApiKey) =>
    tenantId === null ? null : (names.get(tenantId) ?? null);
  const nowMs = call.services.get(Clock).nowMs();
  return {
    json: keys.map((key) => keyJson(key, nameOf(key))),
    lines: table(
      ['id', 'name', 'tenant', 'scopes', 'state', 'last used'],
      keys.map((key) => [
        key.id,
        key.name,
        nameOf(key) ?? 'every',
        key.scopes.join(','),
        stateOf(key, nowMs),
        shortTime(key.lastUsedAtMs),
      ]),
      'No keys.',
    ),
  };
}

async function revoke(call: Call, text: string): Promise<Answer> {
  const id = idOf(text);
  const key = await call.transaction((tx) =>
    call.services.get(ApiKeysService).revoke(tx, id, call.by),
  );
  return {
    json: { id: key.id, revokedAt: isoTimeOrNull(key.revokedAtMs) },
    lines: [`Revoked ${key.name} (${key.id}), ${shortTime(key.revokedAtMs)}.`],
  };
}

/** Also as it stands in the key itself, without hyphens. */
function idOf(text: string): string {
  const hex = text.toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex)
    ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    : hex;
}

function stateOf(key: ApiKey, nowMs: number): string {
  if (key.revokedAtMs !== null) return 'revoked';
  if (key.expiresAtMs === null) return 'never expires';
  const word = key.expiresAtMs <= nowMs ? 'expired' : 'expires';
  return `${word} ${shortTime(key.expiresAtMs)}`;
}

function keyJson(key: ApiKey, tenant: string | null): object {
  return {
    id: key.id,
    name: key.name,
    tenant,
    scopes: key.scopes,
    createdAt: isoTime(key.createdAtMs),
    expiresAt: isoTimeOrNull(key.expiresAtMs),
    revokedAt: isoTimeOrNull(key.revokedAtMs),
    lastUsedAt: isoTimeOrNull(key.lastUsedAtMs),
  };
}
