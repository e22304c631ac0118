import type { VNode } from 'preact';
import { Button, ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths, TOKEN_FIELD } from './paths.js';
import { textsIn } from './texts/texts-in.js';

export interface SignOutConfirmPageProps {
  readonly context: PageContext;
  readonly token: string;
}

/** GET /site/logout: a link alone never signs anybody out, the form does. */
export function SignOutConfirmPage({ context, token }: SignOutConfirmPageProps): VNode {
  const texts = textsIn(context.language);
  const { title, text, stay } = texts.signOutConfirm;
  return (
    <Layout context={context} title={title}>
      <Frame title={title}>
        <p class="lead">{text}</p>
        <div class="actions">
          <form method="post" action={paths.signOut}>
            <input type="hidden" name={TOKEN_FIELD} value={token} />
            <Button>{texts.signOut}</Button>
          </form>
          <ButtonLink href={paths.landing} look="quiet">
            {stay}
          </ButtonLink>
        </div>
      </Frame>
    </Layout>
  );
}
