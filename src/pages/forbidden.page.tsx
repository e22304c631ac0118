import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { textsIn } from './texts/texts-in.js';

/** Signed in, but not an administrator. */
export function ForbiddenPage({ context }: { readonly context: PageContext }): VNode {
  const { title, text, next, home } = textsIn(context.language).forbidden;
  return (
    <Layout context={context} title={title}>
      <Frame title={title}>
        <p class="lead">{text}</p>
        <p class="lead">{next}</p>
        <div class="actions">
          <ButtonLink href={paths.landing} look="quiet">
            {home}
          </ButtonLink>
        </div>
      </Frame>
    </Layout>
  );
}
