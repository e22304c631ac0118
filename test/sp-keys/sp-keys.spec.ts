import { randomBytes, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppConfig } from '../../src/config/index.js';
import { AuditService } from '../../src/audit/index.js';
import { ServiceProviders, spMetadataXml } from '../../src/auth/index.js';
import { Clock, Database, type Transaction, Transactions } from '../../src/database/index.js';
import { SecretBox } from '../../src/secrets/index.js';
import { type KeyPair, SpKeyMaker, SpKeys } from '../../src/sp-keys/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { databases } from '../support/databases.js';
import { BY_TEST, type Product, StandingClock, startProduct } from '../support/product.js';

const NOW = Date.UTC(2026, 10, 25);
const [OLD, NEW] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64')) as [
  string,
  string,
];

describe.each(databases)('our own keys on $kind', (kind) => {
  const clock = new StandingClock(NOW);
  let product: Product;
  let keys: SpKeys;
  let pairs: KeyPair[];

  beforeAll(async () => {
    product = await startProduct(kind, { clock, settings: { SECRET_KEY: OLD } });
    keys = product.get(SpKeys);
    const maker = product.get(SpKeyMaker);
    pairs = [await maker.make('acme signing', NOW), await maker.make('acme signing', NOW)];
  });

  afterAll(() => product.close());

  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) =>
    product.get(Transactions).run(work);
  const pair = (at: number) => pairs[at] as KeyPair;
  const tenant = async (subdomain: string) => {
    const made = await inTransaction((tx) =>
      product.get(TenantsService).create(tx, { subdomain, name: subdomain }, BY_TEST),
    );
    return made.id;
  };
  const add = (id: string, at: number, state: 'next' | 'current') =>
    inTransaction((tx) => keys.add(tx, id, 'signing', pair(at), state, BY_TEST));
  const states = async (id: string) =>
    (await keys.of(product.get(Database), id)).signing.map(({ state }) => state);
  const withSecretKeys = (...list: string[]) =>
    new SpKeys(
      product.get(Clock),
      product.get(AuditService),
      new SecretBox(AppConfig.read({ NODE_ENV: 'test', SECRET_KEY: list.join(',') })),
    );

  it('are RSA of 3072 bits with a certificate that they signed themselves', () => {
    const certificate = new X509Certificate(Buffer.from(pair(0).certificateBase64, 'base64'));
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
    expect(certificate.subject).toBe('CN=acme signing');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(pair(0).privateKey)).toBe(true);
    expect(Date.parse(certificate.validTo)).toBe(pair(0).notAfterMs);
  });

  it('roll over: next, current, previous, destroyed, each step in the audit log', async () => {
    const id = await tenant('rollover');
    await add(id, 0, 'current');
    await add(id, 1, 'next');
    expect(await states(id)).toEqual(['current', 'next']);
    await inTransaction((tx) => keys.activate(tx, id, 'signing', BY_TEST));
    expect(await states(id)).toEqual(['current', 'previous']);
    const [current] = (await keys.of(product.get(Database), id)).signing;
    expect(current?.certificateBase64).toBe(pair(1).certificateBase64);
    await inTransaction((tx) => keys.retire(tx, id, 'signing', BY_TEST));
    expect(await states(id)).toEqual(['current']);
    expect(
      await product.query(
        `SELECT sealed_private_key AS sealed FROM sp_keys WHERE tenant_id = ? AND state = 'retired'`,
        [id],
      ),
    ).toEqual([{ sealed: '' }]);
    const events = await product.query<{ type: string }>(
      `SELECT type FROM audit_events WHERE tenant_id = ? AND type LIKE 'sp_key.%' ORDER BY id`,
      [id],
    );
    expect(events.map(({ type }) => type)).toEqual([
      ...['sp_key.added', 'sp_key.added', 'sp_key.activated', 'sp_key.retired'],
    ]);
  });

  it('are one current and one next of each use, also when two are added at once', async () => {
    const id = await tenant('twice');
    const results = await Promise.allSettled([add(id, 0, 'current'), add(id, 1, 'current')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await states(id)).toEqual(['current']);
    await expect(
      inTransaction((tx) => keys.activate(tx, id, 'signing', BY_TEST)),
    ).rejects.toMatchObject({ code: 'sp_key_missing' });
    await expect(
      inTransaction((tx) => keys.retire(tx, id, 'signing', BY_TEST)),
    ).rejects.toMatchObject({ code: 'sp_key_missing' });
  });

  it('stand in metadata, each for its use', async () => {
    const id = await tenant('published');
    await add(id, 0, 'current');
    await inTransaction((tx) => keys.add(tx, id, 'encryption', pair(1), 'current', BY_TEST));
    const serviceProvider = new ServiceProviders(product.app.get(AppConfig, { strict: false })).of(
      'published',
    );
    const text = spMetadataXml({
      serviceProvider,
      tenantName: 'published',
      keys: await keys.list(product.get(Database), id),
      signsRequests: false,
      validUntilMs: null,
    });
    const keyOf = (use: string) =>
      new RegExp(`use="${use}">.*?X509Certificate>([^<]+)<`).exec(text)?.[1];
    expect(keyOf('signing')).toBe(pair(0).certificateBase64);
    expect(keyOf('encryption')).toBe(pair(1).certificateBase64);
    expect(text).toContain(
      '<md:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>',
    );
  });

  it('do not open when moved to another tenant', async () => {
    const [mine, other] = [await tenant('mine'), await tenant('other')];
    const { id } = await add(mine, 0, 'current');
    await inTransaction((tx) =>
      tx.execute('UPDATE sp_keys SET tenant_id = ? WHERE id = ?', [other, id]),
    );
    await expect(keys.of(product.get(Database), other)).rejects.toMatchObject({
      code: 'sp_key_sealed',
    });
    await inTransaction((tx) => tx.execute('DELETE FROM sp_keys WHERE id = ?', [id]));
  });

  it('are known to every instance at once', async () => {
    const id = await tenant('shared');
    await add(id, 0, 'current');
    const another = withSecretKeys(OLD);
    const shared = async () => (await another.of(product.get(Database), id)).signing;
    expect((await shared()).map(({ state }) => state)).toEqual(['current']);
    await add(id, 1, 'next');
    expect((await shared()).map(({ state }) => state)).toEqual(['current', 'next']);
    await inTransaction((tx) => keys.activate(tx, id, 'signing', BY_TEST));
    const [current, previous] = await shared();
    expect(current?.privateKey.equals(pair(1).privateKey)).toBe(true);
    expect(previous?.privateKey.equals(pair(0).privateKey)).toBe(true);
    await inTransaction((tx) => keys.retire(tx, id, 'signing', BY_TEST));
    expect((await shared()).map(({ state }) => state)).toEqual(['current']);
  });

  it('outlive a rotation of SECRET_KEY once they are resealed', async () => {
    const id = await tenant('rotated');
    await add(id, 0, 'current');
    const database = product.get(Database);
    const opens = async (...list: string[]) => {
      const { signing } = await withSecretKeys(...list).of(database, id);
      return signing[0]?.privateKey.equals(pair(0).privateKey);
    };
    expect(await opens(OLD)).toBe(true);
    expect(await opens(OLD, NEW)).toBe(true);
    expect(await opens(NEW, OLD)).toBe(true);
    await expect(opens(NEW)).rejects.toMatchObject({ code: 'sp_key_sealed' });
    const seals = (...list: string[]) => withSecretKeys(...list).seals(database);
    const { first: all } = await seals(OLD);
    expect(await seals(NEW, OLD)).toEqual({ first: 0, older: all, unknown: 0 });
    expect(await seals(NEW)).toEqual({ first: 0, older: 0, unknown: all });
    await inTransaction((tx) => withSecretKeys(NEW, OLD).reseal(tx));
    expect(await seals(NEW, OLD)).toEqual({ first: all, older: 0, unknown: 0 });
    expect(await opens(NEW)).toBe(true);
    await expect(opens(OLD)).rejects.toMatchObject({ code: 'sp_key_sealed' });
  });
});
