import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths, webAddress } from './paths.js';
import { textsIn } from './texts/texts-in.js';

export interface SignedOutPageProps {
  readonly context: PageContext;
  readonly signInHref?: string;
  /** How far it went: this browser only, everywhere as the IdP says, not everywhere, or still on the way to the IdP. */
  readonly reach?: 'here' | 'everywhere' | 'partly' | 'leaving';
  /** Where the browser goes on by itself, for those where it does not. */
  readonly continueHref?: string;
}

/** After a sign-out. Where that was local it says that the IdP may still know the person: a shared computer is not safe yet. */
export function SignedOutPage({
  context,
  signInHref = paths.signIn,
  reach = 'here',
  continueHref,
}: SignedOutPageProps): VNode {
  const texts = textsIn(context.language);
  const { title, here, elsewhere, everywhere, partly, leaving } = texts.signedOut;
  const rest = { here: elsewhere, everywhere, partly, leaving }[reach];
  return (
    <Layout context={context} title={title}>
      <Frame title={title} status={{ tone: 'plain', icon: 'check', text: texts.status.signedOut }}>
        <p class="lead">{here}</p>
        <p class="lead">{rest}</p>
        <div class="actions">
          {continueHref === undefined ? (
            <ButtonLink href={signInHref}>{texts.signInAgain}</ButtonLink>
          ) : (
            <ButtonLink href={webAddress(continueHref)}>{texts.postBinding.go}</ButtonLink>
          )}
        </div>
      </Frame>
    </Layout>
  );
}
