import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { createLiveTenant, type Product, StandingClock, startProduct } from '../support/product.js';
import type { ResponseOptions } from '../support/saml/index.js';
import { answerTo, postResponse, signIn, startSignIn } from '../support/sign-in.js';

const METHODS = 'http://schemas.microsoft.com/claims/authnmethodsreferences';
const PASSWORD = 'http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password';
const PASSWORD_ONLY = { claims: { [METHODS]: [PASSWORD] } };
const MFA = {
  claims: { [METHODS]: [PASSWORD, 'http://schemas.microsoft.com/claims/multipleauthn'] },
};

describe.each(databases)('step-up on $kind', (kind) => {
  const clock = new StandingClock(Date.now());
  let product: Product;

  beforeAll(async () => {
    product = await startProduct(kind, { clock });
    await createLiveTenant(product);
  });
  afterAll(() => product.close());

  const authenticated = (secondsAgo: number, more: ResponseOptions = {}): ResponseOptions => ({
    nowMs: clock.atMs,
    authnInstant: new Date(clock.atMs - secondsAgo * 1000).toISOString(),
    ...PASSWORD_ONLY,
    ...more,
  });
  const signedIn = async (options: ResponseOptions): Promise<HttpClient> => {
    const client = product.client('acme');
    expect((await signIn(client, options)).answer.status).toBe(303);
    return client;
  };
  const lastReason = async (): Promise<string | null | undefined> =>
    (
      await product.query<{ reason: string | null }>(
        "SELECT reason FROM audit_events WHERE type = 'sign_in' ORDER BY id DESC LIMIT 1",
      )
    )[0]?.reason;

  it('says when the person authenticated, and whether with more than one factor', async () => {
    const plain = await signedIn(authenticated(30));
    expect((await plain.get('/site/session')).json()).toMatchObject({
      authenticatedAt: new Date(clock.atMs - 30_000).toISOString(),
      mfa: false,
    });
    const strong = await signedIn(authenticated(30, MFA));
    expect((await strong.get('/site/session')).json()).toMatchObject({ mfa: true });
  });

  it.each([
    { query: 'maxAge=60', goesTo: 'returnTo' },
    { query: 'maxAge=30', goesTo: 'the IdP' },
    { query: 'maxAge=0', goesTo: 'the IdP' },
    { query: 'maxAge=60&mfa=required', goesTo: 'the IdP' },
    { query: 'mfa=required', goesTo: 'the IdP' },
  ])('with a session of 30 seconds: $query goes to $goesTo', async ({ query, goesTo }) => {
    const client = await signedIn(authenticated(30));
    const answer = await client.get(`/site/login?${query}&returnTo=/x`);
    if (goesTo === 'returnTo') expect(answer.headers.location).toBe('/x');
    else expect(answer.headers.location).toMatch(/^https:\/\/login\.microsoftonline\.com\//);
  });

  it('forces the IdP to ask for maxAge, and not for a second factor alone', async () => {
    const client = product.client('acme');
    const fresh = await startSignIn(client, '?maxAge=300');
    expect(fresh.authnRequest).toContain(' ForceAuthn="true"');
    const strong = await startSignIn(client, '?mfa=required');
    expect(strong.authnRequest).not.toContain('ForceAuthn');
  });

  it.each([
    'maxAge=',
    'maxAge=-1',
    'maxAge=1.5',
    'maxAge=86401',
    'maxAge=1e3',
    'maxAge=1&maxAge=2',
    'mfa=',
    'mfa=yes',
    'mfa=required&mfa=required',
  ])('refuses %s with a page that says what is wrong', async (query) => {
    const answer = await product.client('acme').get(`/site/login?${query}`);
    expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
    expect(answer.text).toContain('This sign-in link is not right');
    expect(answer.text).not.toContain('went wrong on our side');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    { query: '?maxAge=60', secondsAgo: 3600, more: {}, reason: 'authentication_too_old' },
    { query: '?maxAge=60', secondsAgo: 30, more: {}, reason: null },
    { query: '?mfa=required', secondsAgo: 3600, more: {}, reason: 'mfa_missing' },
    { query: '?mfa=required', secondsAgo: 3600, more: MFA, reason: null },
    {
      query: '?maxAge=60&mfa=required',
      secondsAgo: 3600,
      more: MFA,
      reason: 'authentication_too_old',
    },
    { query: '', secondsAgo: 8_000_000, more: {}, reason: null },
  ])(
    'an answer to $query of a person who authenticated $secondsAgo s ago: $reason',
    async ({ query, secondsAgo, more, reason }) => {
      const client = product.client('acme');
      clock.atMs += 1_000;
      const { requestId, relayState } = await startSignIn(client, query);
      const response = answerTo(requestId, authenticated(secondsAgo, more));
      const answer = await postResponse(client, response, relayState);
      expect([answer.status, await lastReason()]).toEqual([reason === null ? 303 : 403, reason]);
      if (reason === null) return;
      expect((await client.get('/site/session')).status).toBe(401);
      // Refused is spent: the same answer does not come in by an attempt that asks for less.
      expect((await postResponse(client, response, relayState)).status).toBe(403);
    },
  );

  it.each([
    'maxAge=60&mfa=required&returnTo=%2Fsettings%3Fa%3D1%26b%3D2',
    'mfa=required&returnTo=%2Fx',
  ])('that was not met is asked for once more by the link of the page: %s', async (query) => {
    const client = product.client('acme');
    const { requestId, relayState } = await startSignIn(client, `?${query}`);
    const tooLittle = answerTo(requestId, authenticated(3600));
    const refused = await postResponse(client, tooLittle, relayState);
    const href = / href="(\/site\/login[^"]*)"/.exec(refused.text)?.[1] ?? '';
    expect(href.replaceAll('&amp;', '&')).toBe(`/site/login?${query}`);

    const again = await startSignIn(client, `?${query}`);
    const enough = answerTo(again.requestId, authenticated(10, MFA));
    const { status, headers } = await postResponse(client, enough, again.relayState);
    expect([status, headers.location]).toEqual([303, new URLSearchParams(query).get('returnTo')]);
  });

  it('cannot be talked out of its demands by a later start in the same browser', async () => {
    const client = product.client('acme');
    const demanding = await startSignIn(client, '?maxAge=60&mfa=required');
    await startSignIn(client);
    const response = answerTo(demanding.requestId, authenticated(3600));
    expect((await postResponse(client, response, demanding.relayState)).status).toBe(403);
  });

  it.each([
    { from: 'in an hour', minutes: 60, secondsLeft: 3600 },
    { from: 'passed, within the clock skew', minutes: -0.5, secondsLeft: 150 }, // of 180
  ])('honours a SessionNotOnOrAfter that is $from', async ({ minutes, secondsLeft }) => {
    const end = clock.atMs + minutes * 60_000;
    const client = product.client('acme');
    const { answer } = await signIn(
      client,
      authenticated(10, { sessionNotOnOrAfter: new Date(end).toISOString() }),
    );
    expect(answer.status).toBe(303);
    const isIn = async () => (await client.get('/site/session')).status === 200;
    expect(await isIn()).toBe(secondsLeft > 0);
    clock.atMs += secondsLeft * 1000;
    expect(await isIn()).toBe(false);
  });

  it('takes no AuthnInstant of the future for recent until then', async () => {
    const client = await signedIn(authenticated(-3_600));
    clock.atMs += 61_000;
    const answer = await client.get('/site/login?maxAge=60&returnTo=/x');
    expect(answer.headers.location).toMatch(/^https:\/\/login\.microsoftonline\.com\//);
  });

  it('refuses a SessionNotOnOrAfter that passed long ago', async () => {
    const sessionNotOnOrAfter = new Date(clock.atMs - 3_600_000).toISOString();
    const { answer } = await signIn(
      product.client('acme'),
      authenticated(10, { sessionNotOnOrAfter }),
    );
    expect([answer.status, await lastReason()]).toEqual([403, 'session_expired_at_idp']);
  });
});
