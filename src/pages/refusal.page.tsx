import type { VNode } from 'preact';
import type { RefusalPage as RefusalPageName } from '../errors/index.js';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { ReferenceLabel } from './components/reference-label.js';
import { Steps } from './components/steps.js';
import { Layout } from './layout.js';
import type { PageContext, Reference } from './page-context.js';
import { paths } from './paths.js';
import { textsIn } from './texts/texts-in.js';
import type { Texts } from './texts/en.js';

export interface RefusalPageProps {
  readonly context: PageContext;
  /** Which page, never which reason: several reasons share a page, so that it tells an attacker nothing. */
  readonly page: RefusalPageName;
  readonly reference: Reference;
  /** Where a new start leads: with the deep link, and what the service demands, where they are known. */
  readonly signInHref?: string;
}

/** Where a new start can help, the words of its button. */
const newStart = {
  start_again: { words: 'signInAgain', look: 'main' },
  not_verified: null,
  identity_provider_refused: { words: 'tryAgain', look: 'quiet' },
  no_access: null,
  authenticate_again: { words: 'signInAgain', look: 'main' },
  second_factor_needed: { words: 'signInAgain', look: 'main' },
  busy: { words: 'tryAgain', look: 'quiet' },
} as const satisfies Record<
  RefusalPageName,
  { words: keyof Texts & ('signInAgain' | 'tryAgain'); look: 'main' | 'quiet' } | null
>;

/** Somebody could not be signed in: what happened, what to do, and the number to ask with. */
export function RefusalPage(props: RefusalPageProps): VNode {
  const { context, page, reference, signInHref = paths.signIn } = props;
  const texts = textsIn(context.language);
  const { title, happened, next } = texts.refusals[page];
  const again = newStart[page];
  return (
    <Layout context={context} title={title}>
      <Frame title={title} status={{ tone: 'bad', icon: 'cross', text: texts.status.notSignedIn }}>
        <p class="lead">{happened}</p>
        <Steps title={texts.whatToDo} steps={next} />
        {again && (
          <div class="actions">
            <ButtonLink href={signInHref} look={again.look}>
              {texts[again.words]}
            </ButtonLink>
          </div>
        )}
        <ReferenceLabel reference={reference} language={context.language} />
      </Frame>
    </Layout>
  );
}
