import { freePort } from '../support/free-port.js';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectionDrain } from '../../src/operations/connection-drain.js';
import { databases, type TestDatabase } from '../support/databases.js';
import { aDatabaseWithAcme, ServedProduct } from '../faults/served-product.js';
import { ACS_PATH } from '../support/paths.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { signIn } from '../support/sign-in.js';
import { until } from '../support/until.js';

const BODY = 'SAMLResponse=no-message-at-all';
const HEAD = [
  `POST ${ACS_PATH} HTTP/1.1`,
  'Host: acme.imagencloud.com',
  'Content-Type: application/x-www-form-urlencoded',
];

describe.each(databases)('an instance that is told to stop, on $kind', (kind) => {
  let home: TestDatabase;
  let product: Product;

  beforeEach(async () => {
    home = await kind.create();
    product = await startProduct(kind, { databaseUrl: home.url });
    await createLiveTenant(product);
  });

  afterEach(() => home.drop());

  /** A request that the server has begun to read, and whose other half is still to come. */
  const halfSent = async (): Promise<{ socket: Socket; answer: Promise<string> }> => {
    const socket = connect(product.port, '127.0.0.1');
    const arrived = once(product.app.getHttpServer(), 'request');
    socket.write(
      [...HEAD, `Content-Length: ${BODY.length.toString()}`, '', BODY.slice(0, 9)].join('\r\n'),
    );
    await arrived;
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
    return { socket, answer: once(socket, 'close').then(() => text) };
  };

  const reasons = async (): Promise<unknown[]> => {
    const reader = await startProduct(kind, { databaseUrl: home.url });
    const rows = await reader.query(
      "SELECT reason AS reason FROM audit_events WHERE type = 'sign_in'",
    );
    await reader.close();
    return rows;
  };

  it('finishes and records what it had accepted, and lets go of the connection', async () => {
    const { socket, answer } = await halfSent();
    const closed = product.close();
    socket.write(BODY.slice(9));
    expect(await answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    await closed;
    expect(await reasons()).toEqual([{ reason: 'base64_malformed' }]);
  });

  it('takes nothing new meanwhile', async () => {
    const { socket, answer } = await halfSent();
    const closed = product.close();
    while (product.app.getHttpServer().listening) await new Promise(setImmediate);
    await expect(product.client('acme').get('/healthz')).rejects.toThrow('ECONNREFUSED');
    socket.write(BODY.slice(9));
    await answer;
    await closed;
  });

  /** As a proxy asks: it would use the connection again. */
  const askKeptOpen = async (agent: Agent): Promise<IncomingMessage> => {
    const asked = request({ port: product.port, host: '127.0.0.1', path: '/healthz', agent });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return response;
  };

  it('makes every answer the last of its connection once it leaves', async () => {
    const agent = new Agent({ keepAlive: true });
    const connection = async () => (await askKeptOpen(agent)).headers.connection;
    expect(await connection()).toBe('keep-alive');
    product.get(ConnectionDrain).leave();
    expect(await connection()).toBe('close');
    agent.destroy();
    await product.close();
  });

  it('does not wait for connections that have their answer, or never said anything', async () => {
    const agent = new Agent({ keepAlive: true });
    await askKeptOpen(agent);
    const silent = connect(product.port, '127.0.0.1');
    await once(product.app.getHttpServer(), 'connection');
    await Promise.all([once(silent, 'close'), product.close()]);
    agent.destroy();
  });

  it('does not wait for a request that never ends', async () => {
    product.get(ConnectionDrain).deadlineMs = 50;
    const { answer } = await halfSent();
    await product.close();
    expect(await answer).toBe('');
  });
});

const [sqlite] = databases;

it('an instance that leaves says so, and serves on until the load balancer has had time to notice', async () => {
  if (!sqlite) throw new Error('no database');
  const acme = await aDatabaseWithAcme(sqlite);
  const instance = await ServedProduct.start(acme, await freePort(), { STOP_DELAY_SECONDS: '4' });
  try {
    const stopped = instance.stop();
    const leaving = await until('the instance says that it leaves', async () => {
      const answer = await instance.client().get('/readyz');
      return answer.status === 503 ? answer : null;
    });
    expect(leaving.json()).toMatchObject({ checks: { database: 'ok', process: 'stopping' } });
    expect((await signIn(instance.client())).answer.status).toBe(303);
    expect(await stopped).toBe(0);
    await expect(instance.client().get('/healthz')).rejects.toThrow('ECONNREFUSED');
  } finally {
    await instance.kill();
    await acme.drop();
  }
}, 60_000);
