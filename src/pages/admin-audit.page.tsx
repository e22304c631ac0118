import type { VNode } from 'preact';
import { auditHref, filterTime, type AuditFilter } from './audit-filter.js';
import { AdminLayout } from './components/admin-layout.js';
import { AuditFilterForm } from './components/audit-filter-form.js';
import { AuditTable, type AuditRow } from './components/audit-table.js';
import { ButtonLink } from './components/button.js';
import { EmptyState } from './components/empty-state.js';
import { Stamp } from './components/moment.js';
import { Notice } from './components/notice.js';
import { Pager } from './components/pager.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { admin } from './texts/admin.js';

export interface AdminAuditPageProps {
  readonly context: PageContext;
  readonly filter: AuditFilter;
  /** What is wrong with a filter's value, by name; such a filter was not applied. */
  readonly problems?: Readonly<Partial<Record<keyof AuditFilter, string>>>;
  readonly rows: readonly AuditRow[];
  readonly isFirstPage: boolean;
  readonly olderCursor: string | null;
  /** Where the search was stopped before the page was full: older events may match, too. */
  readonly searchedToMs?: number | null;
  readonly nowMs: number;
}

const texts = admin.audit;
const HOUR = 3_600_000;
const periods = [
  [texts.lastHour, HOUR],
  [texts.lastDay, 24 * HOUR],
  [texts.lastWeek, 7 * 24 * HOUR],
  [texts.lastMonth, 30 * 24 * HOUR],
] as const;

/** GET /admin/audit */
export function AdminAuditPage(props: AdminAuditPageProps): VNode {
  const { context, filter, problems = {} } = props;
  return (
    <AdminLayout
      context={context}
      section="audit"
      title={texts.title}
      intro={texts.intro}
      actions={<ExportLinks filter={filter} />}
    >
      <div class="card filter-card">
        <AuditFilterForm filter={filter} problems={problems} />
        <Periods filter={filter} nowMs={props.nowMs} />
      </div>
      {Object.keys(problems).length > 0 && (
        <Notice tone="bad" title={texts.problems}>
          {Object.values(problems).map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </Notice>
      )}
      <Events {...props} />
    </AdminLayout>
  );
}

function Events(props: AdminAuditPageProps): VNode {
  const { rows, filter, isFirstPage, olderCursor, searchedToMs = null } = props;
  const isFiltered = Object.values(filter).some((value) => value !== '');
  if (rows.length === 0 && olderCursor === null) {
    return isFiltered || !isFirstPage ? (
      <EmptyState title={texts.noMatchTitle} text={texts.noMatchText} />
    ) : (
      <EmptyState title={texts.emptyTitle} text={texts.emptyText} />
    );
  }
  const words = searchedToMs === null ? texts.older : texts.searchOn;
  return (
    <>
      {rows.length > 0 && <AuditTable caption={texts.caption} rows={rows} />}
      {searchedToMs !== null && (
        <Notice title={texts.searchedTo}>
          <p>
            <Stamp ms={searchedToMs} /> UTC
          </p>
        </Notice>
      )}
      <Pager
        label={texts.pager}
        start={isFirstPage ? null : { href: auditHref(filter), words: texts.newest }}
        next={
          olderCursor === null ? null : { href: auditHref(filter, { cursor: olderCursor }), words }
        }
      />
    </>
  );
}

function Periods({ filter, nowMs }: Pick<AdminAuditPageProps, 'filter' | 'nowMs'>): VNode {
  const ends = { ...filter, to: '' };
  return (
    <nav aria-label={texts.periods}>
      <ul class="periods">
        {periods.map(([words, ms]) => (
          <li key={words}>
            <a href={auditHref({ ...ends, from: filterTime(nowMs - ms) })}>{words}</a>
          </li>
        ))}
        <li>
          <a href={auditHref({ ...ends, from: '' })}>{texts.allTime}</a>
        </li>
      </ul>
    </nav>
  );
}

function ExportLinks({ filter }: Pick<AdminAuditPageProps, 'filter'>): VNode {
  return (
    <>
      <ButtonLink href={auditHref(filter, { path: paths.auditCsv })} look="quiet" size="small">
        {texts.exportCsv}
      </ButtonLink>
      <ButtonLink href={auditHref(filter, { path: paths.auditNdjson })} look="quiet" size="small">
        {texts.exportNdjson}
      </ButtonLink>
    </>
  );
}
