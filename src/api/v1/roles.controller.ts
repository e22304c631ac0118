import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RequireScope } from '../../http/index.js';
import { isRole, ROLES } from '../../tenants/index.js';
import { Answers, notFound } from '../answers.js';
import { NoQuery, PageQuery } from '../parameters.js';
import { QueryPipe } from '../query.pipe.js';
import { UserPages } from './user-pages.js';

/** The roles that there are, and who holds them. */
@Controller('api/v1/roles')
export class RolesController {
  constructor(
    private readonly answers: Answers,
    private readonly pages: UserPages,
  ) {}

  @Get()
  @RequireScope('roles:read')
  list(@Req() req: Request, @Res() res: Response, @Query(QueryPipe) _query: NoQuery): void {
    this.answers.list(req, res, { items: ROLES.map((name) => ({ name })), nextCursor: null });
  }

  /** Shows people, so it needs the scope for people. */
  @Get(':role/members')
  @RequireScope('users:read')
  async members(
    @Req() req: Request,
    @Res() res: Response,
    @Param('role') role: string,
    @Query(QueryPipe) query: PageQuery,
  ): Promise<void> {
    if (!isRole(role)) throw notFound('role');
    await this.pages.send(req, res, { role }, query);
  }
}
