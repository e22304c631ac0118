import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Database } from '../../database/index.js';
import { RequireScope, tenantOf } from '../../http/index.js';
import { type UserDetail, type UserFilter, UsersDirectory } from '../../users/index.js';
import { Answers, notFound } from '../answers.js';
import { NoQuery, readTimeMs } from '../parameters.js';
import { QueryPipe } from '../query.pipe.js';
import { userDetailJson, userGroupsJson, userRolesJson } from './people-json.js';
import { UserPages } from './user-pages.js';
import { UsersQuery } from './users.dto.js';

/** People: who has an account, with which roles and groups. */
@Controller('api/v1/users')
@RequireScope('users:read')
export class UsersController {
  constructor(
    private readonly answers: Answers,
    private readonly pages: UserPages,
    private readonly database: Database,
    private readonly users: UsersDirectory,
  ) {}

  @Get()
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query(QueryPipe) query: UsersQuery,
  ): Promise<void> {
    const filter = await this.filterOf(tenantOf(req).id, query);
    if (filter) await this.pages.send(req, res, filter, query);
    else this.answers.list(req, res, { items: [], nextCursor: null });
  }

  @Get(':id')
  async one(
    @Req() req: Request,
    @Res() res: Response,
    @Param('id') id: string,
    @Query(QueryPipe) _query: NoQuery,
  ): Promise<void> {
    this.answers.one(req, res, userDetailJson(await this.find(req, id)));
  }

  @Get(':id/groups')
  async groups(
    @Req() req: Request,
    @Res() res: Response,
    @Param('id') id: string,
    @Query(QueryPipe) _query: NoQuery,
  ): Promise<void> {
    this.answers.one(req, res, userGroupsJson(await this.find(req, id)));
  }

  @Get(':id/roles')
  async roles(
    @Req() req: Request,
    @Res() res: Response,
    @Param('id') id: string,
    @Query(QueryPipe) _query: NoQuery,
  ): Promise<void> {
    this.answers.one(req, res, userRolesJson(await this.find(req, id)));
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
      ...(changedSince === undefined ? {} : { changedSinceMs: readTimeMs(changedSince) }),
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
