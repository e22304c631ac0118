import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppConfig } from '../../src/config/index.js';
import type { UserError } from '../../src/errors/index.js';
import { type HostAddress, HostResolver, OutboundClient } from '../../src/outbound/index.js';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

/** A name server whose answers change from one question to the next. */
class ScriptedResolver extends HostResolver {
  asked = 0;

  constructor(private readonly answers: readonly (readonly string[])[]) {
    super();
  }

  override resolve(): Promise<HostAddress[]> {
    const answer = this.answers[Math.min(this.asked, this.answers.length - 1)] ?? [];
    this.asked += 1;
    return Promise.resolve(
      answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }
}

const routes: Record<string, RequestListener> = {
  '/metadata': (_, res) => res.end('<xml/>'),
  '/largest': (_, res) => res.end(Buffer.alloc(1024 * 1024)),
  '/too-large': (_, res) => res.end(Buffer.alloc(1024 * 1024 + 1)),
  '/moved': (_, res) => res.writeHead(302, { location: 'http://169.254.169.254/SECRET' }).end(),
  '/missing': (_, res) => res.writeHead(404).end('SECRET'),
  '/packed': (_, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end('SECRET'),
  '/versioned': (req, res) => {
    const isKnown = req.headers['if-none-match'] === '"v1"';
    res.writeHead(isKnown ? 304 : 200, {
      etag: '"v1"',
      'last-modified': 'Wed, 25 Nov 2026 20:00:00 GMT',
    });
    res.end(isKnown ? undefined : '<xml/>');
  },
  '/odd-validators': (_, res) =>
    res.writeHead(200, { etag: `"${'x'.repeat(300)}"`, 'last-modified': '<script>' }).end('<xml/>'),
  '/unchanged': (_, res) => res.writeHead(304).end(),
  '/drip': (_, res) => {
    const drop = setInterval(() => res.write('x'), 200);
    res.on('close', () => clearInterval(drop));
  },
  '/cut': (_, res) => {
    res.writeHead(200, { 'content-length': '100' }).write('SECRET');
    res.socket?.destroySoon();
  },
};

describe('the outbound client', () => {
  let server: Server;
  let tls: Server;
  let here: string;
  let arrived: string[];

  beforeAll(async () => {
    arrived = [];
    server = createServer((req, res) => {
      arrived.push(req.url ?? '');
      routes[req.url ?? '']?.(req, res);
    });
    tls = createTlsServer(
      { key: fixture('untrusted.key.pem'), cert: fixture('untrusted.crt.pem') },
      (_, res) => res.end('x'),
    );
    for (const each of [server, tls])
      await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
    here = `127.0.0.1:${portOf(server)}`;
  });

  afterAll(async () => {
    for (const each of [server, tls]) {
      each.closeAllConnections();
      await new Promise((resolve) => each.close(resolve));
    }
  });

  const clientWith = (allow: string, resolver: HostResolver = new HostResolver()) =>
    new OutboundClient(
      AppConfig.read({ NODE_ENV: 'test', SECRET_KEY: 'A'.repeat(43) + '=', OUTBOUND_ALLOW: allow }),
      resolver,
    );

  const refusal = async (client: OutboundClient, address: string): Promise<UserError> =>
    client.get(address).then(
      () => {
        throw new Error('it answered');
      },
      (error: unknown) => error as UserError,
    );

  it('reads a document from a host and port that the operator listed', async () => {
    expect((await clientWith(here).get(`http://${here}/metadata`)).toString()).toBe('<xml/>');
    expect(await clientWith(here).get(`http://${here}/largest`)).toHaveLength(1024 * 1024);
  });

  it.each([
    ['/too-large', 'answer_too_large'],
    ['/moved', 'answer_redirects'],
    ['/missing', 'answer_not_ok'],
    ['/packed', 'answer_encoded'],
    ['/cut', 'host_unreachable'],
    ['/unchanged', 'answer_not_ok'], // nobody said what we have
    ['/drip', 'answer_late'], // each byte in time, the whole never
  ])('refuses the answer of %s as %s and shows nothing of it', async (path, code) => {
    const error = await refusal(clientWith(here), `http://${here}${path}`);
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('SECRET');
    expect(error.message).not.toContain('\n');
  });

  it('asks for what has changed by what the server said of the version we have', async () => {
    const address = `http://${here}/versioned`;
    const none = { etag: null, lastModified: null };
    const first = await clientWith(here).getIfChanged(address, none);
    if (first.kind !== 'document') throw new Error('it said nothing');
    expect(first.validators).toEqual({
      etag: '"v1"',
      lastModified: 'Wed, 25 Nov 2026 20:00:00 GMT',
    });
    const again = await clientWith(here).getIfChanged(address, first.validators);
    expect(again).toEqual({ kind: 'not_modified' });
  });

  it('keeps nothing of a validator that is none', async () => {
    const none = { etag: null, lastModified: null };
    const fetched = await clientWith(here).getIfChanged(`http://${here}/odd-validators`, none);
    expect(fetched).toMatchObject({ validators: none });
  });

  it.each([
    ['no address', 'idp.example.com/metadata', 'address_malformed'],
    ['a file', 'file:///etc/passwd', 'address_malformed'],
    ['another scheme', 'gopher://idp.example.com/', 'address_malformed'],
    ['a password', 'https://user:secret@idp.example.com/', 'address_has_credentials'],
    ['plain http', 'http://idp.example.com/', 'address_not_https'],
    ['another port', 'https://idp.example.com:8443/', 'address_not_https'],
    ['loopback', 'https://127.0.0.1/', 'address_not_public'],
    ['loopback as one number', 'https://2130706433/', 'address_not_public'],
    ['loopback in octal', 'https://0177.1/', 'address_not_public'],
    ['loopback in IPv6', 'https://[::1]/', 'address_not_public'],
    ['IPv4-mapped', 'https://[::ffff:10.0.0.1]/', 'address_not_public'],
    ['cloud metadata', 'https://169.254.169.254/latest/', 'address_not_public'],
  ])('calls nobody for %s', async (_, address, code) => {
    const error = await refusal(clientWith(''), address);
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('secret');
  });

  it('refuses a public name that points inside, and asks for it once', async () => {
    const resolver = new ScriptedResolver([['10.0.0.5', '::1'], ['1.1.1.1']]);
    const error = await refusal(clientWith('', resolver), 'https://idp.example.com/');
    expect(error.code).toBe('address_not_public');
    expect(resolver.asked).toBe(1);
  });

  it('connects to the address that was judged, whatever the name server says afterwards', async () => {
    const port = portOf(server);
    const resolver = new ScriptedResolver([['127.0.0.1'], ['192.0.2.1']]);
    const client = clientWith(`idp.example.com:${port}`, resolver);
    await client.get(`http://idp.example.com:${port}/metadata`);
    expect(resolver.asked).toBe(1);
  });

  it('lets a listed host speak for its own port only', async () => {
    const error = await refusal(clientWith('127.0.0.1:1'), `http://${here}/metadata`);
    expect(error.code).toBe('address_not_https');
  });

  it('trusts no certificate that nobody vouches for', async () => {
    const address = `127.0.0.1:${portOf(tls)}`;
    const error = await refusal(clientWith(address), `https://${address}/`);
    expect(error.code).toBe('certificate_untrusted');
  });
});

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
