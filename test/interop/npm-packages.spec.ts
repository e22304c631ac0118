import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import { ACS_PATH } from '../support/paths.js';
import { type Product, startProduct } from '../support/product.js';
import { ciphersOf } from './ciphers-of.js';
import { cliBeside } from './cli-beside.js';
import type { StartNpmIdp } from './idps/npm-idp.js';
import { startSamlify } from './idps/samlify.js';
import { startSamlp } from './idps/samlp.js';

const PUBLIC_URL = 'https://{tenant}.imagencloud.com';

describe.each(databases)('IdPs of npm packages, the product on $kind', (kind) => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct(kind, { settings: { PUBLIC_URL } });
  });

  afterAll(() => product.close());

  const cli = (line: string, stdin?: string) => cliBeside(product, { PUBLIC_URL }, line, stdin);

  async function signsIn(
    subdomain: string,
    start: StartNpmIdp,
    ciphers: readonly string[],
  ): Promise<void> {
    const idp = await start(ciphers.length > 0);
    try {
      await cli(`tenant create ${subdomain} --name ${subdomain}`);
      await cli(`connection import ${subdomain} --metadata - --activate`, await idp.metadata());
      const client = product.client(subdomain);
      const ourMetadata = (await client.get('/sp-entityid')).text;
      const login = await client.get('/site/login');
      const url = new URL(login.headers.location ?? '');
      const { action, SAMLResponse } = await idp.answer(url, ourMetadata);
      expect(action).toBe(`https://${subdomain}.imagencloud.com${ACS_PATH}`);
      const xml = Buffer.from(SAMLResponse, 'base64').toString();
      expect(ciphersOf(xml)).toEqual(ciphers);
      const answer = await client.postCrossSite(ACS_PATH, { form: { SAMLResponse } });
      expect({ status: answer.status, reason: await lastReason() }).toEqual({
        status: 303,
        reason: null,
      });
      expect((await client.get('/site/session')).json()).toMatchObject({
        user: { subject: 'ann@university.example', displayName: 'Ånn O’Neill & Söhne' },
      });
    } finally {
      await idp.close();
    }
  }

  const lastReason = async () =>
    (
      await product.query<{ reason: string | null }>(
        "SELECT reason FROM audit_events WHERE type = 'sign_in' ORDER BY id DESC LIMIT 1",
      )
    )[0]?.reason;

  it.each([
    { name: 'samlify', start: startSamlify },
    { name: 'samlp', start: startSamlp },
  ])('$name and we import each other’s metadata, and a person signs in', ({ name, start }) =>
    signsIn(name, start, []),
  );

  it.each([
    { name: 'samlify', start: startSamlify, ciphers: ['#aes256-cbc', '#rsa-oaep-mgf1p'] },
    { name: 'samlp', start: startSamlp, ciphers: ['#aes256-gcm', '#rsa-oaep-mgf1p'] },
  ])(
    '$name encrypts for the key in our metadata with $ciphers, and a person signs in',
    ({ name, start, ciphers }) => signsIn(`${name}-encrypting`, start, ciphers),
  );
});
