import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Database } from '../../database/index.js';
import { decodeCursor, encodeCursor, RequireScope, tenantOf } from '../../http/index.js';
import { type Group, UsersDirectory } from '../../users/index.js';
import { Answers, notFound } from '../answers.js';
import { limitOf, NoQuery, PageQuery } from '../parameters.js';
import { QueryPipe } from '../query.pipe.js';
import { groupJson } from './people-json.js';
import { UserPages } from './user-pages.js';
import { GroupsQuery } from './users.dto.js';

/** Groups as the identity provider named them at sign-ins, and who is in them. */
@Controller('api/v1/groups')
export class GroupsController {
  constructor(
    private readonly answers: Answers,
    private readonly pages: UserPages,
    private readonly database: Database,
    private readonly users: UsersDirectory,
  ) {}

  @Get()
  @RequireScope('groups:read')
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query(QueryPipe) query: GroupsQuery,
  ): Promise<void> {
    const tenantId = tenantOf(req).id;
    if (query.value !== undefined) {
      const group = await this.users.findGroupByValue(this.database, tenantId, query.value);
      this.answers.list(req, res, { items: group ? [groupJson(group)] : [], nextCursor: null });
      return;
    }
    const after = query.cursor === undefined ? null : String(decodeCursor(query.cursor, 1)[0]);
    const where = { after, limit: limitOf(query) };
    const page = await this.users.listGroups(this.database, tenantId, where);
    const nextCursor = page.next === null ? null : encodeCursor([page.next]);
    this.answers.list(req, res, { items: page.items.map(groupJson), nextCursor });
  }

  @Get(':id')
  @RequireScope('groups:read')
  async one(
    @Req() req: Request,
    @Res() res: Response,
    @Param('id') id: string,
    @Query(QueryPipe) _query: NoQuery,
  ): Promise<void> {
    this.answers.one(req, res, groupJson(await this.find(req, id)));
  }

  /** Shows people, so it needs the scope for people. */
  @Get(':id/members')
  @RequireScope('users:read')
  async members(
    @Req() req: Request,
    @Res() res: Response,
    @Param('id') id: string,
    @Query(QueryPipe) query: PageQuery,
  ): Promise<void> {
    const group = await this.find(req, id);
    await this.pages.send(req, res, { groupId: group.id }, query);
  }

  private async find(req: Request, id: string): Promise<Group> {
    const group = await this.users.findGroup(this.database, tenantOf(req).id, id);
    if (!group) throw notFound('group');
    return group;
  }
}
