import type { VNode } from 'preact';
import { TOKEN_FIELD } from '../paths.js';
import { Button } from './button.js';

/** The field that names the session to end; absent: all of them. */
export const SESSION_FIELD = 'session';

export function EndSessionForm(props: {
  readonly action: string;
  readonly token: string;
  readonly sessionId: string | null;
  readonly words: string;
}): VNode {
  const { action, token, sessionId, words } = props;
  return (
    <form method="post" action={action}>
      <input type="hidden" name={TOKEN_FIELD} value={token} />
      {sessionId !== null && <input type="hidden" name={SESSION_FIELD} value={sessionId} />}
      <Button look="quiet" size="small">
        {words}
      </Button>
    </form>
  );
}
