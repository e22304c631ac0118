import type { VNode } from 'preact';
import { submitScript } from './assets.js';
import { Button } from './components/button.js';
import { Frame } from './components/frame.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { webAddress } from './paths.js';
import { textsIn } from './texts/texts-in.js';

export interface PostBindingPageProps {
  readonly context: PageContext;
  /** The IdP's endpoint for the HTTP-POST binding. */
  readonly action: string;
  /** SAMLRequest (or SAMLResponse) and RelayState. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Bindings 3.5.4: a message to the IdP as a form. Send it with `contentSecurityPolicy({ allowsScript: true, formAction:
 * [origin of the IdP, 'https:'] })`.
 */
export function PostBindingPage({ context, action, fields }: PostBindingPageProps): VNode {
  const { title, text, go } = textsIn(context.language).postBinding;
  return (
    <Layout context={context} title={title} script={submitScript.path}>
      <Frame title={title}>
        <p class="lead">{text}</p>
        <form method="post" action={webAddress(action)} data-submit-at-once>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <div class="actions">
            <Button>{go}</Button>
          </div>
        </form>
      </Frame>
    </Layout>
  );
}
