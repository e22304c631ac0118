import type { VNode } from 'preact';
import { ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { Steps } from './components/steps.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { textsIn } from './texts/texts-in.js';

/** A service's link to our sign-in asks for what there is not. Not signed in for less: the service would ask again, for ever. */
export function WrongDemandsPage({ context }: { readonly context: PageContext }): VNode {
  const texts = textsIn(context.language);
  const { title, text, next, forService, home } = texts.wrongDemands;
  return (
    <Layout context={context} title={title}>
      <Frame title={title} status={{ tone: 'warn', icon: 'turn', text: texts.status.failed }}>
        <p class="lead">{text}</p>
        <Steps title={texts.whatToDo} steps={next} />
        <p class="lead">{forService}</p>
        <div class="actions">
          <ButtonLink href={paths.landing} look="quiet">
            {home}
          </ButtonLink>
        </div>
      </Frame>
    </Layout>
  );
}
