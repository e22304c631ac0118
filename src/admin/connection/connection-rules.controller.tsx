import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, sessionOf } from '../../auth/index.js';
import {
  type Connection,
  ConnectionsService,
  readConnectionSettings,
  writeConnectionSettings,
} from '../../connections/index.js';
import { Database, Transactions } from '../../database/index.js';
import { UserError } from '../../errors/index.js';
import { ProblemError, RequireRecentSignIn, RequireRole } from '../../http/index.js';
import {
  AdminConnectionRulesPage,
  paths,
  RULE_NAMES,
  type RuleName,
  type RuleProblem,
  SEEN_FIELD,
  sendPage,
  TOKEN_FIELD,
} from '../../pages/index.js';
import { liveTenantOf } from '../../tenants/index.js';
import { AdminPages, attributionOf } from '../admin-pages.js';

/** Whoever finds an open browser of an administrator must not weaken the front door with it. */
const RECENT_SECONDS = 300;
/** More than it takes to fill in the form: who is sent to sign in again loses what they typed. */
const RECENT_ENOUGH_TO_SAVE_SECONDS = 1200;

type Values = Readonly<Record<RuleName, string>>;

/** What an administrator decides about the tenant's connection. */
@Controller()
@RequireRole('administrator')
export class ConnectionRulesController {
  constructor(
    private readonly pages: AdminPages,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly connections: ConnectionsService,
    private readonly tokens: FormTokens,
  ) {}

  @Get(paths.connectionRules)
  @RequireRecentSignIn(RECENT_SECONDS, () => paths.connectionRules)
  async show(@Req() req: Request, @Res() res: Response): Promise<void> {
    const connection = await this.changeable(req);
    this.send(req, res, connection, writeConnectionSettings(connection), null);
  }

  @Post(paths.connectionRules)
  @RequireRecentSignIn(RECENT_ENOUGH_TO_SAVE_SECONDS, () => paths.connectionRules)
  async save(@Req() req: Request, @Res() res: Response): Promise<void> {
    const body = (req.body ?? {}) as Readonly<Record<string, unknown>>;
    this.tokens.require(req, sessionOf(req).id, body[TOKEN_FIELD]);
    const connection = await this.changeable(req);
    const typed = readForm(body, writeConnectionSettings(connection));
    const problem = await this.update(req, connection, typed, Number(body[SEEN_FIELD]));
    if (problem) this.send(req, res, await this.changeable(req), typed, problem);
    else res.set('Cache-Control', 'no-store').redirect(303, paths.connection);
  }

  private async update(
    req: Request,
    connection: Connection,
    typed: Values,
    seenMs: number,
  ): Promise<RuleProblem | null> {
    const { tenantId, id } = connection;
    try {
      const settings = readConnectionSettings(RULE_NAMES.map((name) => `${name}=${typed[name]}`));
      await this.transactions.run((tx) =>
        this.connections.update(tx, tenantId, id, settings, attributionOf(req), seenMs),
      );
      return null;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (error.code === 'connection_changed') return 'changed_meanwhile';
      const { message: text } = error;
      return { field: RULE_NAMES.find((name) => text.startsWith(`${name} `)) ?? null, text };
    }
  }

  private async changeable(req: Request): Promise<Connection> {
    const connection = await this.connections.findForShow(this.database, liveTenantOf(req).id);
    if (connection && connection.state !== 'retired') return connection;
    throw new ProblemError(
      404,
      'not_found',
      'There is no connection whose rules could be changed.',
    );
  }

  private send(
    req: Request,
    res: Response,
    connection: Connection,
    values: Values,
    problem: RuleProblem | null,
  ): void {
    const page = (
      <AdminConnectionRulesPage
        context={this.pages.contextOf(req)}
        values={values}
        problem={problem}
        seenMs={connection.updatedAtMs}
        token={this.tokens.issue(sessionOf(req).id)}
      />
    );
    sendPage(res, page, { status: statusOf(problem) });
  }
}

function statusOf(problem: RuleProblem | null): number {
  if (problem === null) return 200;
  return problem === 'changed_meanwhile' ? 409 : 400;
}

/** As it was typed; a field that a form of an older version does not have stays as it is. */
function readForm(body: Readonly<Record<string, unknown>>, current: Values): Values {
  const typed = RULE_NAMES.map((name) => {
    const value = body[name];
    return [name, typeof value === 'string' ? value.trim().slice(0, 2000) : current[name]];
  });
  return Object.fromEntries(typed) as Values;
}
