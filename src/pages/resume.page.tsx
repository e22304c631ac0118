import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { textsIn } from './texts/texts-in.js';

export interface ResumePageProps {
  readonly context: PageContext;
  readonly signInHref?: string;
}

/** GET /site/resume without a session: a spent sign-in came back, for example by the back button. */
export function ResumePage({ context, signInHref = paths.signIn }: ResumePageProps): VNode {
  const texts = textsIn(context.language);
  const { title, text } = texts.resume;
  return (
    <Layout context={context} title={title}>
      <Frame title={title} status={{ tone: 'warn', icon: 'turn', text: texts.status.notSignedIn }}>
        <p class="lead">{text}</p>
        <div class="actions">
          <ButtonLink href={signInHref}>{texts.signInAgain}</ButtonLink>
        </div>
      </Frame>
    </Layout>
  );
}
