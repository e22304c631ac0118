import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { KeyValues, type KeyValue } from './components/key-values.js';
import { Minute } from './components/moment.js';
import { TagList } from './components/tag.js';
import { formatCount, formatDuration } from './format.js';
import type { Language } from './language.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths, webAddress } from './paths.js';
import { textsIn } from './texts/texts-in.js';

export interface LandingPageProps {
  readonly context: PageContext;
  readonly person: {
    readonly displayName: string;
    readonly email: string | null;
    /** The alias that the IdP sends beside the identity: the user principal name from Entra. */
    readonly subject: string | null;
    readonly roles: readonly string[];
    /** Null where the IdP did not say (more than 150 groups). */
    readonly groupCount: number | null;
  };
  readonly sessionExpiresAtMs: number;
  readonly nowMs: number;
  /** Imagen web itself; null where the deployment names none. */
  readonly appUrl: string | null;
}

/** GET /site: who is signed in, as what, until when, and on to Imagen. */
export function LandingPage(props: LandingPageProps): VNode {
  const { context, person, appUrl } = props;
  const texts = textsIn(context.language);
  return (
    <Layout context={context} title={texts.landing.title}>
      <Frame
        status={{ tone: 'good', icon: 'check', text: texts.status.signedIn }}
        title={
          <>
            <span class="landing-greeting">{texts.landing.greeting}</span>{' '}
            <bdi>{person.displayName}</bdi>
          </>
        }
      >
        {appUrl === null ? (
          <p class="lead">{texts.landing.noApp}</p>
        ) : (
          <div class="actions">
            <ButtonLink href={webAddress(appUrl)}>{texts.landing.goOn}</ButtonLink>
          </div>
        )}
        <section class="section" aria-labelledby="account">
          <h2 id="account">{texts.landing.account}</h2>
          <KeyValues items={[...factsOf(person, context.language), sessionFact(props)]} />
          <p>
            <a href={paths.sessions}>{texts.sessions.link}</a>
          </p>
        </section>
      </Frame>
    </Layout>
  );
}

function factsOf(person: LandingPageProps['person'], language: Language): readonly KeyValue[] {
  const texts = textsIn(language).landing;
  return [
    {
      label: texts.email,
      value: person.email === null ? texts.noEmail : <bdi>{person.email}</bdi>,
    },
    ...(person.subject === null
      ? []
      : [{ label: texts.alias, value: <bdi>{person.subject}</bdi> }]),
    { label: texts.roles, value: <TagList values={person.roles} /> },
    {
      label: texts.groups,
      value:
        person.groupCount === null ? texts.groupsUnknown : formatCount(person.groupCount, language),
    },
  ];
}

function sessionFact({ context, sessionExpiresAtMs, nowMs }: LandingPageProps): KeyValue {
  const texts = textsIn(context.language).landing;
  const left = formatDuration(sessionExpiresAtMs - nowMs, context.language);
  return {
    label: texts.sessionUntil,
    value: (
      <>
        <Minute ms={sessionExpiresAtMs} language={context.language} />{' '}
        <span class="soft">({texts.sessionLeft(left)})</span>
      </>
    ),
  };
}
