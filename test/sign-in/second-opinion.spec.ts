import { afterEach, describe, expect, it } from '@jest/globals';
import { Metrics } from '../../src/telemetry/index.js';
import { databases } from '../support/databases.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { theIdpEcKey, theIdpKey } from '../support/saml/index.js';
import { signIn } from '../support/sign-in.js';

/** node-saml verifies no elliptic curve signature: something that we accept and it does not. */
const UNKNOWN_TO_NODE_SAML = { key: theIdpEcKey(), algorithm: 'ecdsa-sha256' } as const;

describe.each(databases.slice(0, 1))('the second opinion, on $kind,', (kind) => {
  let product: Product;

  afterEach(() => product.close());

  async function answers(opinion: string): Promise<(string | number | undefined)[]> {
    product = await startProduct(kind, { settings: { SAML_SECOND_OPINION: opinion } });
    await createLiveTenant(product, 'acme', { keys: [theIdpKey(), theIdpEcKey()] });
    const alike = await signIn(product.client('acme'), { objectId: 'ann' });
    const other = await signIn(product.client('acme'), {
      objectId: 'bob',
      ...UNKNOWN_TO_NODE_SAML,
    });
    return [alike.answer.status, other.answer.status];
  }

  async function counted(): Promise<string[]> {
    const text = await product
      .get(Metrics)
      .registry.getSingleMetricAsString('imagen_sso_second_opinions_total');
    return text.split('\n').filter((line) => line.startsWith('imagen'));
  }

  it('is not asked where it is off', async () => {
    expect(await answers('off')).toEqual([303, 303]);
    expect(await counted()).toEqual([]);
  });

  it('is counted and changes nothing where it is observed', async () => {
    expect(await answers('observe')).toEqual([303, 303]);
    expect(await counted()).toEqual([
      'imagen_sso_second_opinions_total{opinion="agrees"} 1',
      'imagen_sso_second_opinions_total{opinion="refuses"} 1',
    ]);
  });

  it('refuses, on the record, where it is required', async () => {
    expect(await answers('require')).toEqual([303, 403]);
    const [event] = await product.query<{ reason: string }>(
      "SELECT reason FROM audit_events WHERE type = 'sign_in' AND outcome = 'refused'",
    );
    expect(event?.reason).toBe('second_opinion_differs');
    expect(await product.query('SELECT id FROM sessions')).toHaveLength(1);
  });
});
