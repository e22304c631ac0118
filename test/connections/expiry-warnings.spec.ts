import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ExpiryWarnings } from '../../src/connections/index.js';
import { findExpiryStep } from '../../src/connections/domain/expiry-steps.js';
import { judgeStaleness, nextRefreshAtMs } from '../../src/connections/domain/refresh-times.js';
import { MetadataUpkeep } from '../../src/operations/index.js';
import { Metrics } from '../../src/telemetry/index.js';
import { databases } from '../support/databases.js';
import { createLiveTenant, type Product, StandingClock, startProduct } from '../support/product.js';
import { aSigningKey } from '../support/saml/index.js';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 10, 25);
const END = START + 100 * DAY_MS;

describe.each(databases)('the end of a certificate, on $kind', (kind) => {
  let clock: StandingClock;
  let product: Product;
  let other: Product;
  const ending = aSigningKey({ notAfterMs: END });
  const lasting = aSigningKey();

  beforeAll(async () => {
    clock = new StandingClock(START);
    product = await startProduct(kind, { clock });
    other = await startProduct(kind, { clock, databaseUrl: product.databaseUrl });
  });

  afterAll(async () => {
    await other.close();
    await product.close();
  });

  /** At once; on SQLite one after the other, since two writers in one process wait for each other there. */
  const allLook = async (): Promise<void> => {
    const look = (each: Product) => each.get(ExpiryWarnings).run();
    if (kind.kind === 'mysql') await Promise.all([product, other, product].map(look));
    else for (const each of [product, other]) await look(each);
  };

  let tenantId: string;
  let count = 0;
  beforeEach(async () => {
    await product.query("UPDATE connections SET active_tenant_id = NULL, state = 'retired'");
    clock.atMs = START;
    count += 1;
  });

  const aTenantWith = async (...keys: (typeof ending)[]) => {
    ({
      tenant: { id: tenantId },
    } = await createLiveTenant(product, `t${count}-${keys.length}`, { keys }));
  };
  const events = async (type: string) => {
    const rows = await product.query<{ details: string }>(
      'SELECT details FROM audit_events WHERE tenant_id = ? AND type = ? ORDER BY id',
      [tenantId, type],
    );
    return rows.map(({ details }) => JSON.parse(details) as Record<string, unknown>);
  };

  it('is told 60, 30, 7 and 1 days before, and when it is over, once each, whoever looks', async () => {
    await aTenantWith(ending);
    for (let day = 0; day <= 105; day += 1) {
      clock.atMs = START + day * DAY_MS;
      await allLook();
    }
    const told = await events('certificate.expiring');
    expect(told.map(({ step, daysLeft }) => [step, daysLeft])).toEqual([
      ...[
        [60, 59],
        [30, 29],
        [7, 6],
        [1, 0],
        [0, -1],
      ],
    ]);
  });

  it('is told once, by the most urgent step, where it is near from the start', async () => {
    clock.atMs = END - 5 * DAY_MS;
    await aTenantWith(ending);
    await product.get(ExpiryWarnings).run();
    await product.get(ExpiryWarnings).run();
    expect((await events('certificate.expiring')).map(({ step }) => step)).toEqual([7]);
  });

  it('is counted by the certificate of a connection that lasts longest', async () => {
    await aTenantWith(ending);
    await aTenantWith(ending, lasting);
    clock.atMs = END - 6 * DAY_MS;
    const { expiring } = await product.get(ExpiryWarnings).run();
    expect([...expiring]).toEqual([
      [0, 0],
      [1, 0],
      [7, 1],
      [30, 1],
      [60, 1],
    ]);
    expect((await events('certificate.expiring')).map(({ step }) => step)).toEqual([7]); // each one is told
  });

  it('is in the metrics, whose labels name nobody', async () => {
    await aTenantWith(ending);
    clock.atMs = END + DAY_MS;
    await product.get(MetadataUpkeep).run();
    const text = await product.get(Metrics).registry.metrics();
    expect(text).toContain('imagen_sso_connections_expiring{within_days="0"} 1');
    expect(text).toContain('imagen_sso_metadata_stale{for_days="7"} 0');
  });

  it('comes with an alarm for metadata that stays away for 7 days, and 30: once each', async () => {
    await aTenantWith(lasting);
    await product.query(
      `INSERT INTO connection_metadata (connection_id, tenant_id, last_good_at_ms, stale_days_told)
        SELECT id, tenant_id, ?, 0 FROM connections WHERE active_tenant_id IS NOT NULL`,
      [START],
    );
    await product.query(
      "UPDATE connections SET metadata_url = 'https://idp.example.com/' WHERE active_tenant_id IS NOT NULL",
    );
    for (const days of [6.9, 7, 8, 29, 30, 31]) {
      clock.atMs = START + days * DAY_MS;
      await allLook();
    }
    expect((await events('metadata.stale')).map(({ days }) => days)).toEqual([7, 30]);
    const { stale } = await product.get(ExpiryWarnings).run();
    expect([...stale]).toEqual([
      [30, 1],
      [7, 1],
    ]);
  });
});

describe('times', () => {
  const certificate = { keyType: 'rsa', keyBits: 2048, notBeforeMs: 0, notAfterMs: END } as const;

  it.each([
    [END - 60 * DAY_MS, null],
    [END - 60 * DAY_MS + 1, 60],
    [END - 30 * DAY_MS + 1, 30],
    [END - 7 * DAY_MS, 30],
    [END - 7 * DAY_MS + 1, 7],
    [END - 1, 1],
    [END + 999, 1], // written in whole seconds, of which the last is included
    [END + 1000, 0],
  ])('at %d the step of a certificate is %j', (nowMs, step) => {
    expect(findExpiryStep(certificate, nowMs)).toBe(step);
  });

  it('of the next refresh lie within ten minutes of an hour', () => {
    expect(nextRefreshAtMs(0, 0)).toBe(50 * 60_000);
    expect(nextRefreshAtMs(0, 0.5)).toBe(60 * 60_000);
    expect(nextRefreshAtMs(0, 1)).toBe(70 * 60_000);
  });

  it('of metadata without an answer yet are not stale', () => {
    expect(judgeStaleness(null, END)).toBe(0);
  });
});
