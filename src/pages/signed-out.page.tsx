import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { textsIn } from './texts/texts-in.js';

export interface SignedOutPageProps {
  readonly context: PageContext;
  readonly signInHref?: string;
}

/** After a local sign-out. It says that the IdP may still know the person: a shared computer is not safe yet. */
export function SignedOutPage({ context, signInHref = paths.signIn }: SignedOutPageProps): VNode {
  const texts = textsIn(context.language);
  const { title, here, elsewhere } = texts.signedOut;
  return (
    <Layout context={context} title={title}>
      <Frame title={title} status={{ tone: 'plain', icon: 'check', text: texts.status.signedOut }}>
        <p class="lead">{here}</p>
        <p class="lead">{elsewhere}</p>
        <div class="actions">
          <ButtonLink href={signInHref}>{texts.signInAgain}</ButtonLink>
        </div>
      </Frame>
    </Layout>
  );
}
