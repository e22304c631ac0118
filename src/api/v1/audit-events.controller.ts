import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  auditEventJson,
  AuditReader,
  AuditService,
  type AuditTarget,
  filtersAsDetails,
} from '../../audit/index.js';
import { Database, Transactions } from '../../database/index.js';
import { RequireScope, tenantOf } from '../../http/index.js';
import { Answers, notFound } from '../answers.js';
import { attributionOf } from '../attribution.js';
import { limitOf, NoQuery } from '../parameters.js';
import { QueryPipe } from '../query.pipe.js';
import { AuditEventsQuery, filtersOf } from './audit-events.dto.js';

/** The log of what happened, newest first, in the form of the NDJSON export. Every read of it is on it. */
@Controller('api/v1/audit-events')
@RequireScope('audit:read')
export class AuditEventsController {
  constructor(
    private readonly answers: Answers,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly reader: AuditReader,
    private readonly audit: AuditService,
  ) {}

  @Get()
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query(QueryPipe) query: AuditEventsQuery,
  ): Promise<void> {
    const { id: tenantId } = tenantOf(req);
    const filters = filtersOf(query);
    const cursor = query.cursor ?? null;
    const page = await this.reader.page(this.database, tenantId, filters, cursor, limitOf(query));
    const details = { filters: filtersAsDetails(filters), count: page.rows.length };
    await this.record(req, cursor === null ? details : { ...details, cursor });
    const items = page.rows.map(auditEventJson);
    this.answers.list(req, res, { items, nextCursor: page.olderCursor });
  }

  @Get(':id')
  async one(
    @Req() req: Request,
    @Res() res: Response,
    @Param('id') id: string,
    @Query(QueryPipe) _query: NoQuery,
  ): Promise<void> {
    const event = await this.reader.find(this.database, tenantOf(req).id, id);
    if (!event) throw notFound('event');
    await this.record(req, {}, { kind: 'audit_event', id });
    this.answers.one(req, res, auditEventJson(event));
  }

  /** Before the answer: shown is only what could be recorded as read. */
  private async record(
    req: Request,
    details: Readonly<Record<string, unknown>>,
    target?: AuditTarget,
  ): Promise<void> {
    await this.transactions.run((tx) =>
      this.audit.append(tx, {
        tenantId: tenantOf(req).id,
        type: 'audit.read',
        outcome: 'done',
        ...attributionOf(req),
        ...(target ? { target } : {}),
        details: { ...details, through: 'api' },
      }),
    );
  }
}
