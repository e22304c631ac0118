import type { VNode } from 'preact';
import { refusals, type RefusalEntry } from '../errors/index.js';
import { auditHref } from './audit-filter.js';
import { AdminLayout } from './components/admin-layout.js';
import { eventWords, type AuditRow } from './components/audit-table.js';
import { ChangeTable } from './components/change-table.js';
import { CodeBlock } from './components/code.js';
import { KeyValues } from './components/key-values.js';
import { Stamp } from './components/moment.js';
import { OutcomeTag } from './components/outcome-tag.js';
import { Named, JsonValue, Nothing, ReasonCode } from './components/values.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { flatten, readChanges } from './read-changes.js';
import { admin } from './texts/admin.js';

/** An event with all that is recorded of it. */
export interface AuditEventView {
  readonly id: string;
  readonly timeMs: number;
  readonly type: string;
  readonly outcome: AuditRow['outcome'];
  readonly reason: string | null;
  readonly reference: string | null;
  readonly actor: AuditRow['actor'] & { readonly id: string | null };
  readonly target: {
    readonly kind: string;
    readonly id: string | null;
    readonly label: string | null;
  } | null;
  readonly person: string | null;
  readonly personId: string | null;
  readonly connectionId: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AdminAuditEventPageProps {
  readonly context: PageContext;
  readonly event: AuditEventView;
}

const texts = admin.event;

/** GET /admin/audit/<id> */
export function AdminAuditEventPage({ context, event }: AdminAuditEventPageProps): VNode {
  const { changes, rest } = readChanges(event.details);
  return (
    <AdminLayout
      context={context}
      section="audit"
      title={eventWords(event.type)}
      back={{ href: paths.audit, words: texts.back }}
      heading={
        <>
          {eventWords(event.type)} <OutcomeTag outcome={event.outcome} />
        </>
      }
    >
      {event.reason !== null && <Why code={event.reason} />}
      {changes.length > 0 && (
        <section class="stack-near">
          <h2>{texts.changes}</h2>
          <ChangeTable changes={changes} />
        </section>
      )}
      <div class="columns">
        <section class="card">
          <h2>{texts.facts}</h2>
          <Facts event={event} />
        </section>
        <Details rest={rest} details={event.details} />
      </div>
    </AdminLayout>
  );
}

function Why({ code }: { readonly code: string }): VNode {
  const entry = (refusals as Readonly<Record<string, RefusalEntry>>)[code];
  return (
    <section class="card">
      <h2>{texts.why}</h2>
      <KeyValues
        items={[
          { label: texts.reason, value: <ReasonCode code={code} /> },
          ...(entry
            ? [
                { label: texts.step, value: admin.steps[entry.step] },
                { label: texts.meaning, value: entry.meaning },
                { label: texts.remedy, value: <strong>{entry.remedy}</strong> },
              ]
            : [{ label: texts.meaning, value: texts.unknownReason }]),
        ]}
      />
    </section>
  );
}

function Facts({ event }: { readonly event: AuditEventView }): VNode {
  const { actor, target, person, personId, ip } = event;
  const optional = (value: string | null) => (value === null ? <Nothing /> : <bdi>{value}</bdi>);
  return (
    <KeyValues
      items={[
        { label: texts.time, value: <Stamp ms={event.timeMs} precision="milliseconds" /> },
        { label: texts.actor, value: <Named {...actor} kind={admin.actorKinds[actor.kind]} /> },
        { label: texts.target, value: target ? <Named {...target} /> : <Nothing /> },
        {
          label: texts.person,
          value: personId === null ? optional(person) : <PersonLink {...{ personId, person }} />,
        },
        {
          label: texts.ip,
          value:
            ip === null ? (
              <Nothing />
            ) : (
              <>
                {ip} (<a href={auditHref({ ip })}>{texts.sameAddress}</a>)
              </>
            ),
        },
        { label: texts.userAgent, value: optional(event.userAgent) },
        { label: texts.reference, value: optional(event.reference) },
        { label: texts.connection, value: optional(event.connectionId) },
        { label: texts.requestId, value: optional(event.requestId) },
        { label: texts.type, value: <code>{event.type}</code> },
        { label: texts.id, value: <code>{event.id}</code> },
      ]}
    />
  );
}

function PersonLink({ personId, person }: { personId: string; person: string | null }): VNode {
  return (
    <>
      <a href={paths.user(personId)}>
        <bdi>{person ?? personId}</bdi>
      </a>
      {person !== null && (
        <>
          {' '}
          (<a href={auditHref({ person })}>{texts.samePerson}</a>)
        </>
      )}
    </>
  );
}

function Details(props: {
  readonly rest: Readonly<Record<string, unknown>>;
  readonly details: Readonly<Record<string, unknown>>;
}): VNode | null {
  const { rest, details } = props;
  if (Object.keys(details).length === 0) return null;
  return (
    <section class="card">
      <h2>{texts.details}</h2>
      {Object.keys(rest).length > 0 && (
        <KeyValues
          items={flatten(rest).map(([label, value]) => ({
            label,
            value: <JsonValue value={value} />,
          }))}
        />
      )}
      <details>
        <summary>{texts.raw}</summary>
        <CodeBlock label={texts.raw} text={JSON.stringify(details, null, 2)} />
      </details>
    </section>
  );
}
