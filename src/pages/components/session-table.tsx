import type { VNode } from 'preact';
import { admin } from '../texts/admin.js';
import { EndSessionForm } from './end-session-form.js';
import { Stamp } from './moment.js';
import { Table } from './table.js';
import { Tag } from './tag.js';
import { Nothing } from './values.js';

export interface SessionRow {
  readonly id: string;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly expiresAtMs: number;
  readonly endedAtMs: number | null;
  readonly endReason: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

const texts = admin.user;

export function SessionTable(props: {
  readonly rows: readonly SessionRow[];
  readonly nowMs: number;
  /** Where a form posts to end one, and its token. */
  readonly endAction: string;
  readonly token: string;
}): VNode {
  const { rows, nowMs, endAction, token } = props;
  const { started, seen, ends, state, from } = texts.sessionColumns;
  return (
    <Table
      caption={texts.sessionsCaption}
      columns={[
        {
          heading: started,
          kind: 'stamp',
          cell: (row: SessionRow) => <Stamp ms={row.createdAtMs} />,
        },
        { heading: seen, kind: 'stamp', cell: (row) => <Stamp ms={row.lastSeenAtMs} /> },
        {
          heading: ends,
          kind: 'stamp',
          cell: (row) => <Stamp ms={row.endedAtMs ?? row.expiresAtMs} />,
        },
        { heading: state, cell: (row) => sessionState(row, nowMs) },
        { heading: from, kind: 'wide', cell: origin },
        {
          heading: texts.endSession,
          cell: (row) =>
            row.endedAtMs === null && row.expiresAtMs > nowMs ? (
              <EndSessionForm
                action={endAction}
                token={token}
                sessionId={row.id}
                words={texts.endSession}
              />
            ) : (
              <Nothing />
            ),
        },
      ]}
      rows={rows}
      keyOf={({ id }) => id}
    />
  );
}

function sessionState({ endedAtMs, endReason, expiresAtMs }: SessionRow, nowMs: number): VNode {
  if (endedAtMs !== null) {
    return (
      <>
        <Tag>{texts.ended}</Tag>
        {endReason !== null && <code class="cell-second">{endReason}</code>}
      </>
    );
  }
  return expiresAtMs <= nowMs ? (
    <Tag>{texts.expired}</Tag>
  ) : (
    <Tag tone="good" icon="check">
      {texts.open}
    </Tag>
  );
}

function origin({ ip, userAgent }: SessionRow): VNode {
  return (
    <>
      {ip ?? <Nothing />}
      {userAgent !== null && <bdi class="cell-second">{userAgent}</bdi>}
    </>
  );
}
