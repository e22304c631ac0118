import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LogoutMessages } from '../../src/auth/logout/logout-messages.js';
import { LogoutSigner } from '../../src/auth/logout/logout-signer.js';
import { readLogoutForm } from '../../src/auth/logout/domain/logout-form.js';
import { readRedirectQuery } from '../../src/auth/logout/domain/redirect-query.js';
import { verifyLogout } from '../../src/auth/logout/domain/verify-logout.js';
import { ServiceProviders } from '../../src/auth/saml/index.js';
import { Clock } from '../../src/database/index.js';
import { databases } from '../support/databases.js';
import {
  createLiveTenant,
  type LiveTenant,
  type Product,
  startProduct,
} from '../support/product.js';
import { aForeignKey, theIdpKey } from '../support/saml/index.js';
import { trusted } from '../support/saml/pipeline.js';

const KEY = theIdpKey();
const NAME_ID = {
  value: 'a&b <c>"d" ü',
  format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  nameQualifier: 'https://idp.example/"q"',
  spNameQualifier: null,
};

class SignsWithTestKey extends LogoutSigner {
  override keyOf(): Promise<typeof KEY> {
    return Promise.resolve(KEY);
  }
}

const [sqlite] = databases;
let product: Product;
let live: LiveTenant;
let messages: LogoutMessages;

beforeAll(async () => {
  if (!sqlite) throw new Error('no database');
  product = await startProduct(sqlite);
  live = await createLiveTenant(product);
  messages = new LogoutMessages(
    product.get(ServiceProviders),
    new SignsWithTestKey(),
    product.get(Clock),
  );
});
afterAll(() => product.close());

async function requestTo(addresses: { redirect?: string; post?: string }) {
  const connection = {
    ...live.connection,
    sloRedirectUrl: addresses.redirect ?? null,
    sloPostUrl: addresses.post ?? null,
  };
  const subject = { connectionId: connection.id, nameId: NAME_ID, sessionIndex: '<1>' };
  const request = await messages.request(live.tenant, connection, subject);
  if (!request) throw new Error('no request');
  return request;
}

it('a redirected LogoutRequest is signed, and names person and session to the letter', async () => {
  const { message, requestId } = await requestTo({ redirect: 'https://idp.example/slo?x=1' });
  if (message.binding !== 'redirect') throw new Error('no redirect');
  expect(message.url.startsWith('https://idp.example/slo?x=1&SAMLRequest=')).toBe(true);
  const transport = readRedirectQuery(new URL(message.url).search.slice(1));
  if (!transport.accepted) throw new Error(transport.code);
  expect(verifyLogout(transport.value, [trusted(KEY)])).toMatchObject({
    accepted: true,
    value: {
      id: requestId,
      nameId: NAME_ID,
      sessionIndexes: ['<1>'],
      destination: 'https://idp.example/slo?x=1',
    },
  });
  const foreign = trusted(aForeignKey());
  expect(verifyLogout(transport.value, [foreign])).toMatchObject({ code: 'signature_invalid' });
});

it('a posted LogoutRequest carries a signature of its own, over itself', async () => {
  const { message, requestId } = await requestTo({ post: 'https://idp.example/slo' });
  if (message.binding !== 'post') throw new Error('no form');
  const transport = readLogoutForm({
    contentType: 'application/x-www-form-urlencoded',
    body: Buffer.from(new URLSearchParams(message.fields).toString()),
  });
  if (!transport.accepted) throw new Error(transport.code);
  expect(verifyLogout(transport.value, [trusted(KEY)])).toMatchObject({
    accepted: true,
    value: { id: requestId, nameId: NAME_ID },
  });
  expect(verifyLogout(transport.value, [trusted(aForeignKey())])).toMatchObject({
    code: 'signature_invalid',
  });
});
