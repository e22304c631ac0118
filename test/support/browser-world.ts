import { freePort } from './free-port.js';
import { mkdirSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { IMAGEN_ADMINISTRATORS, IMAGEN_EDITORS } from '../../dev/idp/groups.ts';
import { startLookAlike } from '../../dev/idp/server.ts';
import { ConnectionsService } from '../../src/connections/index.js';
import { Transactions } from '../../src/database/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { MappingRulesService } from '../../src/users/index.js';
import { launchBrowser } from './browser.js';
import type { DatabaseKind } from './databases.js';
import { BY_TEST, type Product, startProduct } from './product.js';

const APP_ID = 'aaaaaaaa-1111-4111-8111-111111111111';
const PICTURES = process.env.PICTURES; // a folder to leave screenshots in

/** The product, the Entra look-alike beside it, the tenant acme, and a real browser. */
export interface BrowserWorld {
  readonly product: Product;
  readonly origin: string; // of acme
  readonly idpOrigin: string;
  /** Runs `visit` in a browser profile of its own, and fails on a request to another host or a console error. */
  inBrowser(
    options: Parameters<Browser['newContext']>[0],
    visit: (page: Page, context: BrowserContext) => Promise<void>,
  ): Promise<void>;
  /** Picks an account on the look-alike's page, and waits until the browser is back with us. */
  choose(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openBrowserWorld(kind: DatabaseKind): Promise<BrowserWorld> {
  const port = await freePort();
  const origin = `http://acme.localhost:${port.toString()}`;
  const idp = await startLookAlike({
    port: 0,
    dataDir: null,
    apps: [
      {
        name: 'Imagen',
        appId: APP_ID,
        identifier: `${origin}/sp-entityid`,
        replyUrls: [`${origin}/saml/module.php/saml/sp/saml2-acs.php/imagenweb`],
        signOnUrl: `${origin}/site/login`,
        logoutUrl: `${origin}/saml/module.php/saml/sp/saml2-logout.php/imagenweb`,
      },
    ],
  });
  const product = await startProduct(kind, {
    port,
    settings: {
      PUBLIC_URL: `http://{tenant}.localhost:${port.toString()}`,
      APP_URL: 'http://{tenant}.localhost/app',
    },
  });
  await createAcme(product, idp.metadataXml(APP_ID));
  const browser = await launchBrowser();
  return {
    product,
    origin,
    idpOrigin: idp.origin,
    async inBrowser(options, visit) {
      const context = await browser.newContext(options);
      const seen = watch(context);
      try {
        await visit(await context.newPage(), context);
      } finally {
        await context.close();
      }
      expect(seen).toEqual({ foreign: [], errors: [] });
    },
    async choose(page, name) {
      await page.getByRole('button', { name }).first().click();
      await page.waitForURL((url) => url.origin === origin && !url.pathname.startsWith('/saml'));
    },
    async close() {
      await browser.close();
      await product.close();
      await idp.close();
    },
  };
}

async function createAcme(product: Product, metadataXml: string): Promise<void> {
  const connections = product.get(ConnectionsService);
  const metadata = connections.readMetadata(Buffer.from(metadataXml));
  await product.get(Transactions).run(async (tx) => {
    const { id } = await product
      .get(TenantsService)
      .create(tx, { subdomain: 'acme', name: 'Acme Films' }, BY_TEST);
    const wanted = { tenantId: id, metadata, metadataUrl: null };
    const { connection } = await connections.importMetadata(tx, wanted, BY_TEST);
    await connections.activate(tx, id, connection.id, BY_TEST);
    for (const [group, role] of [
      [IMAGEN_ADMINISTRATORS, 'administrator'],
      [IMAGEN_EDITORS, 'editor'],
    ] as const) {
      const rule = { source: 'group', value: group.id, role, label: group.name } as const;
      await product.get(MappingRulesService).add(tx, id, rule, BY_TEST);
    }
  });
}

function watch(context: BrowserContext): { foreign: string[]; errors: string[] } {
  const seen = { foreign: [] as string[], errors: [] as string[] };
  context.on('request', (request) => {
    if (!/^http:\/\/([a-z]+\.localhost|localhost|127\.0\.0\.1):/.test(request.url()))
      seen.foreign.push(request.url());
  });
  context.on('console', (message) => {
    // Chromium reports every answer of 400 and above as an error of the console.
    const isStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) seen.errors.push(message.text());
  });
  return seen;
}

/** Leaves a screenshot where PICTURES says, for documents and for designers. */
export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}
