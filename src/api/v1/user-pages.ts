import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Database } from '../../database/index.js';
import { tenantOf } from '../../http/index.js';
import { pageCursor, readPageCursor, type UserFilter, UsersDirectory } from '../../users/index.js';
import { Answers } from '../answers.js';
import { limitOf, type PageQuery } from '../parameters.js';
import { userJson } from './people-json.js';

/** Answers with a page of users: all of them, the members of a group, the holders of a role. */
@Injectable()
export class UserPages {
  constructor(
    private readonly answers: Answers,
    private readonly database: Database,
    private readonly users: UsersDirectory,
  ) {}

  async send(req: Request, res: Response, filter: UserFilter, query: PageQuery): Promise<void> {
    const where = { after: readPageCursor(query.cursor), limit: limitOf(query) };
    const page = await this.users.list(this.database, tenantOf(req).id, filter, where);
    this.answers.list(req, res, {
      items: page.items.map(userJson),
      nextCursor: pageCursor(page.next),
    });
  }
}
