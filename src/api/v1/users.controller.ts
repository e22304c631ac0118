import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Database } from '../../database/index.js';
import { decodeCursor, encodeCursor, RequireScope, tenantOf } from '../../http/index.js';
import {
  type PageKey,
  type UserDetail,
  type UserFilter,
  UsersDirectory,
} from '../../users/index.js';
import { Answers, notFound, timeText } from '../answers.js';
import { limitOf } from '../parameters.js';
import { readQuery } from '../query.js';
import { userJson, UsersQuery } from './users.dto.js';

/** People: who has an account, with which roles and groups. */
@Controller('api/v1/users')
export class UsersController {
  constructor(
    private readonly answers: Answers,
    private readonly database: Database,
    private readonly users: UsersDirectory,
  ) {}

  @Get()
  @RequireScope('users:read')
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const wanted = readQuery(UsersQuery, query);
    const after =
      wanted.cursor === undefined ? null : (decodeCursor(wanted.cursor, 2) as unknown as PageKey);
    const filter = await this.filterOf(tenantOf(req).id, wanted);
    if (!filter) {
      this.answers.list(req, res, { items: [], nextCursor: null });
      return;
    }
    const page = await this.users.list(this.database, tenantOf(req).id, filter, {
      after,
      limit: limitOf(wanted),
    });
    const nextCursor = page.next === null ? null : encodeCursor(page.next);
    this.answers.list(req, res, { items: page.items.map(userJson), nextCursor });
  }

  @Get(':id')
  @RequireScope('users:read')
  async one(@Req() req: Request, @Res() res: Response, @Param('id') id: string): Promise<void> {
    const user = await this.find(req, id);
    this.answers.one(req, res, {
      ...userJson(user),
      groups: user.groups.map(({ value }) => value),
    });
  }

  @Get(':id/groups')
  @RequireScope('users:read')
  async groups(@Req() req: Request, @Res() res: Response, @Param('id') id: string): Promise<void> {
    const user = await this.find(req, id);
    this.answers.one(req, res, {
      known: user.groupsKnown,
      items: user.groups.map((group) => ({
        id: group.id,
        value: group.value,
        since: timeText(group.sinceMs),
      })),
    });
  }

  @Get(':id/roles')
  @RequireScope('users:read')
  async roles(@Req() req: Request, @Res() res: Response, @Param('id') id: string): Promise<void> {
    const { roles } = await this.find(req, id);
    this.answers.one(req, res, {
      effective: roles.effective,
      mapped: roles.mapped,
      manual: roles.manual,
    });
  }

  private async find(req: Request, id: string): Promise<UserDetail> {
    const user = await this.users.find(this.database, tenantOf(req).id, id);
    if (!user) throw notFound('user');
    return user;
  }

  /** Null: it names a group that does not exist, so that nobody is in it. */
  private async filterOf(tenantId: string, query: UsersQuery): Promise<UserFilter | null> {
    const { id, subject, email, role, state, q, changedSince, group } = query;
    const groupId = group === undefined ? undefined : await this.groupId(tenantId, group);
    if (groupId === null) return null;
    return {
      ...(id === undefined ? {} : { id }),
      ...(subject === undefined ? {} : { subject }),
      ...(email === undefined ? {} : { email }),
      ...(role === undefined ? {} : { role }),
      ...(state === undefined ? {} : { state }),
      ...(q === undefined ? {} : { prefix: q }),
      ...(changedSince === undefined ? {} : { changedSinceMs: Date.parse(changedSince) }),
      ...(groupId === undefined ? {} : { groupId }),
    };
  }

  /** A group is named by our id or by the value that the identity provider sends. */
  private async groupId(tenantId: string, idOrValue: string): Promise<string | null> {
    const group =
      (await this.users.findGroup(this.database, tenantId, idOrValue)) ??
      (await this.users.findGroupByValue(this.database, tenantId, idOrValue));
    return group?.id ?? null;
  }
}
