import { LazyModuleLoader } from '@nestjs/core';
import { type Command, Option } from 'commander';
import type { ListedSession, SessionsDirectory, SessionsRevoke } from '../auth/index.js';
import { UserError } from '../errors/index.js';
import type { Tenant } from '../tenants/index.js';
import { type Answer, isoTime, shortTime, table } from './answer.js';
import { type Call, type Desk, group, leaf } from './call.js';
import { oneUser } from './one-user.js';
import { wholeNumber } from './option-values.js';

interface ListOptions {
  readonly user?: string;
  readonly limit: number;
}

interface RevokeOptions {
  readonly user?: string;
  readonly all?: true;
}

export function sessionCommands(program: Command, desk: Desk): void {
  const commands = group(program, 'session', 'who is signed in, and where');
  leaf(
    commands,
    'list <subdomain>',
    'sessions of a customer that are open now, the last used first',
  )
    .option('--user <user>', 'of this person: id, user principal name or e-mail address')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 100_000), 1000)
    .action(desk.serve(list));
  leaf(
    commands,
    'revoke <subdomain> [session]',
    'end one session by its id, or those of --user, or --all',
  )
    .addOption(new Option('--user <user>', 'every session of this person').conflicts('all'))
    .option('--all', 'every session of the customer: everybody signs in again')
    .action(desk.serve(revoke));
}

async function list(call: Call, subdomain: string, options: ListOptions): Promise<Answer> {
  const tenant = await call.tenant(subdomain);
  const { user, limit } = options;
  const person = user === undefined ? null : await oneUser(call, tenant.id, user);
  const { directory } = await servicesOf(call);
  const sessions = await directory.listLive(call.database, tenant, person?.id ?? null, limit);
  return {
    json: sessions.map(sessionJson),
    lines: table(
      ['session', 'user', 'since', 'last used', 'ends', 'from', 'browser'],
      sessions.map((session) => [
        session.id,
        session.person,
        shortTime(session.createdAtMs),
        shortTime(session.lastSeenAtMs),
        shortTime(session.expiresAtMs),
        session.ip,
        session.userAgent.slice(0, 60),
      ]),
      'Nobody is signed in.',
    ),
    notes:
      sessions.length < limit
        ? []
        : ['There may be more: narrow it with --user, or raise --limit.'],
  };
}

async function revoke(
  call: Call,
  subdomain: string,
  session: string | undefined,
  { user, all }: RevokeOptions,
): Promise<Answer> {
  if ([session, user, all].filter((choice) => choice !== undefined).length !== 1) {
    throw new UserError(
      'session_choice_unclear',
      'Say which sessions end: the id of one that session list shows, or --user <user>, or --all.',
    );
  }
  const tenant = await call.tenant(subdomain);
  const { directory, revoking } = await servicesOf(call);
  if (session !== undefined) return ended(await one(call, directory, revoking, tenant, session));
  if (user === undefined) return ended(await revoking.everybody(tenant, call.by));
  const { id, subject, email, displayName } = await oneUser(call, tenant.id, user);
  const owner = { tenantId: tenant.id, userId: id, label: subject ?? email ?? displayName };
  return ended(await revoking.all(owner, call.by));
}

/** @throws UserError where the tenant has no such session, or it is over already: a typing error must not look like done */
async function one(
  call: Call,
  directory: SessionsDirectory,
  revoking: SessionsRevoke,
  tenant: Tenant,
  session: string,
): Promise<number> {
  const id = session.toLowerCase();
  const owner = await directory.ownerOf(call.database, tenant.id, id);
  if (owner && (await revoking.one(owner, id, call.by))) return 1;
  throw new UserError(
    'session_unknown',
    'The tenant has no such session, or it is over already. session list shows those there are.',
    404,
  );
}

function ended(count: number): Answer {
  return {
    json: { revoked: count },
    lines: [
      `Ended ${count} ${count === 1 ? 'session' : 'sessions'}: on every instance within 5 seconds.`,
    ],
  };
}

/** Loaded when asked for: the other commands need nothing of sign-in, and it takes long to load. */
async function servicesOf(
  call: Call,
): Promise<{ readonly directory: SessionsDirectory; readonly revoking: SessionsRevoke }> {
  const auth = await import('../auth/index.js');
  const loader = call.services.get(LazyModuleLoader);
  const module = await loader.load(() => auth.SessionRecordsModule);
  return {
    directory: module.get(auth.SessionsDirectory),
    revoking: module.get(auth.SessionsRevoke),
  };
}

function sessionJson(session: ListedSession): object {
  const { createdAtMs, lastSeenAtMs, expiresAtMs, id, userId, person, ip, userAgent } = session;
  return {
    id,
    user: { id: userId, name: person },
    createdAt: isoTime(createdAtMs),
    lastSeenAt: isoTime(lastSeenAtMs),
    expiresAt: isoTime(expiresAtMs),
    ip,
    userAgent,
  };
}
