import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  AuditExport,
  type AuditPage,
  type ExportFormat,
  exportFormats,
  exportWriters,
} from '../../audit/index.js';
import { Clock } from '../../database/index.js';
import { ProblemError, RequireRole, tenantOf } from '../../http/index.js';
import {
  AdminAuditEventPage,
  AdminAuditPage,
  paths,
  sendPage,
  withQuery,
} from '../../pages/index.js';
import { AdminPages, attributionOf } from '../admin-pages.js';
import { AuditReading } from './audit-reading.js';
import { auditEventView, auditRow } from './audit-views.js';
import { type ReadFilter, readFilter } from './read-filter.js';

type QueryFields = Readonly<Record<string, unknown>>;

const ROWS_PER_PAGE = 50;

/** The audit log for a tenant's administrators: the list, one event, and all that match as a file. */
@Controller()
@RequireRole('administrator')
export class AuditController {
  constructor(
    private readonly pages: AdminPages,
    private readonly reading: AuditReading,
    private readonly exports: AuditExport,
    private readonly clock: Clock,
  ) {}

  @Get(paths.audit)
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: QueryFields,
  ): Promise<void> {
    await this.sendList(req, res, readFilter(query), cursorOf(query));
  }

  @Get([paths.auditCsv, paths.auditNdjson, `${paths.audit}/export`])
  async export(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: QueryFields,
  ): Promise<void> {
    const read = readFilter(query);
    // A filter that was not understood would export more than was asked for: back to the form, with the mistake named.
    if (Object.keys(read.problems).length > 0) return this.sendList(req, res, read, null);
    const format = formatOf(req.path, query);
    const tenant = tenantOf(req);
    const day = new Date(this.clock.nowMs()).toISOString().slice(0, 10);
    res.set({
      'Content-Type': exportWriters[format].contentType,
      'Content-Disposition': `attachment; filename="audit-${tenant.subdomain}-${day}.${format}"`,
      'Cache-Control': 'no-store',
    });
    const filters = await this.reading.resolve(tenant.id, read.filters);
    const request = { tenantId: tenant.id, filters, format };
    try {
      await this.exports.run(request, attributionOf(req), res);
    } catch (error) {
      if (!res.headersSent) res.removeHeader('Content-Disposition'); // the error's page is no download
      throw error;
    }
  }

  @Get(`${paths.audit}/:id`)
  async event(@Req() req: Request, @Res() res: Response, @Param('id') id: string): Promise<void> {
    const event = await this.reading.event(tenantOf(req).id, id, attributionOf(req));
    if (!event) throw new ProblemError(404, 'not_found', 'There is no such event.');
    const context = this.pages.contextOf(req);
    sendPage(res, <AdminAuditEventPage context={context} event={auditEventView(event)} />);
  }

  private async sendList(
    req: Request,
    res: Response,
    read: ReadFilter,
    cursor: string | null,
  ): Promise<void> {
    const page = await this.pageAt(req, read, cursor);
    if (page === null) {
      res.redirect(303, withQuery(paths.audit, { ...read.typed }));
      return;
    }
    sendPage(
      res,
      <AdminAuditPage
        context={this.pages.contextOf(req)}
        filter={read.typed}
        problems={read.problems}
        rows={page.rows.map(auditRow)}
        isFirstPage={cursor === null}
        olderCursor={page.olderCursor}
        searchedToMs={page.searchedToMs}
        nowMs={this.clock.nowMs()}
      />,
      { status: Object.keys(read.problems).length > 0 ? 400 : 200 },
    );
  }

  /** Null: the cursor was shortened or edited on its way; the same question from its first page is the better answer. */
  private async pageAt(
    req: Request,
    { filters }: ReadFilter,
    cursor: string | null,
  ): Promise<AuditPage | null> {
    const question = { tenantId: tenantOf(req).id, filters, cursor, limit: ROWS_PER_PAGE };
    try {
      return await this.reading.page(question, attributionOf(req));
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'cursor_malformed') return null;
      throw error;
    }
  }
}

function cursorOf({ cursor }: QueryFields): string | null {
  if (cursor === undefined || cursor === '') return null;
  return typeof cursor === 'string' ? cursor : 'several';
}

/** From the file's name, or `?format=`. */
function formatOf(path: string, { format }: QueryFields): ExportFormat {
  const asked = path === paths.auditCsv ? 'csv' : path === paths.auditNdjson ? 'ndjson' : format;
  const found = exportFormats.find((known) => known === asked);
  if (found) return found;
  throw new ProblemError(400, 'format_unknown', 'The format of an export is csv or ndjson.');
}
