import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiKeysService } from '../../src/api-keys/index.js';
import { newApiKeyToken } from '../../src/api-keys/api-key-token.js';
import { Database, Transactions } from '../../src/database/index.js';
import { type Tenant, TenantsService } from '../../src/tenants/index.js';
import { databases } from '../support/databases.js';
import { BY_TEST, type Product, StandingClock, startProduct } from '../support/product.js';

const NOW = Date.UTC(2026, 10, 23);

describe.each(databases)('an API key on $kind', (kind) => {
  const clock = new StandingClock(NOW);
  let product: Product;
  let keys: ApiKeysService;
  let acme: Tenant;
  let globex: Tenant;

  beforeAll(async () => {
    product = await startProduct(kind, { clock });
    keys = product.get(ApiKeysService);
    const tenants = product.get(TenantsService);
    const create = (subdomain: string) =>
      product
        .get(Transactions)
        .run((tx) => tenants.create(tx, { subdomain, name: subdomain }, BY_TEST));
    acme = await create('acme');
    globex = await create('globex');
  });

  afterAll(() => product.close());

  const made = (tenantId: string | null, expiresAtMs: number | null = null) =>
    product
      .get(Transactions)
      .run((tx) =>
        keys.create(tx, { tenantId, name: 'K', scopes: ['users:read'], expiresAtMs }, BY_TEST),
      );
  const lastUsed = async (id: string) =>
    (await keys.list(product.get(Database), null)).find((key) => key.id === id)?.lastUsedAtMs;

  it('says who calls and what for', async () => {
    const { key, token } = await made(acme.id);
    expect(token).toMatch(/^imgsso_[0-9a-f]{32}_[A-Za-z0-9_-]{49}$/);
    expect(await keys.check(token, acme.id)).toEqual({
      kind: 'api_key',
      tenantId: acme.id,
      keyId: key.id,
      label: 'K',
      scopes: ['users:read'],
    });
  });

  it('of one tenant is nobody at another, of every tenant is known at each', async () => {
    expect(await keys.check((await made(acme.id)).token, globex.id)).toBeNull();
    const { token } = await made(null);
    for (const { id } of [acme, globex])
      expect(await keys.check(token, id)).toMatchObject({ tenantId: null });
  });

  it('is not kept: the database holds a digest alone', async () => {
    const { token } = await made(acme.id);
    const secret = token.split('_').slice(2).join('_').slice(0, 43);
    const rows = JSON.stringify(await product.query('SELECT * FROM api_keys'));
    const events = JSON.stringify(await product.query('SELECT * FROM audit_events'));
    expect(rows + events).not.toContain(secret);
  });

  it('ends when it expires, and at once when it is revoked', async () => {
    const { token } = await made(acme.id, NOW + 1000);
    clock.atMs = NOW + 999;
    expect(await keys.check(token, acme.id)).not.toBeNull();
    clock.atMs = NOW + 1000;
    expect(await keys.check(token, acme.id)).toBeNull();
    clock.atMs = NOW;
    const other = await made(acme.id);
    await product.get(Transactions).run((tx) => keys.revoke(tx, other.key.id, BY_TEST));
    expect(await keys.check(other.token, acme.id)).toBeNull();
  });

  it('is refused with any character changed, and with the right form of nobody’s key', async () => {
    const { key, token } = await made(acme.id);
    for (let at = 0; at < token.length; at += 7) {
      const other = token.charAt(at) === 'a' ? 'b' : 'a';
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      expect(await keys.check(changed, acme.id)).toBeNull();
    }
    expect(await keys.check(newApiKeyToken(key.id).text, acme.id)).toBeNull(); // another secret, a good checksum
    expect(
      await keys.check(newApiKeyToken('01900000-0000-7000-8000-000000000000').text, acme.id),
    ).toBeNull();
    for (const junk of ['', 'imgsso_', 'Bearer x', `${token}\n`, token.toUpperCase()])
      expect(await keys.check(junk, acme.id)).toBeNull();
  });

  it('remembers its last use to the minute', async () => {
    const { key, token } = await made(acme.id);
    expect(await lastUsed(key.id)).toBeNull();
    await keys.check(token, acme.id);
    clock.atMs = NOW + 59_999;
    await keys.check(token, acme.id);
    expect(await lastUsed(key.id)).toBe(NOW);
    clock.atMs = NOW + 60_000;
    await keys.check(token, acme.id);
    expect(await lastUsed(key.id)).toBe(NOW + 60_000);
    clock.atMs = NOW;
  });
});
