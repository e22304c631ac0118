import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Database, Transactions } from '../database/index.js';
import { filtersAsDetails } from './audit-event-json.js';
import { AuditReader } from './audit.reader.js';
import { AuditService } from './audit.service.js';
import type { Attribution, AuditRecord } from './domain/audit-event.js';
import type { AuditFilters } from './domain/choose-index.js';
import { type ExportFormat, exportWriters } from './export-format.js';

export interface ExportRequest {
  readonly tenantId: string;
  readonly filters: AuditFilters;
  readonly format: ExportFormat;
}

export interface ExportResult {
  /** Events read for the receiver; where it went away, it may have got fewer. */
  readonly count: number;
  readonly isComplete: boolean;
}

type End = 'complete' | 'interrupted' | 'failed';

/** Hands out the log as a file, as fast as the receiver takes it, and puts that on the log itself. */
@Injectable()
export class AuditExport {
  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly reader: AuditReader,
    private readonly audit: AuditService,
  ) {}

  /**
   * Records that the export begins before its first byte leaves, and how it ended before the receiver sees the end:
   * whoever breaks the connection, or the process, cannot take events away unrecorded. Ends `receiver`.
   * @throws what the database throws; then the receiver is destroyed, so that half a file never looks whole
   */
  async run(request: ExportRequest, by: Attribution, receiver: Writable): Promise<ExportResult> {
    const exportId = await this.record(request, by, { end: 'begun' });
    const recordEnd = (end: End, count: number) =>
      this.record(request, by, { exportId, end, count });
    const source = new Source(
      this.reader.walk(this.database, request.tenantId, request.filters),
      (count) => recordEnd('complete', count),
    );
    const isComplete = await deliver(source, request.format, receiver);
    if (!isComplete) await recordEnd(source.failure ? 'failed' : 'interrupted', source.count);
    if (source.failure) throw source.failure;
    return { count: source.count, isComplete };
  }

  private record(
    { tenantId, format, filters }: ExportRequest,
    by: Attribution,
    details: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    return this.transactions.run((tx) =>
      this.audit.append(tx, {
        tenantId,
        type: 'audit.exported',
        outcome: 'done',
        ...by,
        details: { format, filters: filtersAsDetails(filters), ...details },
      }),
    );
  }
}

/** Never throws: a failure of ours stays in `source.failure`, and what else can break is the receiver. */
async function deliver(source: Source, format: ExportFormat, receiver: Writable): Promise<boolean> {
  try {
    await pipeline(Readable.from(source.texts(format)), receiver);
    return true;
  } catch {
    return false;
  }
}

class Source {
  count = 0;
  failure: Error | null = null;

  constructor(
    private readonly batches: AsyncGenerator<readonly AuditRecord[], void, undefined>,
    private readonly atEnd: (count: number) => Promise<unknown>,
  ) {}

  async *texts(format: ExportFormat): AsyncGenerator<string, void, undefined> {
    const { head, rows } = exportWriters[format];
    if (head !== '') yield head;
    for (let text = await this.next(rows); text !== null; text = await this.next(rows)) yield text;
  }

  /** What fails in here is ours; an error that a broken receiver throws into `texts` never passes here. */
  private async next(rows: (records: readonly AuditRecord[]) => string): Promise<string | null> {
    try {
      const batch = await this.batches.next();
      if (batch.done === true) {
        await this.atEnd(this.count); // the receiver is ended only after this
        return null;
      }
      this.count += batch.value.length;
      return rows(batch.value);
    } catch (error) {
      this.failure =
        error instanceof Error ? error : new Error('the export failed', { cause: error });
      throw this.failure;
    }
  }
}
