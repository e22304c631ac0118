import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishedUntilMs } from '../../src/auth/saml/sp-metadata.js';
import { Transactions } from '../../src/database/index.js';
import { SpKeys } from '../../src/sp-keys/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { CliWorld } from '../cli/cli-world.js';
import { databases } from '../support/databases.js';
import {
  BY_TEST,
  createLiveTenant,
  type Product,
  StandingClock,
  startProduct,
} from '../support/product.js';
import { aForeignKey, theIdpKey } from '../support/saml/index.js';

const NOW = Date.UTC(2026, 10, 25, 9, 30);
const DAY_MS = 86_400_000;
const [sqlite] = databases;

describe('validUntil of what we publish', () => {
  it.each([
    ['at the first moment of a day', Date.UTC(2026, 10, 25), '2026-12-09T00:00:00.000Z'],
    ['at the last', Date.UTC(2026, 10, 26) - 1, '2026-12-09T00:00:00.000Z'],
    ['a moment later', Date.UTC(2026, 10, 26), '2026-12-10T00:00:00.000Z'],
  ])('%s is two weeks after its beginning', (_, nowMs, until) => {
    expect(new Date(publishedUntilMs(nowMs)).toISOString()).toBe(until);
  });
});

describe('our metadata at its address', () => {
  const clock = new StandingClock(NOW);
  let product: Product;

  beforeAll(async () => {
    if (!sqlite) throw new Error('no database');
    product = await startProduct(sqlite, { clock });
    const { tenant } = await createLiveTenant(product);
    const pair = { ...theIdpKey(), notAfterMs: Date.UTC(2040, 0, 1) };
    await product
      .get(Transactions)
      .run((tx) => product.get(SpKeys).add(tx, tenant.id, 'signing', pair, 'current', BY_TEST));
    await createLiveTenant(product, 'keyless');
  });
  afterAll(() => product.close());

  const get = (headers: Record<string, string> = {}, path = '/sp-entityid') =>
    product.client('acme').get(path, headers);

  it('may be kept for an hour, is the same all day, and another the day after', async () => {
    const { headers, text } = await get();
    expect(headers['cache-control']).toBe('public, max-age=3600');
    expect(headers['set-cookie']).toBeUndefined();
    expect(text).toContain(' validUntil="2026-12-09T00:00:00.000Z"');
    clock.atMs = NOW + DAY_MS / 2;
    const later = await get();
    expect([later.text, later.headers.etag]).toEqual([text, headers.etag]);
    clock.atMs = NOW + DAY_MS;
    const tomorrow = await get({ 'if-none-match': headers.etag ?? '' });
    expect(tomorrow.status).toBe(200);
    expect(tomorrow.text).toContain(' validUntil="2026-12-10T00:00:00.000Z"');
    clock.atMs = NOW;
  });

  it.each([
    ['the tag', (etag: string) => etag, 304],
    ['a weak form of it, as proxies that compress make it', (etag: string) => `W/${etag}`, 304],
    ['a list that holds it', (etag: string) => `"other", ${etag}`, 304],
    ['whatever there is', () => '*', 304],
    ['another tag', () => '"other"', 200],
    ['the tag without its quotes', (etag: string) => etag.replaceAll('"', ''), 200],
  ])('answers If-None-Match with %s', async (_, tag, status) => {
    const { etag = '' } = (await get()).headers;
    const answer = await get({ 'if-none-match': tag(etag) });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ etag, 'cache-control': 'public, max-age=3600' });
    expect(answer.text === '').toBe(status === 304);
  });

  it('answers HEAD with the headers alone', async () => {
    const whole = await get();
    const head = await product.client('acme').ask('/sp-entityid', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, text: '' });
    for (const name of ['etag', 'content-type', 'content-length'] as const)
      expect(head.headers[name]).toBe(whole.headers[name]);
  });

  it('is signed for who asks for that, under a tag of its own, and the same each time', async () => {
    const plain = await get();
    const signed = await get({}, '/sp-entityid?signed=true');
    expect(plain.text).not.toContain('Signature');
    expect(signed.text).toContain('<ds:SignatureValue>');
    expect(signed.headers['content-type']).toBe(plain.headers['content-type']);
    expect(signed.headers.etag).not.toBe(plain.headers.etag);
    const old = await get({}, '/saml/module.php/saml/sp/metadata.php/imagenweb?signed=true');
    expect([old.text, old.headers.etag]).toEqual([signed.text, signed.headers.etag]);
    const tag = { 'if-none-match': signed.headers.etag ?? '' };
    expect((await get(tag, '/sp-entityid?signed=true')).status).toBe(304);
    expect((await get({}, '/sp-entityid?signed=1')).text).toBe(plain.text);
  });

  it('is signed anew once the key is another', async () => {
    const before = await get({}, '/sp-entityid?signed=true');
    const { tenant } = await createLiveTenant(product, 'rolled');
    const inTransaction = product.get(Transactions);
    const keys = product.get(SpKeys);
    const pair = (key: typeof theIdpKey) => ({ ...key(), notAfterMs: Date.UTC(2040, 0, 1) });
    await inTransaction.run(async (tx) => {
      await keys.add(tx, tenant.id, 'signing', pair(theIdpKey), 'current', BY_TEST);
      await keys.add(tx, tenant.id, 'signing', pair(aForeignKey), 'next', BY_TEST);
    });
    const first = await product.client('rolled').get('/sp-entityid?signed=true');
    await inTransaction.run((tx) => keys.activate(tx, tenant.id, 'signing', BY_TEST));
    const second = await product.client('rolled').get('/sp-entityid?signed=true');
    const signer = (text: string) => /<ds:Signature .*?X509Certificate>([^<]+)</.exec(text)?.[1];
    expect(signer(first.text)).toBe(theIdpKey().certificateBase64);
    expect(signer(second.text)).toBe(aForeignKey().certificateBase64);
    expect((await get({}, '/sp-entityid?signed=true')).text).toBe(before.text);
  });

  it('says that there is no key to sign with, and lets nobody keep that', async () => {
    const client = product.client('keyless');
    const answer = await client.get('/sp-entityid?signed=true', { accept: 'application/json' });
    expect(answer.status).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'sp_key_missing' });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await client.get('/sp-entityid')).status).toBe(200);
  });

  it('shows IdPs a logo that their pages may embed, as large as it says', async () => {
    const [, width, height, path = ''] =
      /<mdui:Logo width="(\d+)" height="(\d+)">https:\/\/acme\.imagencloud\.com(\/[^<]+)</.exec(
        (await get()).text,
      ) ?? [];
    const { status, headers } = await get({}, path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=86400',
    });
    expect((await get({ 'if-none-match': headers.etag ?? '' }, path)).status).toBe(304);
    const png = await fetch(`http://127.0.0.1:${product.port.toString()}${path}`);
    const bytes = Buffer.from(await png.arrayBuffer());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)].map(String)).toEqual([width, height]);
  });

  it('is XML whatever a tenant is called', async () => {
    for (const name of ['a\uFFFEb', 'a\uFFFFb', 'a\uD800b'])
      await expect(
        product
          .get(Transactions)
          .run((tx) => product.get(TenantsService).create(tx, { subdomain: 'odd', name }, BY_TEST)),
      ).rejects.toMatchObject({ code: 'name_malformed' });
  });
});

describe('our metadata as a file', () => {
  let cli: CliWorld;

  beforeAll(async () => {
    if (!sqlite) throw new Error('no database');
    cli = await CliWorld.open(sqlite);
    await cli.must('tenant create acme --name Acme');
  });
  afterAll(() => cli.drop());

  it('holds for as long as the certificates in it', async () => {
    const { out } = await cli.must('tenant metadata acme');
    const ends = [...out.matchAll(/X509Certificate>([^<]+)</g)].map(([, certificate = '']) =>
      Date.parse(new X509Certificate(Buffer.from(certificate, 'base64')).validTo),
    );
    const until = / validUntil="([^"]+)"/.exec(out)?.[1] ?? '';
    expect(ends.length).toBe(2);
    expect(Date.parse(until)).toBe(Math.min(...ends));
  });

  it('is signed on request', async () => {
    const { out } = await cli.must('tenant metadata acme --signed');
    const current = /use="signing">.*?X509Certificate>([^<]+)</.exec(out)?.[1];
    expect(/<ds:Signature .*?X509Certificate>([^<]+)</.exec(out)?.[1]).toBe(current);
  });
});
