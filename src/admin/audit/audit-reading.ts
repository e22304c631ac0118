import { Injectable } from '@nestjs/common';
import {
  type Attribution,
  type AuditFilters,
  type AuditPage,
  AuditReader,
  type AuditRecord,
  AuditService,
  type AuditTarget,
  filtersAsDetails,
  normalizeReference,
} from '../../audit/index.js';
import { Database, Transactions } from '../../database/index.js';

export interface AuditQuestion {
  readonly tenantId: string;
  /** `person` may also be the reference number from somebody's page. */
  readonly filters: AuditFilters;
  readonly cursor: string | null;
  readonly limit: number;
}

/** Reads the log for an administrator, and puts that on the log: shown is only what could be recorded as read. */
@Injectable()
export class AuditReading {
  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly reader: AuditReader,
    private readonly audit: AuditService,
  ) {}

  async page(question: AuditQuestion, by: Attribution): Promise<AuditPage> {
    const { tenantId, cursor, limit } = question;
    const filters = await this.resolve(tenantId, question.filters);
    let page = await this.reader.page(this.database, tenantId, filters, cursor, limit);
    const number = numberIn(filters);
    if (number !== null && page.rows.length === 0) {
      // Neither an event nor a name: in a flood, the event became part of a summary.
      page = { ...page, rows: await this.reader.summariesOf(this.database, tenantId, number) };
    }
    const details = { filters: filtersAsDetails(filters), count: page.rows.length };
    await this.record(tenantId, by, cursor === null ? details : { ...details, cursor });
    return page;
  }

  async event(tenantId: string, id: string, by: Attribution): Promise<AuditRecord | null> {
    const event = await this.reader.find(this.database, tenantId, id);
    if (event) await this.record(tenantId, by, {}, { kind: 'audit_event', id });
    return event;
  }

  /** What the filters mean: `person` is a reference number where there is an event with it, else a name. */
  async resolve(tenantId: string, filters: AuditFilters): Promise<AuditFilters> {
    const number = numberIn(filters);
    if (number === null) return filters;
    const byNumber = { ...withoutPerson(filters), reference: number };
    const { rows } = await this.reader.page(this.database, tenantId, byNumber, null, 1);
    return rows.length > 0 ? byNumber : filters;
  }

  private async record(
    tenantId: string,
    by: Attribution,
    details: Readonly<Record<string, unknown>>,
    target?: AuditTarget,
  ): Promise<void> {
    await this.transactions.run((tx) =>
      this.audit.append(tx, {
        tenantId,
        type: 'audit.read',
        outcome: 'done',
        ...by,
        ...(target ? { target } : {}),
        details,
      }),
    );
  }
}

function numberIn({ person = '' }: AuditFilters): string | null {
  return person.includes('@') ? null : normalizeReference(person);
}

function withoutPerson(filters: AuditFilters): AuditFilters {
  const others: { -readonly [Name in keyof AuditFilters]: AuditFilters[Name] } = { ...filters };
  delete others.person;
  return others;
}
