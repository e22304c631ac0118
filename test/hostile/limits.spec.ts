import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import { ACS_PATH } from '../support/paths.js';
import { answerTo, postResponse, startSignIn } from '../support/sign-in.js';
import { AcsWorld, type Target } from './acs-world.js';

const LIMIT = 30;
const MIB = 1024 * 1024;

describe.each(databases)('what arrives at the ACS on $kind', (kind) => {
  let world: AcsWorld;

  beforeAll(async () => {
    world = await AcsWorld.open(kind);
  });

  afterAll(() => world.close());

  const answered = async (socket: Socket): Promise<string> => {
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
    await once(socket, 'close');
    return text;
  };
  const head = (target: Target, ...more: string[]): string =>
    [
      `POST ${ACS_PATH} HTTP/1.1`,
      `Host: ${target.subdomain}.imagencloud.com`,
      'Content-Type: application/x-www-form-urlencoded',
      ...more,
      '\r\n',
    ].join('\r\n');
  const eventsOf = async (target: Target): Promise<string[]> =>
    (await world.trace(target)).events.map(({ reason }) => reason ?? '');

  it('is refused unread where it says that it is too large, and the connection closes', async () => {
    const target = await world.target();
    const socket = connect(world.product.port, '127.0.0.1');
    socket.write(head(target, `Content-Length: ${(2 * MIB).toString()}`) + 'SAMLResponse=');
    const text = await answered(socket);
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toMatch(/^Connection: close$/im);
    expect(text).toContain('</html>');
    expect(await eventsOf(target)).toEqual(['message_too_large']);
  });

  it('is refused where it turns out to be too large, and the connection closes', async () => {
    const target = await world.target();
    const socket = connect(world.product.port, '127.0.0.1');
    socket.write(head(target, 'Transfer-Encoding: chunked'));
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
    for (let sent = 0; sent <= MIB; sent += 0x10000) socket.write(chunk);
    const text = await answered(socket);
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toContain('</html>');
    expect(await eventsOf(target)).toEqual(['message_too_large']);
  });

  it('is nothing where the browser gives up half-way', async () => {
    const target = await world.target();
    const socket = connect(world.product.port, '127.0.0.1');
    socket.write(head(target, 'Content-Length: 1000') + 'SAMLResponse=PHg');
    await once(socket, 'ready');
    socket.end(); // an end of file in the middle of the body
    expect(await answered(socket)).not.toMatch(/^HTTP\/1\.1 (2|3)/);
    expect(await eventsOf(target)).toEqual([]);
    expect((await world.product.client(target.subdomain).get('/site/login')).status).toBe(302);
  });

  it('is bounced once and then shown a button, both on the record', async () => {
    const target = await world.target();
    const client = world.product.client(target.subdomain);
    const { acsUrl, spEntityId } = target;
    const unsolicited = () =>
      postResponse(client, answerTo(null, { acsUrl, spEntityId, nowMs: world.clock.atMs }));
    await world.expectBounced(target, await unsolicited());
    const before = await world.trace(target);
    const again = await unsolicited();
    const after = await world.trace(target);
    expect([again.status, after.sessionIds]).toEqual([403, []]);
    expect(after.events.at(-1)).toMatchObject({ outcome: 'redirected', reason: 'unsolicited' });
    expect(after.events.length).toBe(before.events.length + 1);
    expect(again.text).toContain(after.events.at(-1)?.reference);
  });
});

describe.each(databases)('a network that asks too often, on $kind', (kind) => {
  let world: AcsWorld;

  beforeAll(async () => {
    world = await AcsWorld.open(kind, {
      RATE_LIMIT: LIMIT.toString(),
      TRUSTED_PROXIES: '127.0.0.1',
    });
  });

  afterAll(() => world.close());

  const from = (address: string) => ({ 'x-forwarded-for': address });

  it.each(['POST', 'GET'])(
    'is told to wait, by %s too, whatever attempt it holds, and others are not',
    async (method) => {
      const target = await world.target();
      world.clock.atMs += 60_000 * (method === 'POST' ? 10 : 20); // a minute that nobody has asked in yet
      const client = world.product.client(target.subdomain);
      await startSignIn(client);
      const ask = (headers: Record<string, string>) =>
        client.ask(ACS_PATH, { method, headers }, 'none');
      const statuses = [];
      for (let n = 0; n < LIMIT + 5; n += 1) statuses.push((await ask(from('203.0.113.1'))).status);
      expect(new Set(statuses.slice(0, LIMIT))).toEqual(new Set([method === 'POST' ? 415 : 405]));
      expect(statuses.slice(LIMIT)).toEqual([429, 429, 429, 429, 429]);

      const before = await world.trace(target);
      const neighbour = await ask(from('203.0.113.200'));
      expect(neighbour.headers['retry-after']).toMatch(/^[1-9]\d?$/);
      await world.expectRefused(target, neighbour, 'rate_limited', before);
      expect((await ask(from('198.51.100.1'))).status).not.toBe(429);
      world.clock.atMs += 60_000;
      expect((await ask(from('203.0.113.1'))).status).not.toBe(429);
    },
  );
});
