import type { VNode } from 'preact';
import { Table } from '../components/table.js';
import { apiDocs as texts } from '../texts/api-docs.js';
import { Inline } from './prose.js';
import type { Problem } from './read-reference.js';

/** What can go wrong, by code. Each has an anchor, because the `type` of every problem+json leads here (RFC 9457 3.1.1). */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }): VNode | null {
  if (problems.length === 0) return null;
  return (
    <section class="card operation" id="problems" aria-labelledby="problems-title">
      <h2 id="problems-title">{texts.problems}</h2>
      <Table
        caption={texts.problems}
        columns={[
          {
            heading: texts.code,
            cell: ({ code }: Problem) => (
              <code id={`problem-${code.replaceAll('_', '-')}`}>{code}</code>
            ),
          },
          { heading: texts.status, cell: ({ status }) => status },
          {
            heading: texts.meaning,
            kind: 'wide',
            cell: ({ meaning }) => <Inline text={meaning} />,
          },
        ]}
        rows={problems}
        keyOf={({ code }) => code}
      />
    </section>
  );
}
