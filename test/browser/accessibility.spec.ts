import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityViolations } from '../support/browser.js';
import { type BrowserWorld, openBrowserWorld, picture } from '../support/browser-world.js';
import { databases } from '../support/databases.js';

const PUBLIC_PATHS = [
  '/site/logout',
  '/site/resume',
  '/site/login?bounced=1',
  '/api/docs',
  '/nothing-here',
];
const ADMIN_PATHS = [
  ...['/site', '/site/logout', '/admin/audit', '/admin/users', '/admin/connection'],
  '/admin/connection/rules',
];
/** Some fifteen pages, each judged by axe, on a machine that may be busy. */
const VIEW_TIMEOUT_MS = 180_000;

/** The pages as the product serves them; awkward values are in pages-static.spec.ts. The database makes no difference. */
describe.each(databases.slice(0, 1))('every page', (kind) => {
  let world: BrowserWorld;

  beforeAll(async () => {
    world = await openBrowserWorld(kind);
  });

  afterAll(() => world.close());

  async function check(page: Page, url: string, view: string): Promise<void> {
    await page.goto(url);
    expect({ url, violations: await accessibilityViolations(page) }).toEqual({
      url,
      violations: [],
    });
    // A string: this runs in the browser, whose types are not ours.
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect({ url, overflow }).toEqual({ url, overflow: 0 });
    await picture(page, `${new URL(url).pathname.replaceAll(/[^a-z]+/gi, '-')}-${view}`);
  }

  it.each([
    { scheme: 'light', width: 1280 },
    { scheme: 'dark', width: 1280 },
    { scheme: 'light', width: 360 },
    { scheme: 'dark', width: 360 },
  ] as const)(
    'has no accessibility violation, $scheme, $width pixels wide',
    ({ scheme, width }) =>
      world.inBrowser({ colorScheme: scheme, viewport: { width, height: 800 } }, async (page) => {
        const { origin, product } = world;
        const view = `${scheme}-${width.toString()}`;
        for (const path of PUBLIC_PATHS) await check(page, origin + path, view);
        await check(page, `http://localhost:${product.port.toString()}/`, view);
        await check(page, `http://nobody.localhost:${product.port.toString()}/`, view);
        await page.goto(`${origin}/site/login`);
        await world.choose(page, 'Adele Vance');
        for (const path of ADMIN_PATHS) await check(page, origin + path, view);
        for (const list of ['/admin/audit', '/admin/users']) {
          await page.goto(origin + list);
          const detail = await page
            .locator(`table a[href^="${list}/"]`)
            .first()
            .getAttribute('href');
          await check(page, origin + (detail ?? ''), view);
        }
      }),
    VIEW_TIMEOUT_MS,
  );
});
