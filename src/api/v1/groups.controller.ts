import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { IsOptional, Length } from 'class-validator';
import type { Request, Response } from 'express';
import { Database } from '../../database/index.js';
import { decodeCursor, encodeCursor, RequireScope, tenantOf } from '../../http/index.js';
import { type Group, type PageKey, UsersDirectory } from '../../users/index.js';
import { Answers, notFound, timeText } from '../answers.js';
import { limitOf, PageQuery } from '../parameters.js';
import { readQuery } from '../query.js';
import { userJson } from './users.dto.js';

export class GroupsQuery extends PageQuery {
  @IsOptional() @Length(1, 512, { message: 'must have 1 to 512 characters' }) value?: string;
}

/** Groups as the identity provider named them at sign-ins, and who is in them. */
@Controller('api/v1/groups')
export class GroupsController {
  constructor(
    private readonly answers: Answers,
    private readonly database: Database,
    private readonly users: UsersDirectory,
  ) {}

  @Get()
  @RequireScope('groups:read')
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const wanted = readQuery(GroupsQuery, query);
    const tenantId = tenantOf(req).id;
    if (wanted.value !== undefined) {
      const group = await this.users.findGroupByValue(this.database, tenantId, wanted.value);
      this.answers.list(req, res, { items: group ? [groupJson(group)] : [], nextCursor: null });
      return;
    }
    const after = wanted.cursor === undefined ? null : String(decodeCursor(wanted.cursor, 1)[0]);
    const page = await this.users.listGroups(this.database, tenantId, {
      after,
      limit: limitOf(wanted),
    });
    const nextCursor = page.next === null ? null : encodeCursor([page.next]);
    this.answers.list(req, res, { items: page.items.map(groupJson), nextCursor });
  }

  @Get(':id')
  @RequireScope('groups:read')
  async one(@Req() req: Request, @Res() res: Response, @Param('id') id: string): Promise<void> {
    this.answers.one(req, res, groupJson(await this.find(req, id)));
  }

  @Get(':id/members')
  @RequireScope('groups:read')
  async members(
    @Req() req: Request,
    @Res() res: Response,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const wanted = readQuery(PageQuery, query);
    const group = await this.find(req, id);
    const after =
      wanted.cursor === undefined ? null : (decodeCursor(wanted.cursor, 2) as unknown as PageKey);
    const where = { after, limit: limitOf(wanted) };
    const page = await this.users.list(
      this.database,
      tenantOf(req).id,
      { groupId: group.id },
      where,
    );
    const nextCursor = page.next === null ? null : encodeCursor(page.next);
    this.answers.list(req, res, { items: page.items.map(userJson), nextCursor });
  }

  private async find(req: Request, id: string): Promise<Group> {
    const group = await this.users.findGroup(this.database, tenantOf(req).id, id);
    if (!group) throw notFound('group');
    return group;
  }
}

function groupJson(group: Group): object {
  return { id: group.id, value: group.value, firstSeenAt: timeText(group.firstSeenAtMs) };
}
