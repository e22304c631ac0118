import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AuditReader } from '../../audit/index.js';
import { SessionsService } from '../../auth/index.js';
import { Clock, Database } from '../../database/index.js';
import {
  decodeCursor,
  encodeCursor,
  ProblemError,
  RequireRole,
  tenantOf,
} from '../../http/index.js';
import { AdminUserPage, AdminUsersPage, paths, sendPage } from '../../pages/index.js';
import { ROLES } from '../../tenants/index.js';
import {
  MappingRulesService,
  type PageKey,
  type UserFilter,
  UsersDirectory,
} from '../../users/index.js';
import { AdminPages } from '../admin-pages.js';
import { auditRow } from '../audit/audit-views.js';

type QueryFields = Readonly<Record<string, unknown>>;

const ROWS_PER_PAGE = 50;
const RECENT = 20;
const GROUPS_SHOWN = 200;

/** The people of a tenant, for its administrators. Reads only. */
@Controller()
@RequireRole('administrator')
export class AdminUsersController {
  constructor(
    private readonly pages: AdminPages,
    private readonly database: Database,
    private readonly users: UsersDirectory,
    private readonly rules: MappingRulesService,
    private readonly sessions: SessionsService,
    private readonly reader: AuditReader,
    private readonly clock: Clock,
  ) {}

  @Get(paths.users)
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: QueryFields,
  ): Promise<void> {
    const typed = {
      q: textIn(query, 'q'),
      state: textIn(query, 'state'),
      role: textIn(query, 'role'),
    };
    const cursor = textIn(query, 'cursor');
    const after = cursor === '' ? null : (decodeCursor(cursor, 2) as unknown as PageKey);
    const filter: UserFilter = {
      ...(typed.q === '' ? {} : { prefix: typed.q }),
      ...(typed.state === 'active' || typed.state === 'suspended' ? { state: typed.state } : {}),
      ...((ROLES as readonly string[]).includes(typed.role) ? { role: typed.role } : {}),
    };
    const where = { after, limit: ROWS_PER_PAGE };
    const page = await this.users.list(this.database, tenantOf(req).id, filter, where);
    sendPage(
      res,
      <AdminUsersPage
        context={this.pages.contextOf(req)}
        filter={typed}
        roleNames={ROLES}
        rows={page.items.map((user) => ({ ...user, roles: user.roles.effective }))}
        isFirstPage={after === null}
        nextCursor={page.next === null ? null : encodeCursor(page.next)}
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
    const rules = await this.rules.list(this.database, tenantId);
    const labels = new Map(
      rules.filter((rule) => rule.source === 'group').map((rule) => [rule.value, rule.label]),
    );
    const signIns = await this.reader.page(
      this.database,
      tenantId,
      { personId: id, type: 'sign_in' },
      null,
      RECENT,
    );
    const { idpEntityId, stableId, roles } = administration;
    sendPage(
      res,
      <AdminUserPage
        context={this.pages.contextOf(req)}
        user={{ ...user, idpEntityId, stableId }}
        roles={roles}
        groups={user.groups
          .slice(0, GROUPS_SHOWN)
          .map(({ value, sinceMs }) => ({ value, sinceMs, label: labels.get(value) ?? null }))}
        groupCount={user.groups.length}
        groupsKnown={user.groupsKnown}
        recentSignIns={signIns.rows.map(auditRow)}
        sessions={await this.sessions.list(this.database, tenantId, id, RECENT)}
        nowMs={this.clock.nowMs()}
      />,
    );
  }
}

/** '' where it is absent, given several times or too long to be meant. */
function textIn(query: QueryFields, name: string): string {
  const value = query[name];
  return typeof value === 'string' && value.length <= 2400 ? value.trim() : '';
}
