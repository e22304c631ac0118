import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, sessionOf, SessionsRevoke, SessionsDirectory } from '../../auth/index.js';
import { Clock, Database } from '../../database/index.js';
import { UserError } from '../../errors/index.js';
import { ProblemError, RequireRecentSignIn, RequireRole, tenantOf } from '../../http/index.js';
import {
  AdminUserPage,
  type AdminUserPageProps,
  AdminUsersPage,
  type AdminUsersPageProps,
  paths,
  sendPage,
  SESSION_FIELD,
  TOKEN_FIELD,
  withQuery,
} from '../../pages/index.js';
import { isRole, ROLES } from '../../tenants/index.js';
import {
  MappingRulesService,
  type ListedUser,
  type Page,
  pageCursor,
  type PageKey,
  readPageCursor,
  type UserDetail,
  type UserFilter,
  UsersDirectory,
} from '../../users/index.js';
import { AdminPages, attributionOf } from '../admin-pages.js';
import { AuditReading } from '../audit/audit-reading.js';
import { auditRow } from '../audit/audit-views.js';

type QueryFields = Readonly<Record<string, unknown>>;
type TypedFilter = AdminUsersPageProps['filter'];
type UserPage = Page<ListedUser, PageKey> | null;
type UserGroupRow = AdminUserPageProps['groups'][number];

const ROWS_PER_PAGE = 50;
const RECENT = 20;
const RECENT_SECONDS = 900;
const GROUPS_SHOWN = 200;
const MAX_TEXT_LENGTH = 512;
const MAX_CURSOR_LENGTH = 2400;

/** The people of a tenant, for its administrators. Ends sessions, else reads only; who looks at somebody's sign-ins is on the record. */
@Controller()
@RequireRole('administrator')
export class AdminUsersController {
  constructor(
    private readonly pages: AdminPages,
    private readonly database: Database,
    private readonly users: UsersDirectory,
    private readonly rules: MappingRulesService,
    private readonly sessions: SessionsDirectory,
    private readonly revoking: SessionsRevoke,
    private readonly tokens: FormTokens,
    private readonly reading: AuditReading,
    private readonly clock: Clock,
  ) {}

  @Get(paths.users)
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: QueryFields,
  ): Promise<void> {
    const cursor = textIn(query, 'cursor', MAX_CURSOR_LENGTH);
    const typed = readFilter(query);
    const page = await this.pageAt(tenantOf(req).id, typed, cursor);
    if (page === null) {
      res.redirect(303, withQuery(paths.users, { ...typed }));
      return;
    }
    sendPage(
      res,
      <AdminUsersPage
        context={this.pages.contextOf(req)}
        filter={typed}
        roleNames={ROLES}
        rows={page.items.map((user) => ({ ...user, roles: user.roles.effective }))}
        isFirstPage={cursor === ''}
        nextCursor={pageCursor(page.next)}
      />,
    );
  }

  @Get(`${paths.users}/:id`)
  async one(@Req() req: Request, @Res() res: Response, @Param('id') id: string): Promise<void> {
    const tenantId = tenantOf(req).id;
    const user = await this.users.find(this.database, tenantId, id);
    const administration = await this.users.administrationOf(this.database, tenantId, id);
    if (!user || !administration)
      throw new ProblemError(404, 'not_found', 'There is no such user.');
    const { idpEntityId, stableId, roles } = administration;
    const signIns = await this.reading.page(
      { tenantId, filters: { personId: id, type: 'sign_in' }, cursor: null, limit: RECENT },
      attributionOf(req),
    );
    const sessions = await this.sessions.list(this.database, tenantId, id, RECENT);
    sendPage(
      res,
      <AdminUserPage
        context={this.pages.contextOf(req)}
        user={{ ...user, idpEntityId, stableId }}
        roles={roles}
        groups={await this.groupRows(tenantId, user)}
        groupCount={user.groups.length}
        groupsKnown={user.groupsKnown}
        recentSignIns={signIns.rows.map(auditRow)}
        sessions={sessions.map((one) => ({ ...one, userAgent: orNull(one.userAgent) }))}
        token={this.tokens.issue(sessionOf(req).id)}
        nowMs={this.clock.nowMs()}
      />,
    );
  }

  /** Ends one session of somebody, or all. Whoever found an administrator's open browser cannot lock people out with it. */
  @Post(`${paths.users}/:id/sessions`)
  @RequireRecentSignIn(RECENT_SECONDS, (path) => path.replace(/\/sessions\/?$/, ''))
  async endSessions(
    @Req() req: Request,
    @Res() res: Response,
    @Param('id') id: string,
  ): Promise<void> {
    const body = (req.body ?? {}) as Record<string, unknown>;
    this.tokens.require(req, sessionOf(req).id, body[TOKEN_FIELD]);
    const tenantId = tenantOf(req).id;
    const user = await this.users.find(this.database, tenantId, id);
    if (!user) throw new ProblemError(404, 'not_found', 'There is no such user.');
    const owner = {
      tenantId,
      userId: user.id,
      label: user.subject ?? user.email ?? user.displayName,
    };
    const wanted = body[SESSION_FIELD];
    if (wanted === undefined) await this.revoking.all(owner, attributionOf(req));
    else
      await this.revoking.one(owner, typeof wanted === 'string' ? wanted : '', attributionOf(req));
    res.set('Cache-Control', 'no-store').redirect(303, paths.user(user.id));
  }

  /** Null: the cursor was shortened or edited on its way; the first page of the same question is the better answer. */
  private async pageAt(tenantId: string, typed: TypedFilter, cursor: string): Promise<UserPage> {
    try {
      const where = {
        after: readPageCursor(cursor === '' ? undefined : cursor),
        limit: ROWS_PER_PAGE,
      };
      return await this.users.list(this.database, tenantId, filterOf(typed), where);
    } catch (error) {
      const isCaller = error instanceof ProblemError || error instanceof UserError;
      if (isCaller && error.code === 'cursor_malformed') return null;
      throw error;
    }
  }

  /** With the names that the mapping rules give to groups: Entra sends object ids that nobody can read. */
  private async groupRows(tenantId: string, { groups }: UserDetail): Promise<UserGroupRow[]> {
    const rules = await this.rules.list(this.database, tenantId);
    const labels = new Map(
      rules.flatMap(({ source, value, label }) =>
        source === 'group' && label !== null ? [[value, label]] : [],
      ),
    );
    return groups
      .slice(0, GROUPS_SHOWN)
      .map(({ value, sinceMs }) => ({ value, sinceMs, label: labels.get(value) ?? null }));
  }
}

/** As it was typed; what cannot be applied is dropped from the form, too, so that it shows what is in force. */
function readFilter(query: QueryFields): TypedFilter {
  const [state, role] = [textIn(query, 'state'), textIn(query, 'role')];
  return {
    q: textIn(query, 'q'),
    state: isState(state) ? state : '',
    role: isRole(role) ? role : '',
  };
}

function filterOf({ q, state, role }: TypedFilter): UserFilter {
  return {
    ...(q === '' ? {} : { prefix: q }),
    ...(isState(state) ? { state } : {}),
    ...(role === '' ? {} : { role }),
  };
}

function isState(text: string): text is 'active' | 'suspended' {
  return text === 'active' || text === 'suspended';
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** '' where it is absent, given several times or too long to be meant. */
function textIn(query: QueryFields, name: string, maxLength = MAX_TEXT_LENGTH): string {
  const value = query[name];
  return typeof value === 'string' && value.length <= maxLength ? value.trim() : '';
}
