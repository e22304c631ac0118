import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { textsIn } from './texts/texts-in.js';

/** A LogoutRequest that was not believed. One page for all reasons: the reason is the operator's. */
export function LogoutRefusedPage({ context }: { readonly context: PageContext }): VNode {
  const texts = textsIn(context.language);
  const { title, text } = texts.logoutRefused;
  return (
    <Layout context={context} title={title}>
      <Frame title={title}>
        <p class="lead">{text}</p>
        <div class="actions">
          <ButtonLink href={paths.signOut}>{texts.signOut}</ButtonLink>
        </div>
      </Frame>
    </Layout>
  );
}
