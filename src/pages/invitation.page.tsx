import type { VNode } from 'preact';
import { Button, ButtonLink } from './components/button.js';
import { Frame } from './components/frame.js';
import { Layout } from './layout.js';
import type { PageContext } from './page-context.js';
import { paths } from './paths.js';
import { textsIn } from './texts/texts-in.js';

export interface InvitationPageProps {
  readonly context: PageContext;
  /** Who would be signed in, as the IdP calls them; empty where it only gave an identifier. */
  readonly person: string;
  /** SAMLResponse and the token, for paths.acceptInvitation. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The IdP sent a sign-in that nobody here asked for: whether it is meant, only the person can say. */
export function InvitationPage({ context, person, fields }: InvitationPageProps): VNode {
  const texts = textsIn(context.language);
  const { title, text, accept, ownSignIn, warning } = texts.invitation;
  return (
    <Layout context={context} title={title}>
      <Frame title={title}>
        <p class="lead">{text}</p>
        {person !== '' && (
          <p class="lead">
            <strong>
              <bdi>{person}</bdi>
            </strong>
          </p>
        )}
        <p class="lead">{warning}</p>
        <div class="actions">
          <form method="post" action={paths.acceptInvitation}>
            {Object.entries(fields).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <Button>{accept}</Button>
          </form>
          <ButtonLink href={paths.signIn} look="quiet">
            {ownSignIn}
          </ButtonLink>
        </div>
      </Frame>
    </Layout>
  );
}
