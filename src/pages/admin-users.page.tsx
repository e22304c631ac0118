import type { VNode } from 'preact';
import { AdminLayout } from './components/admin-layout.js';
import { Button, ButtonLink } from './components/button.js';
import { EmptyState } from './components/empty-state.js';
import { SelectField, TextField } from './components/field.js';
import { Stamp } from './components/moment.js';
import { Pager } from './components/pager.js';
import { Table, type Column } from './components/table.js';
import { TagList } from './components/tag.js';
import { UserStateTag, type UserState } from './components/user-state-tag.js';
import { Nothing } from './components/values.js';
import type { PageContext } from './page-context.js';
import { paths, withQuery } from './paths.js';
import { admin } from './texts/admin.js';

export interface UserRow {
  readonly id: string;
  readonly displayName: string;
  readonly email: string | null;
  /** The alias that the IdP sends: the user principal name from Entra. */
  readonly subject: string | null;
  readonly state: UserState;
  readonly roles: readonly string[];
  readonly lastSignInAtMs: number | null;
}

/** As it stands in the address; '' where not given. */
export interface UserFilter {
  readonly q: string;
  readonly state: string;
  readonly role: string;
}

export interface AdminUsersPageProps {
  readonly context: PageContext;
  readonly filter: UserFilter;
  /** Every role that the deployment has, for the drop-down. */
  readonly roleNames: readonly string[];
  readonly rows: readonly UserRow[];
  readonly isFirstPage: boolean;
  readonly nextCursor: string | null;
}

const texts = admin.users;

const columns: readonly Column<UserRow>[] = [
  {
    heading: texts.columns.name,
    kind: 'wide',
    cell: ({ id, displayName, email }) => (
      <>
        <a href={paths.user(id)}>
          <bdi>{displayName}</bdi>
        </a>
        {email !== null && <bdi class="cell-second">{email}</bdi>}
      </>
    ),
  },
  {
    heading: texts.columns.alias,
    kind: 'wide',
    cell: ({ subject }) => (subject === null ? <Nothing /> : <bdi>{subject}</bdi>),
  },
  { heading: texts.columns.state, cell: ({ state }) => <UserStateTag state={state} /> },
  {
    heading: texts.columns.roles,
    cell: ({ roles }) => (roles.length === 0 ? <Nothing /> : <TagList values={roles} />),
  },
  {
    heading: texts.columns.lastSignIn,
    kind: 'stamp',
    cell: ({ lastSignInAtMs: ms }) =>
      ms === null ? <span class="soft">{texts.never}</span> : <Stamp ms={ms} />,
  },
];

/** GET /admin/users */
export function AdminUsersPage(props: AdminUsersPageProps): VNode {
  return (
    <AdminLayout context={props.context} section="users" title={texts.title} intro={texts.intro}>
      <div class="card filter-card">
        <Search filter={props.filter} roleNames={props.roleNames} />
      </div>
      <People {...props} />
    </AdminLayout>
  );
}

function Search({ filter, roleNames }: Pick<AdminUsersPageProps, 'filter' | 'roleNames'>): VNode {
  const choices = (pairs: readonly (readonly [string, string])[]) => [
    { label: null, options: [['', texts.any] as const, ...pairs] },
  ];
  return (
    <form
      class="filter-main filter-users"
      method="get"
      action={paths.users}
      role="search"
      aria-label={texts.search}
    >
      <TextField name="q" type="search" label={texts.q} hint={texts.qHint} value={filter.q} />
      <SelectField
        name="state"
        label={texts.state}
        value={filter.state}
        groups={choices(Object.entries(admin.userStates))}
      />
      <SelectField
        name="role"
        label={texts.role}
        value={filter.role}
        groups={choices(roleNames.map((name) => [name, name]))}
      />
      <div class="actions">
        <Button>{texts.apply}</Button>
        {isFiltered(filter) && (
          <ButtonLink href={paths.users} look="quiet">
            {texts.clear}
          </ButtonLink>
        )}
      </div>
    </form>
  );
}

function People({ rows, filter, isFirstPage, nextCursor }: AdminUsersPageProps): VNode {
  if (rows.length === 0) {
    return isFiltered(filter) || !isFirstPage ? (
      <EmptyState title={texts.noMatchTitle} text={texts.noMatchText} />
    ) : (
      <EmptyState title={texts.emptyTitle} text={texts.emptyText} />
    );
  }
  const href = (cursor: string | null) => withQuery(paths.users, { ...filter, cursor });
  return (
    <>
      <Table caption={texts.caption} columns={columns} rows={rows} keyOf={({ id }) => id} />
      <Pager
        label={texts.pager}
        start={isFirstPage ? null : { href: href(null), words: texts.start }}
        next={nextCursor === null ? null : { href: href(nextCursor), words: texts.next }}
      />
    </>
  );
}

function isFiltered(filter: UserFilter): boolean {
  return Object.values(filter).some((value) => value !== '');
}
