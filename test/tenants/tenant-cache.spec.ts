import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { ChangeFeed } from '../../src/audit/index.js';
import { ChangePoll } from '../../src/auth/session/change-poll.js';
import { ConnectionsService } from '../../src/connections/index.js';
import { Transactions } from '../../src/database/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { databases } from '../support/databases.js';
import {
  BY_TEST,
  createLiveTenant,
  idpMetadata,
  type Product,
  StandingClock,
  startProduct,
} from '../support/product.js';
import { aForeignKey, theIdpKey } from '../support/saml/index.js';
import { signIn } from '../support/sign-in.js';
import { statementsOf } from '../scale/statements.js';

/** Their clocks stand and their timers are stopped, so that they poll when a test says so. */
describe.each(databases)('two instances that keep tenants at hand, on $kind,', (kind) => {
  const clock = new StandingClock(Date.now());
  let home: Awaited<ReturnType<typeof kind.create>>;
  let a: Product;
  let b: Product;

  beforeAll(async () => {
    home = await kind.create();
    a = await startProduct(kind, { databaseUrl: home.url, clock });
    b = await startProduct(kind, { databaseUrl: home.url, clock });
    for (const product of [a, b]) await product.get(ChangePoll).stop();
  }, 60_000);

  afterAll(async () => {
    await a.close();
    await b.close();
    await home.drop();
  });

  const poll = async (): Promise<void> => {
    await a.get(ChangeFeed).poll();
    await b.get(ChangeFeed).poll();
  };
  /** Connections that have just changed are read each time. */
  const settle = async (): Promise<void> => {
    clock.atMs += 61_000;
    await poll();
  };
  beforeEach(async () => {
    clock.atMs += 60_000;
    await poll();
  });

  const reads = async (product: Product, subdomain: string): Promise<number> => {
    const statements = await statementsOf(product.get(DataSource), () => start(product, subdomain));
    return statements.filter(({ sql }) => sql.includes('WHERE t.subdomain = ?')).length;
  };
  const start = async (product: Product, subdomain: string) =>
    (await product.client(subdomain).get('/site/login')).status;
  const name = (subdomain: string, text: string) =>
    a.get(Transactions).run(async (tx) => {
      const { id } = await a.get(TenantsService).getBySubdomain(tx, subdomain);
      await a.get(TenantsService).update(tx, id, { name: text }, BY_TEST);
    });

  it('read one once, and not again for a minute', async () => {
    await createLiveTenant(a, 'once');
    await poll();
    expect(await reads(b, 'once')).toBe(1);
    for (let n = 0; n < 3; n += 1) expect(await reads(b, 'once')).toBe(0);
    clock.atMs += 61_000;
    await poll();
    expect(await reads(b, 'once')).toBe(1);
  });

  it('read it again after a change: the one that made it at once, the other at its next poll', async () => {
    await createLiveTenant(a, 'renamed');
    await poll();
    expect([await reads(a, 'renamed'), await reads(b, 'renamed')]).toEqual([1, 1]);
    await name('renamed', 'Another name');
    expect([await reads(a, 'renamed'), await reads(b, 'renamed')]).toEqual([1, 0]);
    await poll();
    expect(await reads(b, 'renamed')).toBe(1);
  });

  it('do not believe what they kept while nothing is heard of changes', async () => {
    await createLiveTenant(a, 'silent');
    await poll();
    expect(await reads(b, 'silent')).toBe(1);
    clock.atMs += 5_001;
    expect(await reads(b, 'silent')).toBe(1);
    expect(await reads(b, 'silent')).toBe(1);
  });

  it('keep no host that is nobody’s, and find it once it is live', async () => {
    for (let n = 0; n < 2; n += 1) expect(await reads(b, 'later')).toBe(1);
    await createLiveTenant(a, 'later');
    expect(await start(b, 'later')).toBe(302);
  });

  it('take a key that the other has just been given, before they hear of it', async () => {
    const { tenant } = await createLiveTenant(a, 'acme');
    await settle();
    const options = { nowMs: clock.atMs, authnInstant: new Date(clock.atMs).toISOString() };
    expect((await signIn(b.client('acme'), options)).answer.status).toBe(303);
    const withBoth = a
      .get(ConnectionsService)
      .readMetadata(idpMetadata({ keys: [theIdpKey(), aForeignKey()] }));
    await a
      .get(Transactions)
      .run((tx) =>
        a
          .get(ConnectionsService)
          .importMetadata(
            tx,
            { tenantId: tenant.id, metadata: withBoth, metadataUrl: null },
            BY_TEST,
          ),
      );
    const signed = await signIn(b.client('acme'), { ...options, key: aForeignKey() });
    expect(signed.answer.status).toBe(303);
  });

  it('refuse a key that the other has just lost, although they have not heard of it', async () => {
    const { tenant } = await createLiveTenant(a, 'globex', {
      keys: [theIdpKey(), aForeignKey()],
      entityId: 'https://idp.globex.example/',
    });
    await settle();
    const addressing = {
      acsUrl: 'https://globex.imagencloud.com/saml/module.php/saml/sp/saml2-acs.php/imagenweb',
      spEntityId: 'https://globex.imagencloud.com/sp-entityid',
      idpEntityId: 'https://idp.globex.example/',
      claims: { 'http://schemas.microsoft.com/identity/claims/tenantid': [] },
    };
    const options = {
      ...addressing,
      nowMs: clock.atMs,
      authnInstant: new Date(clock.atMs).toISOString(),
      key: aForeignKey(),
    };
    expect((await signIn(b.client('globex'), options)).answer.status).toBe(303);
    const service = a.get(ConnectionsService);
    const withOne = service.readMetadata(
      idpMetadata({ keys: [theIdpKey()], entityId: 'https://idp.globex.example/' }),
    );
    await a
      .get(Transactions)
      .run((tx) =>
        service.importMetadata(
          tx,
          { tenantId: tenant.id, metadata: withOne, metadataUrl: null },
          BY_TEST,
        ),
      );
    expect((await signIn(b.client('globex'), options)).answer.status).toBe(403);
  });
});
