import { type PostedForm } from '../../src/auth/saml/domain/gate-message.js';
import { type AcceptedResponse } from '../../src/auth/saml/domain/decide-response.js';
import { decideResponse } from '../support/saml/pipeline.js';
import { CONNECTION } from './corpus.js';

const HANG_MS = 2000;

export interface Verdict {
  readonly code: string; // of the refusal, or `accepted`
  readonly failure: string | null;
}

/** Knows what the genuine messages say; whatever is accepted has to say one of these things and nothing else. */
export class Oracle {
  readonly #said = new Set<string>();

  constructor(corpus: readonly string[]) {
    for (const xml of corpus) {
      const body = Buffer.from(new URLSearchParams({ SAMLResponse: btoa(xml) }).toString());
      const form = { contentType: 'application/x-www-form-urlencoded', body };
      const decision = decideResponse(form, CONNECTION);
      if (!decision.accepted) throw new Error(`a genuine message is refused: ${decision.code}`);
      this.#said.add(saidBy(decision.value));
      // Without the signature of the Response, that of the assertion still stands; only what it covers is said.
      this.#said.add(saidBy(decision.value, false));
    }
  }

  judge(form: PostedForm): Verdict {
    const startedAt = performance.now();
    try {
      const decision = decideResponse(form, CONNECTION);
      const tookMs = performance.now() - startedAt;
      const code = decision.accepted ? 'accepted' : decision.code;
      if (tookMs > HANG_MS) return { code, failure: `took ${tookMs.toFixed(0)} ms` };
      if (!decision.accepted) return { code, failure: null };
      const said = saidBy(decision.value);
      return { code, failure: this.#said.has(said) ? null : `nobody signed ${said}` };
    } catch (error) {
      return { code: 'thrown', failure: error instanceof Error ? String(error.stack) : 'thrown' };
    }
  }
}

/** All that anything is done with; of the Response only what its own signature covers. */
function saidBy(
  { outline, assertion, solicitation }: AcceptedResponse,
  isResponseSigned = outline.signature !== null,
): string {
  const { id, issueInstant, destination, inResponseTo, issuer, status } = outline;
  const response = { id, issueInstant, destination, inResponseTo, issuer, status };
  const attributes = [...assertion.attributes];
  return JSON.stringify({
    response: isResponseSigned ? response : null,
    assertion: { ...assertion, attributes },
    solicitation,
  });
}
