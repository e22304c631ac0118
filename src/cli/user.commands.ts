import { type Command, Option } from 'commander';
import {
  type ListedUser,
  type PageKey,
  type UserFilter,
  UsersDirectory,
  UsersGrants,
  UsersSuspend,
} from '../users/index.js';
import { type Answer, isoTime, isoTimeOrNull, shortTime, table } from './answer.js';
import { type Call, type Desk, group, leaf } from './call.js';
import { oneUser } from './one-user.js';
import { wholeNumber } from './option-values.js';

interface ListOptions {
  readonly find?: string;
  readonly role?: string;
  readonly state?: 'active' | 'suspended';
  readonly limit: number;
}

const PAGE = 500;

export function userCommands(program: Command, desk: Desk): void {
  const commands = group(
    program,
    'user',
    'people, each named by id, user principal name or e-mail address',
  );
  leaf(commands, 'list <subdomain>', 'people of a customer')
    .option('--find <text>', 'whose alias or e-mail address begins so')
    .option('--role <role>', 'who has the role')
    .addOption(new Option('--state <state>', 'who is').choices(['active', 'suspended']))
    .option('--limit <number>', 'at most so many', wholeNumber(1, 1_000_000), 1000)
    .action(desk.serve(list));
  leaf(commands, 'suspend <subdomain> <user>', 'end all sessions, let nobody in').action(
    desk.serve((call, subdomain: string, name: string) => change(call, subdomain, name, 'suspend')),
  );
  leaf(commands, 'reactivate <subdomain> <user>', 'let the person in again').action(
    desk.serve((call, subdomain: string, name: string) =>
      change(call, subdomain, name, 'reactivate'),
    ),
  );
  leaf(
    commands,
    'grant <subdomain> <user> <role>',
    'give a role by hand, whatever the groups',
  ).action(
    desk.serve((call, subdomain: string, name: string, role: string) =>
      change(call, subdomain, name, 'grant', role),
    ),
  );
  leaf(commands, 'withdraw <subdomain> <user> <role>', 'take back a role given by hand').action(
    desk.serve((call, subdomain: string, name: string, role: string) =>
      change(call, subdomain, name, 'withdraw', role),
    ),
  );
}

async function list(call: Call, subdomain: string, options: ListOptions): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  const { find, role, state, limit } = options;
  const filter: UserFilter = {
    ...(find === undefined ? {} : { prefix: find }),
    ...(role === undefined ? {} : { role }),
    ...(state === undefined ? {} : { state }),
  };
  const users: ListedUser[] = [];
  let after: PageKey | null = null;
  do {
    const where = { after, limit: Math.min(PAGE, limit - users.length) };
    const page = await call.services.get(UsersDirectory).list(call.database, id, filter, where);
    users.push(...page.items);
    after = page.next;
  } while (after !== null && users.length < limit);
  return {
    json: users.map(userJson),
    lines: linesOf(users),
    notes: after === null ? [] : ['There are more: narrow it with --find, or raise --limit.'],
  };
}

type Verb = 'suspend' | 'reactivate' | 'grant' | 'withdraw';

async function change(
  call: Call,
  subdomain: string,
  name: string,
  verb: Verb,
  role = '',
): Promise<Answer> {
  const { id: tenantId } = await call.tenant(subdomain);
  const { id } = await oneUser(call, tenantId, name);
  const { services, by } = call;
  const isChanged = await call.transaction((tx) => {
    switch (verb) {
      case 'suspend':
        return services.get(UsersSuspend).suspend(tx, tenantId, id, by);
      case 'reactivate':
        return services.get(UsersSuspend).reactivate(tx, tenantId, id, by);
      case 'grant':
        return services.get(UsersGrants).grant(tx, tenantId, id, role, by);
      case 'withdraw':
        return services.get(UsersGrants).withdraw(tx, tenantId, id, role, by);
    }
  });
  const user = await oneUser(call, tenantId, id);
  return {
    json: { changed: isChanged, user: userJson(user) },
    lines: linesOf([user]),
    notes: isChanged ? [] : ['Nothing to do: it was so already.'],
  };
}

function linesOf(users: readonly ListedUser[]): string[] {
  return table(
    ['user', 'name', 'state', 'roles', 'last sign-in', 'id'],
    users.map((user) => [
      user.subject ?? user.email ?? '',
      user.displayName,
      user.state,
      user.roles.effective
        .map((role) => (user.roles.manual.includes(role) ? `${role}*` : role))
        .join(', '),
      shortTime(user.lastSignInAtMs),
      user.id,
    ]),
    'Nobody.',
  );
}

function userJson(user: ListedUser): object {
  const { createdAtMs, updatedAtMs, lastSignInAtMs, ...rest } = user;
  return {
    ...rest,
    createdAt: isoTime(createdAtMs),
    updatedAt: isoTime(updatedAtMs),
    lastSignInAt: isoTimeOrNull(lastSignInAtMs),
  };
}
