import { inflateRawSync } from 'node:zlib';
import type { HostileMessage } from '../../../attack/index.js';
import type { Clock } from '../../../database/index.js';
import { UserError } from '../../../errors/index.js';
import type { OwnAnswer, OwnDeployment } from '../../../outbound/index.js';

/** What the deployment is asked by: whoever reads the log sees whose attack it was. */
const USER_AGENT = 'imagen-sso doctor --attack';
const SIGN_IN_PATH = '/site/login';
/** Half of an attempt's life: the slowest deployment answers within the other half. */
const ATTEMPT_GOOD_FOR_MS = 5 * 60_000;
const MAX_AUTHN_REQUEST_BYTES = 64 * 1024;

/** One browser at one tenant of the running deployment. A refusal spends no attempt, so one serves for many messages. */
export class AttackBrowser {
  readonly #cookies = new Map<string, string>();
  #attempt: { readonly requestId: string; readonly startedAtMs: number } | null = null;

  constructor(
    private readonly deployment: OwnDeployment,
    private readonly clock: Clock,
    private readonly subdomain: string,
    private readonly acsPath: string,
  ) {}

  /** The request that a response has to answer: of an attempt that is under way in this browser. */
  async requestId(): Promise<string> {
    const nowMs = this.clock.nowMs();
    if (this.#attempt && nowMs - this.#attempt.startedAtMs < ATTEMPT_GOOD_FOR_MS)
      return this.#attempt.requestId;
    const requestId = await this.start();
    this.#attempt = { requestId, startedAtMs: nowMs };
    return requestId;
  }

  /** The attempt is used up, and who was signed in by it is forgotten here. */
  forget(): void {
    this.#attempt = null;
    this.#cookies.clear();
  }

  /** As the IdP's page posts it. */
  post({ contentType, body }: HostileMessage): Promise<OwnAnswer> {
    return this.ask('POST', this.acsPath, Buffer.from(body, 'latin1'), {
      'content-type': contentType,
      'sec-fetch-site': 'cross-site',
      'sec-fetch-dest': 'document',
    });
  }

  private async start(): Promise<string> {
    const answer = await this.ask('GET', SIGN_IN_PATH);
    const requestId = requestIdOf(answer);
    if (requestId !== null) return requestId;
    throw new UserError(
      'attack_cannot_start',
      `${SIGN_IN_PATH} of ${this.subdomain} answers with status ${answer.status} and not with a request to the identity provider: is the deployment up, and does the tenant have an active connection?`,
      502,
    );
  }

  private async ask(
    method: 'GET' | 'POST',
    path: string,
    body?: Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<OwnAnswer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.deployment.ask(this.subdomain, {
      method,
      path,
      headers: { 'user-agent': USER_AGENT, ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of answer.headers['set-cookie'] ?? []) this.keep(line);
    return answer;
  }

  private keep(setCookie: string): void {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(setCookie) ?? [];
    if (/;\s*max-age=0\b/i.test(setCookie)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** By the HTTP-Redirect binding in the address, by HTTP-POST in a form. */
function requestIdOf({ status, headers, body }: OwnAnswer): string | null {
  const query = URL.parse(headers.location ?? '')?.searchParams.get('SAMLRequest');
  const [, field] = /name="SAMLRequest" value="([^"]+)"/.exec(body.toString('utf8')) ?? [];
  const encoded = status === 302 ? query : field;
  if (!encoded) return null;
  const bytes = Buffer.from(encoded, 'base64');
  const xml =
    status === 302 ? inflateRawSync(bytes, { maxOutputLength: MAX_AUTHN_REQUEST_BYTES }) : bytes;
  return / ID="([^"]+)"/.exec(xml.toString('utf8'))?.[1] ?? null;
}
