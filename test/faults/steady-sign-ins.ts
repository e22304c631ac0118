import { createVerify, type KeyObject, X509Certificate } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, HttpClient } from '../support/http-client.js';
import { SLO_PATH } from '../support/paths.js';
import { encryptedAssertion } from '../support/saml/encryption.js';
import { builtResponse, type SigningKey } from '../support/saml/index.js';
import { aLogoutResponse, redirectQuery } from '../support/saml/logout.js';
import { answerTo, postResponse, startSignIn } from '../support/sign-in.js';
import { until } from '../support/until.js';
import { SERVED_BY } from './load-balancer.js';

const HOST = 'acme.imagencloud.com';
const BROWSERS = 4;
const PERSONS = 20;
const REST_MS = 20; // between two sign-ins of one browser: the machine is to have time for restarts

/** The keys of an IdP, as its administrator sets them: what it signs with, encrypts to, and believes our messages by. */
export interface IdpKeys {
  signing: SigningKey;
  encryptTo: KeyObject;
  trusted: readonly KeyObject[];
}

/** Somebody who wanted to sign in, or out, and could not. */
export interface Lost {
  readonly step: string;
  readonly status: number;
  readonly text: string;
}

/** Browsers behind a load balancer who sign in, look who they are, and sign out, one after the other without end. */
export class SteadySignIns {
  started = 0;
  completed = 0;
  readonly lost: Lost[] = [];
  /** Sign-ins that one instance began and another finished. */
  crossed = 0;
  #isOver = false;
  readonly #inFlight = new Set<Promise<void>>();
  #browsers: Promise<void>[] = [];

  constructor(
    private readonly port: number,
    readonly idp: IdpKeys,
  ) {}

  start(): void {
    this.#browsers = Array.from({ length: BROWSERS }, () => this.browse());
  }

  /** @returns when all that is under way has come to its end, and as much again was begun and has, too */
  async turnOver(): Promise<void> {
    await Promise.all(this.#inFlight);
    const enough = this.completed + this.lost.length + 3 * BROWSERS;
    await until('sign-ins go on', () =>
      Promise.resolve(this.completed + this.lost.length >= enough || null),
    );
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#browsers);
  }

  /** The certificates that our metadata shows for a use, once there are so many. */
  certificates(use: 'signing' | 'encryption', count: number): Promise<KeyObject[]> {
    return until(`metadata shows ${count} keys for ${use}`, async () => {
      const { text } = await new HttpClient(this.port, HOST).get('/sp-entityid');
      const shown = text.matchAll(new RegExp(`use="${use}">.*?X509Certificate>([^<]+)<`, 'g'));
      const keys = [...shown].map(([, base64]) => publicKeyOf(base64 ?? ''));
      return keys.length === count ? keys : null;
    });
  }

  private async browse(): Promise<void> {
    while (!this.#isOver) {
      const signIn = this.signInAndOut().catch((error: unknown) => {
        this.lost.push({ step: 'connection', status: 0, text: String(error) });
      });
      this.#inFlight.add(signIn);
      await signIn;
      this.#inFlight.delete(signIn);
      await pause(REST_MS);
    }
  }

  private async signInAndOut(): Promise<void> {
    this.started += 1;
    const number = this.started;
    const browser = new HttpClient(this.port, HOST);
    const begun = await startSignIn(browser);
    if (!this.expectStatus('start', begun.answer, 302)) return;
    const posted = await postResponse(browser, this.answerOfIdp(begun.requestId, number));
    if (!this.expectStatus('post', posted, 303)) return;
    if (!this.expectStatus('session', await browser.get('/site/session'), 200)) return;
    if (posted.headers[SERVED_BY] !== begun.answer.headers[SERVED_BY]) this.crossed += 1;
    if (number % 3 === 0 && !(await this.signOut(browser))) return;
    this.completed += 1;
  }

  private answerOfIdp(requestId: string, number: number) {
    const { signing, encryptTo } = this.idp;
    const objectId = `person-${(number % PERSONS).toString()}`;
    const { xml } = answerTo(requestId, { objectId, key: signing });
    const encrypted = xml.replace(/<Assertion .*<\/Assertion>/s, (assertion) =>
      encryptedAssertion(assertion, { to: encryptTo, cipher: 'aes256-gcm' }),
    );
    return builtResponse(encrypted, '', '');
  }

  /** By way of the IdP, which believes a signature of ours only. */
  private async signOut(browser: HttpClient): Promise<boolean> {
    const form = await browser.get('/site/logout');
    const token = /name="token" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
    const sent = await browser.postSameOrigin('/site/logout', { token });
    if (!this.expectStatus('sign-out', sent, 200)) return false;
    const { search } = new URL(
      sent.headers['refresh']?.toString().replace('0; url=', '') ?? 'about:blank',
    );
    if (!this.idp.trusted.some((key) => isSignedBy(key, search)))
      return this.lose('logout signature', sent);
    const request = new URLSearchParams(search).get('SAMLRequest') ?? '';
    const xml = inflateRawSync(Buffer.from(request, 'base64')).toString();
    const response = aLogoutResponse({
      destination: `https://${HOST}${SLO_PATH}`,
      nowMs: Date.now(),
      inResponseTo: / ID="([^"]+)"/.exec(xml)?.[1] ?? '',
    });
    const query = redirectQuery(response, { key: this.idp.signing });
    const answered = await browser.get(`${SLO_PATH}?${query}`);
    return this.expectStatus('logout response', answered, 200);
  }

  private expectStatus(step: string, answer: Answer, status: number): boolean {
    return answer.status === status || this.lose(step, answer);
  }

  private lose(step: string, { status, text }: Answer): false {
    this.lost.push({ step, status, text: text.replace(/<[^>]*>|\s+/g, ' ').slice(0, 300) });
    return false;
  }
}

function publicKeyOf(certificateBase64: string): KeyObject {
  return new X509Certificate(Buffer.from(certificateBase64, 'base64')).publicKey;
}

/** HTTP-Redirect binding, 3.4.4.1: over the query as it was sent, up to the signature. */
function isSignedBy(key: KeyObject, search: string): boolean {
  const [octets = '', signature = ''] = search.slice(1).split('&Signature=');
  const value = Buffer.from(decodeURIComponent(signature), 'base64');
  return createVerify('sha256').update(octets).verify(key, value);
}
