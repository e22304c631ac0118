import type { VNode } from 'preact';
import { auditHref } from './audit-filter.js';
import { AdminLayout } from './components/admin-layout.js';
import { AuditTable, type AuditRow } from './components/audit-table.js';
import { EmptyState } from './components/empty-state.js';
import { EndSessionForm } from './components/end-session-form.js';
import { KeyValues } from './components/key-values.js';
import { Stamp } from './components/moment.js';
import { Notice } from './components/notice.js';
import { SessionTable, type SessionRow } from './components/session-table.js';
import { Table } from './components/table.js';
import { Tag } from './components/tag.js';
import { UserStateTag, type UserState } from './components/user-state-tag.js';
import { Nothing } from './components/values.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { admin } from './texts/admin.js';

export interface UserView {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly email: string | null;
  readonly subject: string | null;
  readonly stableId: string;
  readonly idpEntityId: string;
  readonly state: UserState;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly lastSignInAtMs: number | null;
}

export interface UserRoleRow {
  readonly role: string;
  readonly source: keyof typeof admin.user.sources;
  readonly sinceMs: number;
}

export interface UserGroupRow {
  readonly value: string;
  /** From the mapping rule that names it: Entra sends object ids that nobody can read. */
  readonly label: string | null;
  readonly sinceMs: number;
}

export interface AdminUserPageProps {
  readonly context: PageContext;
  readonly user: UserView;
  readonly roles: readonly UserRoleRow[];
  readonly groups: readonly UserGroupRow[];
  /** All of them, where `groups` holds only the first. */
  readonly groupCount: number;
  /** False: the last sign-in sent a link instead of the groups. */
  readonly groupsKnown: boolean;
  readonly recentSignIns: readonly AuditRow[];
  readonly sessions: readonly SessionRow[];
  /** Of the forms that end sessions. */
  readonly token: string;
  readonly nowMs: number;
}

const texts = admin.user;

/** GET /admin/users/<id> */
export function AdminUserPage(props: AdminUserPageProps): VNode {
  const { context, user, recentSignIns } = props;
  return (
    <AdminLayout
      context={context}
      section="users"
      title={user.displayName}
      back={{ href: paths.users, words: texts.back }}
      heading={
        <>
          <bdi>{user.displayName}</bdi> <UserStateTag state={user.state} />
        </>
      }
    >
      <div class="columns">
        <section class="card">
          <h2>{texts.profile}</h2>
          <Profile user={user} />
        </section>
        <div class="stack">
          <Roles roles={props.roles} />
          <Groups {...props} />
        </div>
      </div>
      <section class="stack-near">
        <h2>{texts.signIns}</h2>
        {recentSignIns.length === 0 ? (
          <EmptyState title={texts.noSignIns} />
        ) : (
          <AuditTable caption={texts.signIns} rows={recentSignIns} />
        )}
        <PersonEvents user={user} />
      </section>
      <section class="stack-near">
        <h2>{texts.sessions}</h2>
        {props.sessions.length === 0 ? (
          <EmptyState title={texts.noSessions} />
        ) : (
          <>
            <SessionTable
              rows={props.sessions}
              nowMs={props.nowMs}
              endAction={paths.userSessions(user.id)}
              token={props.token}
            />
            <EndSessionForm
              action={paths.userSessions(user.id)}
              token={props.token}
              sessionId={null}
              words={texts.endAllSessions}
            />
          </>
        )}
      </section>
    </AdminLayout>
  );
}

/** Support searches events by alias or e-mail; without either there is nothing to search by. */
function PersonEvents({ user }: { readonly user: UserView }): VNode | null {
  const person = user.subject ?? user.email;
  return person === null ? null : (
    <p>
      <a href={auditHref({ person })}>{texts.allEvents}</a>
    </p>
  );
}

function Profile({ user }: { readonly user: UserView }): VNode {
  const optional = (value: string | null) => (value === null ? <Nothing /> : <bdi>{value}</bdi>);
  return (
    <KeyValues
      items={[
        { label: texts.alias, value: optional(user.subject) },
        { label: texts.email, value: optional(user.email) },
        { label: texts.givenName, value: optional(user.givenName) },
        { label: texts.surname, value: optional(user.surname) },
        {
          label: texts.lastSignIn,
          value: user.lastSignInAtMs === null ? texts.never : <Stamp ms={user.lastSignInAtMs} />,
        },
        { label: texts.created, value: <Stamp ms={user.createdAtMs} /> },
        { label: texts.updated, value: <Stamp ms={user.updatedAtMs} /> },
        { label: texts.stableId, value: <code>{user.stableId}</code> },
        { label: texts.idp, value: <bdi>{user.idpEntityId}</bdi> },
        { label: texts.id, value: <code>{user.id}</code> },
      ]}
    />
  );
}

function Roles({ roles }: { readonly roles: readonly UserRoleRow[] }): VNode {
  return (
    <section class="stack-near">
      <h2>{texts.roles}</h2>
      {roles.length === 0 ? (
        <EmptyState title={texts.noRoles} />
      ) : (
        <Table
          caption={texts.rolesCaption}
          columns={[
            { heading: texts.role, cell: ({ role }: UserRoleRow) => <Tag>{role}</Tag> },
            { heading: texts.source, cell: ({ source }) => texts.sources[source] },
            { heading: texts.since, kind: 'stamp', cell: ({ sinceMs }) => <Stamp ms={sinceMs} /> },
          ]}
          rows={roles}
          keyOf={({ role, source }) => `${role} ${source}`}
        />
      )}
    </section>
  );
}

function Groups(props: AdminUserPageProps): VNode {
  const { groups, groupCount, groupsKnown } = props;
  return (
    <section class="stack-near">
      <h2>{texts.groups}</h2>
      {!groupsKnown && (
        <Notice tone="warn" title={texts.groupsUnknownTitle}>
          <p>{texts.groupsUnknown}</p>
        </Notice>
      )}
      {groups.length === 0 && groupsKnown && (
        <EmptyState title={texts.noGroups} text={texts.noGroupsText} />
      )}
      {groups.length > 0 && (
        <Table
          caption={texts.groupsCaption}
          columns={[
            { heading: texts.group, kind: 'wide', cell: groupName },
            { heading: texts.since, kind: 'stamp', cell: ({ sinceMs }) => <Stamp ms={sinceMs} /> },
          ]}
          rows={groups}
          keyOf={({ value }) => value}
        />
      )}
      {groupCount > groups.length && (
        <p class="soft">{texts.moreGroups(groupCount - groups.length)}</p>
      )}
    </section>
  );
}

function groupName({ value, label }: UserGroupRow): VNode {
  return label === null ? (
    <bdi>{value}</bdi>
  ) : (
    <>
      <bdi>{label}</bdi>
      <bdi class="cell-second">{value}</bdi>
    </>
  );
}
