import { UserError } from '../errors/index.js';
import { type ListedUser, type UserFilter, UsersDirectory } from '../users/index.js';
import type { Call } from './call.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By id, else by alias, else by an e-mail address that only one person has. */
export async function oneUser(call: Call, tenantId: string, name: string): Promise<ListedUser> {
  const filters: UserFilter[] = UUID.test(name)
    ? [{ id: name.toLowerCase() }]
    : [{ subject: name }, { email: name }];
  for (const filter of filters) {
    const where = { after: null, limit: 2 };
    const { items } = await call.services
      .get(UsersDirectory)
      .list(call.database, tenantId, filter, where);
    const [user] = items;
    if (user && items.length === 1) return user;
    if (user) {
      throw new UserError(
        'user_ambiguous',
        'Several people have that name: take the id that user list shows.',
      );
    }
  }
  throw new UserError(
    'user_unknown',
    'The tenant has no such person: people appear with their first sign-in. user list shows those there are.',
    404,
  );
}
