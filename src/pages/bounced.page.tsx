import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { ReferenceLabel } from './components/reference-label.js';
import { Layout } from './layout.js';
import type { PageContext, Reference } from './page-context.js';
import { paths } from './paths.js';
import { textsIn } from './texts/texts-in.js';

export interface BouncedPageProps {
  readonly context: PageContext;
  readonly signInHref?: string;
  readonly reference: Reference | null;
}

/** An unsolicited response came twice, or cookies are blocked: going round again by ourselves would never end. */
export function BouncedPage(props: BouncedPageProps): VNode {
  const { context, signInHref = paths.signIn, reference } = props;
  const texts = textsIn(context.language);
  const { title, text, next } = texts.bounced;
  return (
    <Layout context={context} title={title}>
      <Frame title={title} status={{ tone: 'warn', icon: 'turn', text: texts.status.notSignedIn }}>
        <p class="lead">{text}</p>
        <p class="lead">{next}</p>
        <div class="actions">
          <ButtonLink href={signInHref}>{texts.signIn}</ButtonLink>
        </div>
        {reference && <ReferenceLabel reference={reference} language={context.language} />}
      </Frame>
    </Layout>
  );
}
