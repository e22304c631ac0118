import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { textsIn } from './texts/texts-in.js';

export interface NotFoundPageProps {
  readonly context: PageContext;
  /** `/` on the bare host of a development machine. */
  readonly homeHref?: string;
}

export function NotFoundPage({ context, homeHref = paths.landing }: NotFoundPageProps): VNode {
  const { title, text, home } = textsIn(context.language).notFound;
  return (
    <Layout context={context} title={title}>
      <Frame title={title}>
        <p class="lead">{text}</p>
        <div class="actions">
          <ButtonLink href={homeHref} look="quiet">
            {home}
          </ButtonLink>
        </div>
      </Frame>
    </Layout>
  );
}
