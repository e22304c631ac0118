import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { IsIn, IsIP, IsOptional, Length, Matches } from 'class-validator';
import type { Request, Response } from 'express';
import {
  type AuditFilters,
  auditOutcomes,
  AuditReader,
  type AuditRecord,
  AuditService,
  auditTypes,
  detailsOf,
  filtersAsDetails,
  normalizeReference,
} from '../../audit/index.js';
import { Database, Transactions } from '../../database/index.js';
import { ProblemError, RequireScope, tenantOf } from '../../http/index.js';
import { Answers, notFound, timeText } from '../answers.js';
import { attributionOf } from '../attribution.js';
import { IsId, IsTime, limitOf, PageQuery } from '../parameters.js';
import { readQuery } from '../query.js';

export class AuditEventsQuery extends PageQuery {
  @IsOptional() @IsTime() from?: string;
  @IsOptional() @IsTime() to?: string;
  @IsOptional() @Length(1, 512, { message: 'must have 1 to 512 characters' }) person?: string;
  @IsOptional() @IsId() personId?: string;
  @IsOptional() @IsId() actorId?: string;
  @IsOptional() @IsIP(undefined, { message: 'must be an IP address' }) ip?: string;
  @IsOptional()
  @Matches(/^[a-z][a-z0-9_]{0,59}$/, { message: 'must be a reason code such as user_suspended' })
  reason?: string;
  @IsOptional()
  @IsIn(auditTypes, { message: 'must be a type of event such as sign_in' })
  type?: string;
  @IsOptional()
  @IsIn(auditOutcomes, { message: `must be one of ${auditOutcomes.join(', ')}` })
  outcome?: string;
  @IsOptional()
  @Length(10, 20, { message: 'must be a reference number such as 7F3K9-QX2MD' })
  reference?: string;
}

/** The log of what happened, newest first. Every read of it is on it. */
@Controller('api/v1/audit-events')
export class AuditEventsController {
  constructor(
    private readonly answers: Answers,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly reader: AuditReader,
    private readonly audit: AuditService,
  ) {}

  @Get()
  @RequireScope('audit:read')
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    const wanted = readQuery(AuditEventsQuery, query);
    const filters = filtersOf(wanted);
    const tenantId = tenantOf(req).id;
    const page = await this.reader.page(
      this.database,
      tenantId,
      filters,
      wanted.cursor ?? null,
      limitOf(wanted),
    );
    await this.record(req, { filters: filtersAsDetails(filters), count: page.rows.length });
    this.answers.list(req, res, { items: page.rows.map(eventJson), nextCursor: page.olderCursor });
  }

  @Get(':id')
  @RequireScope('audit:read')
  async one(@Req() req: Request, @Res() res: Response, @Param('id') id: string): Promise<void> {
    const event = await this.reader.find(this.database, tenantOf(req).id, id);
    if (!event) throw notFound('event');
    await this.record(req, {}, id);
    this.answers.one(req, res, eventJson(event));
  }

  /** Shown is only what could be recorded as read. */
  private async record(
    req: Request,
    details: Readonly<Record<string, unknown>>,
    eventId?: string,
  ): Promise<void> {
    await this.transactions.run((tx) =>
      this.audit.append(tx, {
        tenantId: tenantOf(req).id,
        type: 'audit.read',
        outcome: 'done',
        ...attributionOf(req),
        ...(eventId === undefined ? {} : { target: { kind: 'audit_event', id: eventId } }),
        details: { ...details, through: 'api' },
      }),
    );
  }
}

function filtersOf(query: AuditEventsQuery): AuditFilters {
  const { from, to, reference, person, personId, actorId, ip, reason, type, outcome } = query;
  const number = reference === undefined ? undefined : normalizeReference(reference);
  if (number === null)
    throw new ProblemError(400, 'reference_malformed', 'That is no reference number.');
  const given = {
    person,
    personId,
    actorId,
    ip: ip?.toLowerCase(),
    reason,
    type,
    outcome,
    reference: number,
  };
  return {
    ...(from === undefined ? {} : { fromMs: Date.parse(from) }),
    ...(to === undefined ? {} : { toMs: Date.parse(to) }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

function eventJson(event: AuditRecord): object {
  const { actorKind, actorId, actorLabel, targetKind, targetId, targetLabel, personId, person } =
    event;
  return {
    id: event.id,
    time: timeText(event.timeMs),
    type: event.type,
    outcome: event.outcome,
    reason: event.reason,
    reference: event.reference,
    actor: { kind: actorKind, id: actorId, label: actorLabel },
    target: targetKind === null ? null : { kind: targetKind, id: targetId, label: targetLabel },
    person: personId === null && person === null ? null : { id: personId, name: person },
    connectionId: event.connectionId,
    ip: event.ip,
    userAgent: event.userAgent,
    requestId: event.requestId,
    details: detailsOf(event),
  };
}
