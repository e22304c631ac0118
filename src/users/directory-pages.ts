import type { Queryable } from '../database/index.js';
import { UserError } from '../errors/index.js';
import { type PageKey, type Sort, type UserFilter, userQuery } from './directory-query.js';
import { lowerCase, type Person } from './domain/person.js';

/** `next` is null on the last page. A page may hold fewer than asked for and still have a next. */
export interface Page<Item, Key> {
  readonly items: readonly Item[];
  readonly next: Key | null;
}

/** A row as userQuery selects it. */
export interface FoundUser extends Person {
  readonly id: string;
  readonly subjectLower: string | null;
  readonly emailLower: string | null;
  readonly state: 'active' | 'suspended';
  readonly groupsKnown: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly lastSignInAtMs: number | null;
}

interface Where {
  readonly after: PageKey | null;
  readonly limit: number;
}

/** @throws UserError where `after` is not of this list */
export function pageOf(
  q: Queryable,
  tenantId: string,
  wanted: UserFilter,
  { after, limit }: Where,
): Promise<Page<FoundUser, PageKey>> {
  const { prefix, ...others } = wanted;
  const filter = prefix === undefined || prefix === '' ? others : wanted; // everything begins with nothing
  const sort = sortOf(filter);
  checkKey(sort, after);
  return sort === 'subjectLower'
    ? byPrefix(q, tenantId, filter, { after, limit })
    : bySort(q, tenantId, filter, { sort, after, limit });
}

/** What leads narrowest decides the order; the rest are conditions on what it finds. */
function sortOf(filter: UserFilter): Exclude<Sort, 'emailLower'> {
  const { id, subject, email, groupId, role } = filter;
  const isLed = [id, subject, email, groupId, role].some((value) => value !== undefined);
  if (isLed) return 'id';
  if (filter.changedSinceMs !== undefined) return 'updatedAtMs';
  return filter.prefix === undefined ? 'id' : 'subjectLower';
}

/** A cursor is the caller's input: one of another list is told apart, not silently misread. */
function checkKey(sort: Sort, after: PageKey | null): void {
  if (after === null) return;
  const [key, id] = after;
  const isRight =
    typeof id === 'string' &&
    (sort === 'updatedAtMs' ? typeof key === 'number' : typeof key === 'string') &&
    (sort === 'id') === (key === '');
  if (!isRight)
    throw new UserError(
      'cursor_malformed',
      'The cursor belongs to another list: start from the first page.',
    );
}

async function bySort(
  q: Queryable,
  tenantId: string,
  filter: UserFilter,
  page: Where & { readonly sort: Sort },
): Promise<Page<FoundUser, PageKey>> {
  const { sql, parameters } = userQuery(tenantId, filter, { ...page, limit: page.limit + 1 });
  const rows = await q.query<FoundUser>(sql, parameters);
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return { items, next: last && rows.length > page.limit ? keyOf(last, page.sort) : null };
}

function keyOf(user: FoundUser, sort: Sort): PageKey {
  return [sort === 'id' ? '' : (user[sort] ?? ''), user.id];
}

/**
 * Alias or e-mail address, each through its own index, merged by text and id. A user found by both stands where the
 * smaller text is; where the other one comes, it is passed over.
 */
async function byPrefix(
  q: Queryable,
  tenantId: string,
  filter: UserFilter,
  { after, limit }: Where,
): Promise<Page<FoundUser, PageKey>> {
  const entries: { key: PageKey; user: FoundUser }[] = [];
  for (const sort of ['subjectLower', 'emailLower'] as const) {
    const { sql, parameters } = userQuery(tenantId, filter, { sort, after, limit: limit + 1 });
    for (const user of await q.query<FoundUser>(sql, parameters))
      entries.push({ key: keyOf(user, sort), user });
  }
  entries.sort((a, b) => compareKeys(a.key, b.key));
  const isSame = (a: PageKey, b: PageKey | undefined) => b?.[0] === a[0] && b[1] === a[1];
  const distinct = entries.filter(({ key }, index) => !isSame(key, entries[index - 1]?.key));
  const shown = distinct.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown
      .filter(({ key, user }) => key[0] === placeOf(user, filter))
      .map(({ user }) => user),
    next: last && distinct.length > limit ? last.key : null,
  };
}

/** The smaller one of alias and e-mail address, of those that begin with what is looked for. */
function placeOf(user: FoundUser, { prefix = '' }: UserFilter): string | undefined {
  const wanted = lowerCase(prefix);
  return [user.subjectLower, user.emailLower]
    .filter((text) => text?.startsWith(wanted) === true)
    .map((text) => text ?? '')
    .sort(compareText)[0];
}

function compareKeys(a: PageKey, b: PageKey): number {
  return compareText(String(a[0]), String(b[0])) || compareText(a[1], b[1]);
}

/** As both databases sort: by the bytes of UTF-8. */
function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
