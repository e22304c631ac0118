import { freePort } from '../support/free-port.js';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Transactions } from '../../src/database/index.js';
import { Log } from '../../src/telemetry/index.js';
import { databases } from '../support/databases.js';
import { type FaultyWorld, openFaultyWorld } from '../faults/faulty-database.js';
import type { Answer } from '../support/http-client.js';
import { ACS_PATH } from '../support/paths.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { answerTo, postResponse, signIn } from '../support/sign-in.js';

const OK = { database: 'ok', migrations: 'ok', key: 'ok', process: 'ok' };

describe.each(databases)('a probe, on $kind,', (kind) => {
  let world: FaultyWorld;

  beforeAll(async () => {
    world = await openFaultyWorld(kind);
  });

  afterAll(() => world.close());

  // By address, as orchestrators ask: no tenant's host.
  const probe = (path: string, host = '10.1.2.3:3000'): Promise<Answer> =>
    world.product.client('nobody').get(path, { host });

  it('learns that the process answers, and that it is ready, on every host', async () => {
    for (const host of ['10.1.2.3:3000', 'acme.imagencloud.com', 'nobody.imagencloud.com']) {
      const [health, ready] = [await probe('/healthz', host), await probe('/readyz', host)];
      expect([health.status, health.json()]).toEqual([200, { status: 'ok' }]);
      expect([ready.status, ready.json()]).toEqual([200, { status: 'ready', checks: OK }]);
      expect([health, ready].map(({ headers }) => headers['cache-control'])).toEqual([
        'no-store',
        'no-store',
      ]);
    }
  });

  it('is told not to send anybody here while a migration is pending', async () => {
    const transactions = world.product.get(Transactions);
    const [migration] = await world.product.query<{ timestamp: number; name: string }>(
      'SELECT timestamp AS timestamp, name AS name FROM migrations ORDER BY id DESC',
    );
    const { timestamp = 0, name = '' } = migration ?? {};
    await transactions.run((tx) => tx.execute('DELETE FROM migrations WHERE name = ?', [name]));
    const pending = await probe('/readyz');
    await transactions.run((tx) =>
      tx.execute('INSERT INTO migrations (timestamp, name) VALUES (?, ?)', [timestamp, name]),
    );
    expect([pending.status, pending.json()]).toEqual([
      503,
      { status: 'not_ready', checks: { ...OK, migrations: 'pending' } },
    ]);
    expect((await probe('/readyz')).status).toBe(200);
  });

  it('is told that the database is away, and that it is back; the process is healthy all along', async () => {
    world.plan.isAway = true;
    const [health, away] = [await probe('/healthz'), await probe('/readyz')];
    world.plan.isAway = false;
    expect(health.status).toBe(200);
    expect([away.status, away.json()]).toEqual([
      503,
      { status: 'not_ready', checks: { ...OK, database: 'unreachable', migrations: 'unknown' } },
    ]);
    expect((await probe('/readyz')).status).toBe(200);
  });

  it('costs one look at the database at a time, however many ask', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => probe('/readyz')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('sees nothing of metrics on the port that everybody reaches', async () => {
    for (const host of ['10.1.2.3:3000', 'acme.imagencloud.com'])
      expect((await probe('/metrics', host)).status).toBe(404);
  });
});

describe('the metrics of what happened', () => {
  const [sqlite] = databases;
  let product: Product;
  let operationsPort: number;

  beforeAll(async () => {
    if (!sqlite) throw new Error('no database');
    operationsPort = await freePort();
    product = await startProduct(sqlite, {
      settings: { OPERATIONS_PORT: operationsPort.toString() },
    });
    await createLiveTenant(product);
  });

  afterAll(() => product.close());

  const metrics = async (): Promise<string> =>
    (await fetch(`http://127.0.0.1:${operationsPort.toString()}/metrics`)).text();

  it('are counted by outcome and by the reason that the log holds', async () => {
    const client = product.client('acme');
    await signIn(client);
    await postResponse(client, answerTo('_nobody'));
    const other = product.client('acme');
    await postResponse(other, answerTo(null));
    await postResponse(other, answerTo(null));
    const text = await metrics();
    const signIns = [...text.matchAll(/^imagen_sso_sign_ins_total(.*)$/gm)].map(([, rest]) => rest);
    expect(signIns.toSorted()).toEqual([
      '{outcome="accepted",reason="none"} 1',
      '{outcome="redirected",reason="unsolicited"} 2',
      '{outcome="refused",reason="attempt_unknown"} 1',
    ]);
    expect(text).toMatch(/^imagen_sso_sign_in_seconds_bucket\{le="0\.5",outcome="accepted"\} 1$/m);
    expect(text).toMatch(/^imagen_sso_http_request_seconds_count\{.*route="\/site\/login".*\} 1$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  });

  it('name no person, tenant, address or unknown path', async () => {
    await product.client('acme').get('/library/ann@contoso.example');
    expect(await metrics()).not.toMatch(/contoso|acme|library|127\.0\.0\.1/);
  });

  it('tell a client that went away from a failure of ours', async () => {
    const failures: unknown[] = [];
    Object.assign(product.get(Log), { failure: (fields: unknown) => failures.push(fields) });
    const socket = connect(product.port, '127.0.0.1');
    const server = product.app.getHttpServer();
    const arrived = once(server, 'request') as Promise<[unknown, ServerResponse]>;
    socket.write(
      `POST ${ACS_PATH} HTTP/1.1\r\nHost: acme.imagencloud.com\r\nContent-Length: 9\r\n\r\nSAML`,
    );
    const [, res] = await arrived;
    socket.destroy();
    await once(res, 'close');
    await new Promise(setImmediate);
    expect(failures).toEqual([]);
    expect(await metrics()).toMatch(/http_request_seconds_count\{.*imagenweb",status="499"\} 1/);
  });

  it('are all that their port has', async () => {
    const answer = await fetch(`http://127.0.0.1:${operationsPort.toString()}/site`);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });
});
