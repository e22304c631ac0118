import { inflateRawSync } from 'node:zlib';
import type { Answer, HttpClient } from './http-client.js';
import { ACS_PATH } from './paths.js';
import { ACME, aResponse, type BuiltResponse, type ResponseOptions } from './saml/index.js';

export interface StartedAttempt {
  readonly requestId: string;
  readonly relayState: string;
  readonly authnRequest: string;
  readonly answer: Answer;
}

/** GET /site/login, and what it asked the IdP. */
export async function startSignIn(client: HttpClient, query = ''): Promise<StartedAttempt> {
  const answer = await client.get(`/site/login${query}`);
  const url = new URL(answer.headers.location ?? 'about:blank');
  const encoded = url.searchParams.get('SAMLRequest') ?? '';
  const authnRequest =
    encoded === '' ? '' : inflateRawSync(Buffer.from(encoded, 'base64')).toString();
  return {
    requestId: / ID="([^"]+)"/.exec(authnRequest)?.[1] ?? '',
    relayState: url.searchParams.get('RelayState') ?? '',
    authnRequest,
    answer,
  };
}

export interface SignedInAnswer {
  readonly answer: Answer;
  readonly response: BuiltResponse;
}

let count = 0;

/** A response to that request, each with IDs of its own. */
export function answerTo(requestId: string | null, options: ResponseOptions = {}): BuiltResponse {
  count += 1;
  const serial = count.toString(16).padStart(12, '0');
  return aResponse({
    requestId,
    nowMs: Date.now(),
    responseId: `_0b6f1a52-7c1e-4f0e-9a55-${serial}`,
    assertionId: `_a81d4c90-35c2-4d0b-bb1e-${serial}`,
    ...options,
  });
}

export function postResponse(
  client: HttpClient,
  response: BuiltResponse,
  relayState?: string,
): Promise<Answer> {
  return client.postCrossSite(ACS_PATH, {
    body: response.form(relayState),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

/** The whole way: start, the IdP's answer, and back. */
export async function signIn(
  client: HttpClient,
  options: ResponseOptions = {},
  query = '',
): Promise<SignedInAnswer> {
  const { requestId, relayState } = await startSignIn(client, query);
  const response = answerTo(requestId, options);
  return { response, answer: await postResponse(client, response, relayState) };
}

/** What a response must say to reach another tenant than acme. */
export function addressedTo(subdomain: string): Pick<ResponseOptions, 'acsUrl' | 'spEntityId'> {
  return {
    acsUrl: ACME.acsUrl.replace('acme', subdomain),
    spEntityId: ACME.spEntityId.replace('acme', subdomain),
  };
}
