import { verify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Connection,
  ConnectionsService,
  readConnectionSettings,
} from '../../src/connections/index.js';
import { Transactions } from '../../src/database/index.js';
import { SpKeyMaker, SpKeys } from '../../src/sp-keys/index.js';
import { gateSignature } from '../../src/xml/domain/gate-signature.js';
import { verifySignature } from '../../src/xml/domain/verify-signature.js';
import { readXml } from '../../src/xml/domain/xml-reader.js';
import { databases } from '../support/databases.js';
import {
  BY_TEST,
  createLiveTenant,
  idpMetadata,
  type Product,
  startProduct,
} from '../support/product.js';
import type { ResponseOptions } from '../support/saml/index.js';
import { answerTo, postResponse, signIn, startSignIn } from '../support/sign-in.js';

const MFA = 'https://refeds.org/profile/mfa';
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

describe.each(databases)('the policies of a connection, on $kind,', (kind) => {
  let product: Product;
  let tenantId: string;
  let connection: Connection;

  beforeAll(async () => {
    product = await startProduct(kind);
    const live = await createLiveTenant(product);
    tenantId = live.tenant.id;
    connection = live.connection;
  });

  afterAll(() => product.close());

  const set = (...pairs: string[]) =>
    product
      .get(Transactions)
      .run((tx) =>
        product
          .get(ConnectionsService)
          .update(tx, tenantId, connection.id, readConnectionSettings(pairs), BY_TEST),
      );
  /** The reason of the refusal, or null for a sign-in. */
  async function outcomeOf(options: ResponseOptions): Promise<string | null> {
    await signIn(product.client('acme'), options);
    const [row] = await product.query<{ outcome: string; reason: string | null }>(
      "SELECT outcome, reason FROM audit_events WHERE type = 'sign_in' ORDER BY id DESC LIMIT 1",
    );
    return row?.outcome === 'accepted' ? null : (row?.reason ?? '');
  }
  const start = async (query = '') => startSignIn(product.client('acme'), query);
  const sentUrl = async (query = '') =>
    new URL((await start(query)).answer.headers.location ?? 'about:blank');

  describe('SHA-1', () => {
    it('is refused, taken until the day that the connection names, and then refused again', async () => {
      const old = { algorithm: 'rsa-sha1', digest: 'sha1' } as const;
      expect(await outcomeOf(old)).toBe('signature_algorithm_forbidden');
      await set(`sha1_until=${inDays(0)}`); // today is the last day
      expect(await outcomeOf(old)).toBeNull();
      await product.query(
        'UPDATE connections SET sha1_until_ms = ?, updated_at_ms = updated_at_ms + 1',
        [Date.now() - 1],
      );
      expect(await outcomeOf(old)).toBe('signature_algorithm_forbidden');
    });

    it('has its exception on the record', async () => {
      await set(`sha1_until=${inDays(30)}`);
      await set('sha1_until=none');
      const [closed, opened] = await product.query<{ details: string }>(
        "SELECT details FROM audit_events WHERE type = 'connection.updated' ORDER BY id DESC LIMIT 2",
      );
      const endMs = Date.parse(inDays(31));
      expect(JSON.parse(opened?.details ?? '')).toMatchObject({ after: { sha1UntilMs: endMs } });
      expect(JSON.parse(closed?.details ?? '')).toMatchObject({
        before: { sha1UntilMs: endMs },
        after: { sha1UntilMs: null },
      });
    });

    it.each([inDays(-1), inDays(400), '2027-02-31', 'tomorrow', ''])(
      'is not taken until "%s"',
      async (day) => {
        await expect((async () => set(`sha1_until=${day}`))()).rejects.toThrow(
          /^sha1_until is a da/,
        );
      },
    );
  });

  it('refuse an assertion in the clear where encryption is required', async () => {
    await set('encryption=required');
    expect(await outcomeOf({})).toBe('assertion_not_encrypted');
    await set('encryption=optional');
    expect(await outcomeOf({})).toBeNull();
  });

  it('ask for authentication context classes, and take no other', async () => {
    const plain = (await start()).authnRequest;
    expect(plain).not.toMatch(/NameIDPolicy|RequestedAuthnContext|ForceAuthn|Subject/);
    await set(`authn_context=${MFA} urn:b`, 'name_id_format=persistent');
    const { authnRequest } = await start();
    expect(authnRequest).toContain('nameid-format:persistent" AllowCreate="true"/>');
    expect(authnRequest).toContain(`>${MFA}</saml:AuthnContextClassRef>`);
    expect(await outcomeOf({})).toBe('authn_context_mismatch');
    expect(await outcomeOf({ authnContextClassRef: MFA })).toBeNull();
    await set('authn_context=none', 'name_id_format=none');
  });

  it.each([
    'Password',
    'urn:a urn:a',
    'urn:a urn:b urn:c urn:d urn:e urn:f',
    '',
    `urn:${'x'.repeat(255)}`,
  ])('ask for no class "%s"', (classes) => {
    expect(() => readConnectionSettings([`authn_context=${classes}`])).toThrow('authn_context is');
  });

  it('make everybody authenticate anew, also who started before they said so', async () => {
    const before = await startSignIn(product.client('acme'));
    expect(before.authnRequest).not.toContain('ForceAuthn');
    const client = product.client('acme');
    const { requestId } = await startSignIn(client);
    await set('force_authn=on');
    expect((await start()).authnRequest).toContain(' ForceAuthn="true"');
    const old = { authnInstant: new Date(Date.now() - 3_600_000).toISOString() };
    expect((await postResponse(client, answerTo(requestId, old))).status).toBe(403);
    expect(await outcomeOf(old)).toBe('authentication_too_old');
    const fresh = { authnInstant: new Date().toISOString() };
    expect(await outcomeOf(fresh)).toBeNull();
    await set('force_authn=off');
    expect(await outcomeOf(old)).toBeNull();
  });

  it('let a login hint through to the IdP, and only then', async () => {
    const query = '?login_hint=ann%40acme.example';
    expect((await sentUrl(query)).searchParams.has('login_hint')).toBe(false);
    await set('login_hint=on');
    expect((await sentUrl(query)).searchParams.get('login_hint')).toBe('ann@acme.example');
    expect((await sentUrl()).searchParams.has('login_hint')).toBe(false);
    for (const bad of ['', 'a%00b', 'x'.repeat(255), 'a&login_hint=b'])
      expect((await sentUrl(`?login_hint=${bad}`)).searchParams.has('login_hint')).toBe(false);
    await set('login_hint=off');
  });

  describe('signed requests', () => {
    let certificate: X509Certificate;

    beforeAll(async () => {
      const pair = await product.get(SpKeyMaker).make('acme', Date.now());
      await product
        .get(Transactions)
        .run((tx) => product.get(SpKeys).add(tx, tenantId, 'signing', pair, 'current', BY_TEST));
      certificate = new X509Certificate(Buffer.from(pair.certificateBase64, 'base64'));
      await set('sign_requests=on');
    });

    it('carry a detached signature by redirect, over exactly what is sent', async () => {
      const { search } = await sentUrl();
      const [signed = '', signature = ''] = search.slice(1).split('&Signature=');
      expect(signed).toMatch(/^SAMLRequest=[^&]+&RelayState=[^&]+&SigAlg=[^&]+rsa-sha256$/);
      const bytes = Buffer.from(decodeURIComponent(signature), 'base64');
      expect(verify('sha256', Buffer.from(signed), certificate.publicKey, bytes)).toBe(true);
    });

    it('carry it inside by POST', async () => {
      const metadata = product
        .get(ConnectionsService)
        .readMetadata(idpMetadata({ binding: 'post' }));
      await product
        .get(Transactions)
        .run((tx) =>
          product
            .get(ConnectionsService)
            .importMetadata(tx, { tenantId, metadata, metadataUrl: null }, BY_TEST),
        );
      const { text: body } = (await start()).answer;
      const encoded = /name="SAMLRequest" value="([^"]+)"/.exec(body)?.[1] ?? '';
      const xml = Buffer.from(encoded, 'base64').toString();
      expect(xml).toMatch(/<\/saml:Issuer><ds:Signature /);
      expect(isSignedBy(xml, certificate)).toBe(true);
      expect(isSignedBy(xml.replace('ProtocolBinding', 'Protocolbinding'), certificate)).toBe(
        false,
      );
    });

    it('are what our metadata says', async () => {
      const read = async () => (await product.client('acme').get('/sp-entityid')).text;
      expect(await read()).toContain(' AuthnRequestsSigned="true"');
      await set('sign_requests=off');
      expect(await read()).toContain(' AuthnRequestsSigned="false"');
    });
  });
});

function isSignedBy(xml: string, { raw, publicKey }: X509Certificate): boolean {
  const document = readXml(xml);
  if (!document.accepted) throw new Error(document.code);
  const { root } = document.value;
  const [, element] = root.children;
  const gated = element && gateSignature(element, root.attributes.get('ID') ?? '');
  if (!gated?.accepted) throw new Error('no signature after the issuer');
  const key = {
    certificateBase64: raw.toString('base64'),
    certificateSha256Hex: '',
    key: publicKey,
  };
  return verifySignature(xml, [root], gated.value, [key]).accepted;
}
