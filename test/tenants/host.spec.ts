import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TenantsService } from '../../src/tenants/index.js';
import { Transactions } from '../../src/database/index.js';
import { databases } from '../support/databases.js';
import { BY_TEST, createLiveTenant, type Product, startProduct } from '../support/product.js';

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** With any Host header, also those that no browser would send. */
function get(port: number, host: string | null, path = '/site'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const headers = host === null ? {} : { host };
    const asked = request({ port, host: '127.0.0.1', path, headers, setHost: false }, (res) => {
      let body = '';
      res.setEncoding('utf8');
      res.on('data', (chunk: string) => (body += chunk));
      res.on('end', () => {
        const lasting = Object.entries(res.headers).filter(
          ([name]) => name !== 'date' && name !== 'x-request-id',
        );
        resolve({ status: res.statusCode ?? 0, headers: Object.fromEntries(lasting), body });
      });
    });
    asked.on('error', reject).end();
  });
}

describe.each(databases)('hosts on $kind', (kind) => {
  let product: Product;
  let unknown: Got;

  beforeAll(async () => {
    product = await startProduct(kind, { settings: { NODE_ENV: 'production' } });
    await createLiveTenant(product, 'acme');
    await product
      .get(Transactions)
      .run((tx) =>
        product.get(TenantsService).create(tx, { subdomain: 'soon', name: 'Soon' }, BY_TEST),
      );
    unknown = await get(product.port, 'nobody.imagencloud.com');
  });

  afterAll(() => product.close());

  it('an unknown one gets a page that names nobody', () => {
    expect(unknown.status).toBe(404);
    expect(unknown.body).not.toMatch(/nobody|acme|soon/i);
    expect(unknown.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['a tenant without an active connection', 'soon.imagencloud.com'],
    ['the bare host, in production', 'imagencloud.com'],
    ['two labels', 'a.acme.imagencloud.com'],
    ['a tenant with another port', 'acme.imagencloud.com:8443'],
    ['a tenant with a dot at the end', 'acme.imagencloud.com.'],
    ['another domain', 'acme.example.com'],
    ['a tenant in front of another domain', 'acme.imagencloud.com.example.com'],
    ['a look-alike of the dot', 'acme-imagencloudXcom'],
    ['an address', '127.0.0.1'],
    ['SQL', "acme'--.imagencloud.com"],
    ['nothing', ''],
  ])('%s cannot be told from an unknown one', async (_, host) => {
    expect(await get(product.port, host)).toEqual(unknown);
  });

  it.each(['/site/login', '/admin/audit', '/api/v1/users', '/sp-entityid', '/nowhere'])(
    'on an unknown one, %s answers like any other address',
    async (path) => {
      expect(await get(product.port, 'nobody.imagencloud.com', path)).toEqual(unknown);
      expect(await get(product.port, 'soon.imagencloud.com', path)).toEqual(unknown);
    },
  );

  it('a live one is found in any case of its letters', async () => {
    for (const host of ['acme.imagencloud.com', 'ACME.ImagenCloud.com'])
      expect((await get(product.port, host, '/sp-entityid')).status).toBe(200);
  });

  it('what a proxy says about the host is not listened to', async () => {
    const asked = await fetch(`http://127.0.0.1:${product.port}/sp-entityid`, {
      headers: {
        'x-forwarded-host': 'acme.imagencloud.com',
        forwarded: 'host=acme.imagencloud.com',
      },
    });
    expect(asked.status).toBe(404);
  });

  it('probes and style sheets are for any of them', async () => {
    expect((await get(product.port, '10.0.0.7', '/healthz')).status).toBe(200);
    expect((await get(product.port, '10.0.0.7', '/readyz')).status).toBe(200);
    const [path] = /\/assets\/[^"]+\.css/.exec(unknown.body) ?? [];
    expect((await get(product.port, 'nobody.imagencloud.com', path)).status).toBe(200);
  });
});
