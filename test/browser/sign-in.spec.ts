import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { IMAGEN_ADMINISTRATORS, IMAGEN_EDITORS } from '../../dev/idp/groups.ts';
import { startLookAlike } from '../../dev/idp/server.ts';
import { ConnectionsService } from '../../src/connections/index.js';
import { Transactions } from '../../src/database/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { MappingRulesService } from '../../src/users/index.js';
import { accessibilityViolations, freePort, launchBrowser } from '../support/browser.js';
import { databases } from '../support/databases.js';
import { BY_TEST, type Product, startProduct } from '../support/product.js';

const APP_ID = 'aaaaaaaa-1111-4111-8111-111111111111';
const pictures = process.env.PICTURES; // a folder to leave screenshots in

describe.each(databases)('a person with a browser, the product on $kind', (kind) => {
  let product: Product;
  let idp: Awaited<ReturnType<typeof startLookAlike>>;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://acme.localhost:${port.toString()}`;
    idp = await startLookAlike({
      port: 0,
      dataDir: null,
      apps: [
        {
          name: 'Imagen',
          appId: APP_ID,
          identifier: `${origin}/sp-entityid`,
          replyUrls: [`${origin}/saml/module.php/saml/sp/saml2-acs.php/imagenweb`],
          signOnUrl: `${origin}/site/login`,
        },
      ],
    });
    product = await startProduct(kind, {
      port,
      settings: {
        PUBLIC_URL: `http://{tenant}.localhost:${port.toString()}`,
        APP_URL: 'http://{tenant}.localhost/app',
      },
    });
    await createAcme();
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await product.close();
    await idp.close();
  });

  async function createAcme(): Promise<void> {
    const connections = product.get(ConnectionsService);
    const metadata = connections.readMetadata(Buffer.from(idp.metadataXml(APP_ID)));
    await product.get(Transactions).run(async (tx) => {
      const { id } = await product
        .get(TenantsService)
        .create(tx, { subdomain: 'acme', name: 'Acme Films' }, BY_TEST);
      const { connection } = await connections.importMetadata(
        tx,
        { tenantId: id, metadata, metadataUrl: null },
        BY_TEST,
      );
      await connections.activate(tx, id, connection.id, BY_TEST);
      const rules = product.get(MappingRulesService);
      await rules.add(
        tx,
        id,
        { source: 'group', value: IMAGEN_ADMINISTRATORS.id, role: 'administrator' },
        BY_TEST,
      );
      await rules.add(
        tx,
        id,
        { source: 'group', value: IMAGEN_EDITORS.id, role: 'editor' },
        BY_TEST,
      );
    });
  }

  /** Runs `visit` in a browser of its own, and fails on any request to another host, any console error. */
  async function inBrowser(
    options: Parameters<Browser['newContext']>[0],
    visit: (page: Page, context: BrowserContext) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    const foreign: string[] = [];
    const errors: string[] = [];
    context.on('request', (request) => {
      if (!/^http:\/\/(acme\.localhost|localhost|127\.0\.0\.1):/.test(request.url()))
        foreign.push(request.url());
    });
    context.on('console', (message) => {
      // Chromium reports every answer of 400 and above as an error of the console.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        errors.push(message.text());
    });
    try {
      await visit(await context.newPage(), context);
    } finally {
      await context.close();
    }
    expect({ foreign, errors }).toEqual({ foreign: [], errors: [] });
  }

  async function choose(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name }).first().click();
    const proceed = page.locator('#continue button');
    if (!(await page.evaluate(() => true).catch(() => false))) return;
    if (page.url().startsWith(idp.origin) && (await proceed.count()) > 0)
      await proceed.click().catch(() => undefined);
    await page.waitForURL(`${origin}/**`);
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}/${name}.png` });
  }

  it('signs in as B.Simon, lands, and signs out', () =>
    inBrowser({ viewport: { width: 1280, height: 800 } }, async (page) => {
      await page.goto(`${origin}/site/login`);
      await picture(page, 'account-picker');
      await choose(page, 'B.Simon');
      expect(page.url()).toBe(`${origin}/site`);
      expect(await page.textContent('main')).toContain('editor');
      await picture(page, 'signed-in');
      await page.goto(`${origin}/site/logout`);
      await page.locator('main').getByRole('button').click();
      await page.waitForURL(`${origin}/site/logout`);
      expect(await page.textContent('main')).toMatch(/signed out/i);
      expect((await page.goto(`${origin}/site/session`))?.status()).toBe(401);
    }));

  it('works without JavaScript, at 360 pixels', () =>
    inBrowser({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } }, async (page) => {
      await page.goto(`${origin}/site/login?returnTo=/site`);
      await page.getByRole('button', { name: 'B.Simon' }).first().click();
      await page.locator('#continue button').click();
      await page.waitForURL(`${origin}/site`);
      expect(await page.textContent('main')).toContain('Britta Simon');
    }));

  it('comes in by the My Apps tile and by "Test this application"', () =>
    inBrowser({}, async (page) => {
      await page.goto(`${idp.origin}/myapps`);
      await page
        .getByRole('link', { name: /Imagen/ })
        .first()
        .click();
      await choose(page, 'B.Simon');
      expect(page.url()).toBe(`${origin}/site`);
      await page.goto(`${idp.origin}/portal`);
      await page
        .getByRole('link', { name: /Test/ })
        .or(page.getByRole('button', { name: /Test/ }))
        .first()
        .click();
      await page.waitForURL(`${origin}/**`);
      expect(page.url()).toBe(`${origin}/site`);
    }));

  it('goes back to the deep link, and survives the back button', () =>
    inBrowser({}, async (page) => {
      await page.goto(`${origin}/site/login?returnTo=/site/session`);
      await choose(page, 'B.Simon');
      expect(page.url()).toBe(`${origin}/site/session`);
      await page.goBack();
      await page.waitForLoadState();
      await page.goto(`${origin}/site`);
      expect(await page.textContent('main')).toContain('Britta Simon');
    }));

  it('signs in two tabs that started together', () =>
    inBrowser({}, async (first, context) => {
      const second = await context.newPage();
      await first.goto(`${origin}/site/login?returnTo=/site`);
      await second.goto(`${origin}/site/login?returnTo=/site/session`);
      await choose(first, 'B.Simon');
      await choose(second, 'B.Simon');
      expect([first.url(), second.url()]).toEqual([`${origin}/site`, `${origin}/site/session`]);
    }));

  it('tells a person who is not assigned nothing of ours: Entra stops them', () =>
    inBrowser({}, async (page) => {
      await page.goto(`${origin}/site/login`);
      await page.getByRole('button', { name: 'Faye' }).first().click();
      await page.waitForLoadState();
      expect(await page.textContent('body')).toContain('AADSTS50105');
    }));

  it.each(['Nils Berg', 'Alice Moreau', 'Bayo Adeyemi', 'Chiara Rossi', 'Dana Okafor', 'Emil'])(
    'signs in %s',
    (name) =>
      inBrowser({}, async (page) => {
        await page.goto(`${origin}/site/login`);
        await choose(page, name);
        expect(page.url()).toBe(`${origin}/site`);
      }),
  );

  it('shows the administrator what happened, and nobody else', () =>
    inBrowser({ viewport: { width: 1280, height: 900 } }, async (page, context) => {
      await page.goto(`${origin}/admin/audit`);
      await choose(page, 'B.Simon');
      expect(await page.textContent('main')).not.toContain('sign_in');
      await context.clearCookies();
      await page.goto(`${origin}/admin/audit`);
      await choose(page, 'Adele Vance');
      expect(page.url()).toBe(`${origin}/admin/audit`);
      expect(await page.textContent('main')).toMatch(/B\.Simon/i);
      await picture(page, 'audit-log');
      await page.locator('table a').first().click();
      await page.waitForLoadState();
      await picture(page, 'audit-event');
    }));

  it.each([
    { scheme: 'light', width: 1280 },
    { scheme: 'dark', width: 1280 },
    { scheme: 'light', width: 360 },
    { scheme: 'dark', width: 360 },
  ] as const)(
    'has no accessibility violation on any page, $scheme, $width pixels wide',
    ({ scheme, width }) =>
      inBrowser({ colorScheme: scheme, viewport: { width, height: 800 } }, async (page) => {
        const check = async (path: string): Promise<void> => {
          await page.goto(path.startsWith('http') ? path : origin + path);
          expect({ path, violations: await accessibilityViolations(page) }).toEqual({
            path,
            violations: [],
          });
          const overflow = await page.evaluate(() => {
            const { scrollWidth, clientWidth } = (
              globalThis as unknown as {
                document: { documentElement: { scrollWidth: number; clientWidth: number } };
              }
            ).document.documentElement;
            return scrollWidth - clientWidth;
          });
          expect({ path, overflow }).toEqual({ path, overflow: 0 });
          await picture(page, `${path.replaceAll(/[^a-z]+/gi, '-')}-${scheme}-${width.toString()}`);
        };
        for (const path of [
          '/site/logout',
          '/site/resume',
          '/site/login?bounced=1',
          '/api/docs',
          '/nothing-here',
        ])
          await check(path);
        await check(`http://localhost:${product.port.toString()}/`);
        await page.goto(`${origin}/site/login`);
        await choose(page, 'Adele Vance');
        for (const path of [
          '/site',
          '/site/logout',
          '/admin/audit',
          '/admin/users',
          '/admin/connection',
        ])
          await check(path);
        await page.goto(`${origin}/admin/audit`);
        await check(
          (await page.locator('table a[href^="/admin/audit/"]').first().getAttribute('href')) ?? '',
        );
        await page.goto(`${origin}/admin/users`);
        await check(
          (await page.locator('table a[href^="/admin/users/"]').first().getAttribute('href')) ?? '',
        );
      }),
  );
});
