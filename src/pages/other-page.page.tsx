import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { Steps } from './components/steps.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { textsIn } from './texts/texts-in.js';

/** A form that was not sent from our own page, or whose page is too old: nothing was done. */
export function OtherPagePage({ context }: { readonly context: PageContext }): VNode {
  const texts = textsIn(context.language);
  const { title, text, next, home } = texts.otherPage;
  return (
    <Layout context={context} title={title}>
      <Frame title={title}>
        <p class="lead">{text}</p>
        <Steps title={texts.whatToDo} steps={next} />
        <div class="actions">
          <ButtonLink href={paths.landing} look="quiet">
            {home}
          </ButtonLink>
        </div>
      </Frame>
    </Layout>
  );
}
