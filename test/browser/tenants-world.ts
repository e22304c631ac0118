import { readFileSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Transactions } from '../../src/database/index.js';
import { UsersGrants } from '../../src/users/index.js';
import { launchBrowser } from '../support/browser.js';
import type { DatabaseKind } from '../support/databases.js';
import { ACS_PATH, SESSION_COOKIE } from '../support/paths.js';
import {
  BY_TEST,
  createLiveTenant,
  type LiveTenant,
  type Product,
  startProduct,
} from '../support/product.js';
import { aSigningKey, theIdpKey } from '../support/saml/index.js';
import { answerTo } from '../support/sign-in.js';

export const ACME_ORIGIN = 'https://acme.imagencloud.com';
export const GLOBEX_ORIGIN = 'https://globex.imagencloud.com';
export const ATTACK_PAGE = `${GLOBEX_ORIGIN}/attack-page`;
export const VICTIM = 'victim';

const PAGE = readFileSync(join(import.meta.dirname, 'attack-page.html'));
const IDP_HOST = 'login.microsoftonline.com';

/** A request that reached acme from a page of globex. */
export interface Arrived {
  readonly method: string;
  readonly fetchSite: string;
  readonly hasSession: boolean;
}

/**
 * Two tenants under one registrable domain, over TLS: to a browser they are same-site, and `__Host-` cookies work. One of them
 * serves whatever its owner likes at /attack-page. The IdP signs VICTIM in without asking.
 */
export interface TenantsWorld {
  readonly product: Product;
  readonly acme: LiveTenant;
  /** The key of globex's own IdP, which acme does not know. */
  readonly globexIdpKey: ReturnType<typeof aSigningKey>;
  readonly arrived: Arrived[];
  /** Set-Cookie lines that come with the attacker's page. */
  tossed: string[];
  /** An administrator of acme, signed in in a browser of her own. */
  victimSignedIn(): Promise<{ context: BrowserContext; page: Page }>;
  browser(): Promise<BrowserContext>;
  close(): Promise<void>;
}

export async function openTenantsWorld(kind: DatabaseKind): Promise<TenantsWorld> {
  const product = await startProduct(kind);
  const acme = await createLiveTenant(product, 'acme');
  const globexIdpKey = aSigningKey();
  const globexIdp = { entityId: 'https://idp.globex.example', keys: [globexIdpKey] };
  await createLiveTenant(product, 'globex', globexIdp);
  const arrived: Arrived[] = [];
  const world = { tossed: [] as string[] };
  const { privateKey, certificatePem } = aSigningKey({ name: '*.imagencloud.com' });
  const front = createServer(
    { key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: certificatePem },
    (req, res) => {
      if (req.headers.host === IDP_HOST) answerAsIdp(req, res);
      else if (`https://${req.headers.host ?? ''}${req.url ?? ''}` === ATTACK_PAGE)
        res.writeHead(200, { 'content-type': 'text/html', 'set-cookie': world.tossed }).end(PAGE);
      else {
        if (req.headers.host === 'acme.imagencloud.com') arrived.push(seen(req));
        passOn(req, res, product.port);
      }
    },
  );
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const at = `127.0.0.1:${(front.address() as AddressInfo).port.toString()}`;
  const chromium: Browser = await launchBrowser([
    `--host-resolver-rules=MAP *.imagencloud.com:443 ${at},MAP ${IDP_HOST}:443 ${at}`,
  ]);
  const browser = () => chromium.newContext({ ignoreHTTPSErrors: true });
  return Object.assign(world, {
    product,
    acme,
    globexIdpKey,
    arrived,
    browser,
    async victimSignedIn() {
      const context = await browser();
      const page = await context.newPage();
      await page.goto(`${ACME_ORIGIN}/site/login`);
      await page.waitForURL(`${ACME_ORIGIN}/site`);
      const sql = 'SELECT id AS id FROM users WHERE stable_id = ?';
      const [victim] = await product.query<{ id: string }>(sql, [VICTIM]);
      await product
        .get(Transactions)
        .run((tx) =>
          product
            .get(UsersGrants)
            .grant(tx, acme.tenant.id, victim?.id ?? '', 'administrator', BY_TEST),
        );
      return { context, page };
    },
    async close() {
      await chromium.close();
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
      await product.close();
    },
  });
}

function seen({ method = '', headers }: IncomingMessage): Arrived {
  return {
    method,
    fetchSite: String(headers['sec-fetch-site']),
    hasSession: headers.cookie?.includes(`${SESSION_COOKIE}=`) ?? false,
  };
}

function passOn(req: IncomingMessage, res: ServerResponse, port: number): void {
  const { method, url: path, headers } = req;
  const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(res);
  });
  onward.on('error', () => res.destroy());
  req.pipe(onward);
}

/** Signs the person in who has a session there, as IdPs do: no question, a form that posts itself. */
function answerAsIdp(req: IncomingMessage, res: ServerResponse): void {
  const encoded = new URL(req.url ?? '', `https://${IDP_HOST}`).searchParams.get('SAMLRequest');
  const xml = inflateRawSync(Buffer.from(encoded ?? '', 'base64')).toString();
  const requestId = / ID="([^"]+)"/.exec(xml)?.[1] ?? '';
  const { base64 } = answerTo(requestId, {
    objectId: VICTIM,
    key: theIdpKey(),
    authnInstant: new Date().toISOString(), // late enough for whatever asks for a fresh sign-in
  });
  res
    .writeHead(200, { 'content-type': 'text/html' })
    .end(
      `<form method="post" action="${ACME_ORIGIN}${ACS_PATH}"><input name="SAMLResponse" value="${base64}"></form>` +
        '<script>document.forms[0].submit()</script>',
    );
}
