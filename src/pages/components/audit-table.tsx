import type { ComponentChildren, VNode } from 'preact';
import type { Outcome } from '../outcome.js';
import { paths } from '../paths.js';
import { admin } from '../texts/admin.js';
import { Stamp } from './moment.js';
import { Nothing, ReasonCode } from './values.js';
import { OutcomeTag } from './outcome-tag.js';
import { Table, type Column } from './table.js';

/** An event as a list shows it. */
export interface AuditRow {
  readonly id: string;
  readonly timeMs: number;
  readonly type: string;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly actor: { readonly kind: keyof typeof admin.actorKinds; readonly label: string | null };
  /** User name or e-mail that the event is about. */
  readonly person: string | null;
  readonly targetLabel: string | null;
  /** One line more, for example how many sign-ins a summary stands for. */
  readonly note: string | null;
  readonly ip: string | null;
}

const texts = admin.audit.columns;

const columns: readonly Column<AuditRow>[] = [
  {
    heading: texts.time,
    kind: 'stamp',
    cell: (row) => (
      <a href={paths.auditEvent(row.id)}>
        <Stamp ms={row.timeMs} />
      </a>
    ),
  },
  { heading: texts.event, cell: (row) => eventWords(row.type) },
  { heading: texts.outcome, cell: (row) => <OutcomeTag outcome={row.outcome} /> },
  { heading: texts.who, kind: 'wide', cell: who },
  { heading: texts.what, kind: 'wide', cell: what },
  { heading: texts.from, kind: 'address', cell: (row) => row.ip ?? <Nothing /> },
];

export function AuditTable(props: {
  readonly caption: string;
  readonly rows: readonly AuditRow[];
}): VNode {
  return <Table {...props} columns={columns} keyOf={(row) => row.id} />;
}

export function eventWords(type: string): string {
  return admin.eventTypes[type] ?? type;
}

/** The person where the actor is nobody in particular (a refused sign-in), else the actor. */
function who({ actor, person }: AuditRow): ComponentChildren {
  const name = actor.label ?? person;
  const kind = admin.actorKinds[actor.kind];
  if (name === null) return <span class="soft">{kind}</span>;
  return (
    <>
      <bdi>{name}</bdi>
      {actor.kind !== 'user' && <span class="cell-second">{kind}</span>}
    </>
  );
}

function what({ reason, targetLabel, person, actor, note }: AuditRow): ComponentChildren {
  const target = targetLabel ?? (actor.label !== null && actor.label !== person ? person : null);
  if (reason === null && target === null && note === null) return <Nothing />;
  return (
    <>
      {reason !== null && <ReasonCode code={reason} />}
      {target !== null && <bdi class={reason === null ? '' : 'cell-second'}>{target}</bdi>}
      {note !== null && <span class="cell-second">{note}</span>}
    </>
  );
}
