import type { VNode } from 'preact';
import { EndSessionForm } from './components/end-session-form.js';
import { Stamp } from './components/moment.js';
import { Table } from './components/table.js';
import { Tag } from './components/tag.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { readBrowser } from './read-browser.js';
import type { Texts } from './texts/en.js';
import { textsIn } from './texts/texts-in.js';

interface OwnSession {
  readonly id: string;
  readonly isThis: boolean;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly expiresAtMs: number;
  readonly ip: string;
  readonly userAgent: string;
}

export interface SessionsPageProps {
  readonly context: PageContext;
  readonly sessions: readonly OwnSession[];
  readonly token: string;
}

/** GET /site/sessions: where a person is signed in, and the forms that end it. */
export function SessionsPage({ context, sessions, token }: SessionsPageProps): VNode {
  const texts = textsIn(context.language).sessions;
  const form = { action: paths.sessions, token };
  return (
    <Layout context={context} title={texts.title}>
      <div class="stack">
        <h1>{texts.title}</h1>
        <p class="lead">{texts.text}</p>
        <Table
          caption={texts.caption}
          columns={[
            { heading: texts.browser, cell: (row: OwnSession) => browserOf(row, texts) },
            { heading: texts.from, cell: ({ ip }) => <bdi>{ip}</bdi> },
            {
              heading: texts.since,
              kind: 'stamp',
              cell: ({ createdAtMs }) => <Stamp ms={createdAtMs} />,
            },
            {
              heading: texts.used,
              kind: 'stamp',
              cell: ({ lastSeenAtMs }) => <Stamp ms={lastSeenAtMs} />,
            },
            {
              heading: texts.ends,
              kind: 'stamp',
              cell: ({ expiresAtMs }) => <Stamp ms={expiresAtMs} />,
            },
            {
              heading: texts.end,
              cell: ({ id }) => <EndSessionForm {...form} sessionId={id} words={texts.end} />,
            },
          ]}
          rows={sessions}
          keyOf={({ id }) => id}
        />
        <p class="soft">{texts.everywhereText}</p>
        <EndSessionForm {...form} sessionId={null} words={texts.everywhere} />
      </div>
    </Layout>
  );
}

function browserOf({ userAgent, isThis }: OwnSession, texts: Texts['sessions']): VNode {
  const known = readBrowser(userAgent);
  const name =
    known === null
      ? texts.unknownBrowser
      : known.system === null
        ? known.browser
        : texts.browserOn(known.browser, known.system);
  return (
    <>
      {name} {isThis && <Tag tone="good">{texts.this}</Tag>}
    </>
  );
}
