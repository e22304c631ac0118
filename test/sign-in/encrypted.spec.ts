import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Transactions } from '../../src/database/index.js';
import { SpKeys } from '../../src/sp-keys/index.js';
import { databases } from '../support/databases.js';
import { BY_TEST, createLiveTenant, type Product, startProduct } from '../support/product.js';
import { encryptedAssertion } from '../support/saml/encryption.js';
import { builtResponse, theIdpKey } from '../support/saml/index.js';
import { answerTo, postResponse, startSignIn } from '../support/sign-in.js';

const OURS = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe.each(databases)('an encrypted assertion, on $kind,', (kind) => {
  let product: Product;
  let tenantId: string;

  beforeAll(async () => {
    product = await startProduct(kind);
    tenantId = (await createLiveTenant(product)).tenant.id;
  });

  afterAll(() => product.close());

  /** What the browser is answered to a response whose assertion is encrypted for us. */
  async function answerToEncrypted(awaited: boolean) {
    const client = product.client('acme');
    const { requestId } = await startSignIn(client);
    const { xml } = answerTo(requestId, { objectId: 'ann' });
    const encrypted = xml.replace(/<Assertion .*<\/Assertion>/s, (assertion) =>
      encryptedAssertion(assertion, { to: OURS.publicKey, cipher: 'aes256-gcm' }),
    );
    const browser = awaited ? client : product.client('acme');
    return postResponse(browser, builtResponse(encrypted, '', ''));
  }

  const lastReason = async () =>
    (
      await product.query<{ reason: string | null }>(
        "SELECT reason FROM audit_events WHERE type = 'sign_in' ORDER BY id DESC LIMIT 1",
      )
    )[0]?.reason;

  it('is refused while the tenant has no keys', async () => {
    expect((await answerToEncrypted(true)).status).toBe(400);
    expect(await lastReason()).toBe('assertion_encrypted');
  });

  it('signs in the browser that waits for it, and is not even opened for another', async () => {
    const pair = {
      privateKey: OURS.privateKey,
      certificateBase64: theIdpKey().certificateBase64, // what stands in metadata; opening needs the key alone
      notAfterMs: Date.UTC(2040, 0, 1),
    };
    await product
      .get(Transactions)
      .run((tx) => product.get(SpKeys).add(tx, tenantId, 'encryption', pair, 'current', BY_TEST));
    expect((await answerToEncrypted(true)).status).toBe(303);
    expect(await product.query('SELECT id FROM sessions')).toHaveLength(1);
    expect((await answerToEncrypted(false)).status).toBe(403);
    expect(await lastReason()).toBe('attempt_unknown');
    expect(await product.query('SELECT id FROM sessions')).toHaveLength(1);
  });
});
