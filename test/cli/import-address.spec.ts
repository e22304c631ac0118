import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import { idpMetadata } from '../support/product.js';
import { CliWorld } from './cli-world.js';

describe.each(databases)('connection import from an address on $kind', (kind) => {
  let server: Server;
  let address: string;
  let served: { status: number; body: Buffer };
  let cli: CliWorld;

  beforeAll(async () => {
    served = { status: 200, body: idpMetadata() };
    server = createServer((_, res) => res.writeHead(served.status).end(served.body));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    address = `http://${host}/federationmetadata.xml`;
    cli = await CliWorld.open(kind, { OUTBOUND_ALLOW: host });
    await cli.must('tenant create acme --name Acme');
  });

  afterAll(async () => {
    server.close();
    await cli.drop();
  });

  const shown = async () => (await cli.must('connection show acme --json')).json();

  it('keeps the address, and a file that follows leaves it', async () => {
    await cli.must(`connection import acme --metadata ${address} --activate`);
    expect(await shown()).toMatchObject({ connection: { metadataUrl: address, version: 1 } });
    await cli.must('connection import acme --metadata -', idpMetadata());
    expect(await shown()).toMatchObject({ connection: { metadataUrl: address, version: 1 } });
  });

  it.each([
    ['an error page', 503, 'CANARY <html></html>', 'status 503'],
    ['a page of the wrong kind', 200, '<!doctype html><p>CANARY</p>', 'saved as HTML'],
  ])('changes nothing where %s answers, and shows none of it', async (_, status, body, why) => {
    const before = await shown();
    served = { status, body: Buffer.from(body) };
    const ran = await cli.run(['connection', 'import', 'acme', '--metadata', address]);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain(why);
    expect(ran.err).not.toContain('CANARY');
    expect(await shown()).toEqual(before);
  });
});
