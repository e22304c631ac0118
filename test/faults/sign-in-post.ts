import type { Answer, HttpClient } from '../support/http-client.js';
import { SESSION_COOKIE } from '../support/paths.js';
import type { BuiltResponse, ResponseOptions } from '../support/saml/index.js';
import { answerTo, postResponse, startSignIn } from '../support/sign-in.js';

/** One response that is posted, perhaps more than once, each time by a browser that holds the attempt's cookie. */
export class SignInPost {
  private constructor(
    readonly response: BuiltResponse,
    private readonly attempt: readonly (readonly [name: string, sealed: string])[],
  ) {}

  static async prepare(client: HttpClient, options: ResponseOptions = {}): Promise<SignInPost> {
    const { requestId } = await startSignIn(client);
    if (requestId === '') throw new Error('the sign-in did not start');
    const names = client.cookieNames().filter((name) => name.includes('attempt'));
    const attempt = names.map((name) => [name, client.cookie(name) ?? ''] as const);
    return new SignInPost(answerTo(requestId, options), attempt);
  }

  /** By a browser that knows nothing but the attempt. @throws where the connection breaks */
  async post(browser: HttpClient): Promise<Answer> {
    for (const [name, sealed] of this.attempt) browser.setCookie(name, sealed, 'none');
    return postResponse(browser, this.response);
  }
}

/** The session that an answer opens, or null. */
export function sessionIdOf(answer: Answer): string | null {
  const line = answer.headers['set-cookie']?.find((cookie) => cookie.startsWith(SESSION_COOKIE));
  return line === undefined ? null : (line.slice(SESSION_COOKIE.length + 1).split('.')[0] ?? null);
}
