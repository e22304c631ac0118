import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Database } from '../../database/index.js';
import { decodeCursor, encodeCursor, RequireScope, tenantOf } from '../../http/index.js';
import { isRole, ROLES } from '../../tenants/index.js';
import { type PageKey, UsersDirectory } from '../../users/index.js';
import { Answers, notFound } from '../answers.js';
import { limitOf, PageQuery } from '../parameters.js';
import { readQuery } from '../query.js';
import { userJson } from './users.dto.js';

/** The roles that there are, and who holds them. */
@Controller('api/v1/roles')
export class RolesController {
  constructor(
    private readonly answers: Answers,
    private readonly database: Database,
    private readonly users: UsersDirectory,
  ) {}

  @Get()
  @RequireScope('roles:read')
  list(@Req() req: Request, @Res() res: Response, @Query() query: Record<string, unknown>): void {
    readQuery(PageQuery, query);
    this.answers.list(req, res, { items: ROLES.map((name) => ({ name })), nextCursor: null });
  }

  @Get(':role/members')
  @RequireScope('roles:read')
  async members(
    @Req() req: Request,
    @Res() res: Response,
    @Param('role') role: string,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    if (!isRole(role)) throw notFound('role');
    const wanted = readQuery(PageQuery, query);
    const after =
      wanted.cursor === undefined ? null : (decodeCursor(wanted.cursor, 2) as unknown as PageKey);
    const where = { after, limit: limitOf(wanted) };
    const page = await this.users.list(this.database, tenantOf(req).id, { role }, where);
    const nextCursor = page.next === null ? null : encodeCursor(page.next);
    this.answers.list(req, res, { items: page.items.map(userJson), nextCursor });
  }
}
