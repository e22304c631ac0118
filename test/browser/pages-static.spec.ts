import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { contentSecurityPolicy, findAsset, renderPage } from '../../src/pages/index.js';
import { auditPages } from './samples/audit-pages.js';
import { personPages } from './samples/person-pages.js';

/**
 * Every page with awkward values in a real browser, light and dark, wide and narrow. With PAGES_PREVIEW set to a folder
 * it leaves the pages and their pictures there.
 */
const samples = [...personPages, ...auditPages];
const preview = process.env['PAGES_PREVIEW'];
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const schemes = ['light', 'dark'] as const;
const widths = [1280, 360] as const;
const views = schemes.flatMap((scheme) => widths.map((width) => ({ scheme, width })));

let server: Server;
let browser: Browser;
let origin: string;

function answer(path: string, response: ServerResponse): void {
  const asset = findAsset(path);
  const sample = samples.find(({ name }) => path === `/${name}`);
  if (asset) {
    response.writeHead(200, { 'content-type': asset.contentType }).end(asset.body);
  } else if (sample) {
    response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy({ isHttps: false }),
      })
      .end(renderPage(sample.page));
  } else {
    response.writeHead(404).end();
  }
}

beforeAll(async () => {
  server = createServer((request, response) => answer(request.url ?? '/', response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  if (preview) mkdirSync(preview, { recursive: true });
}, 30_000);

afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => server.close(resolve));
});

/** What went wrong while the page loaded: console errors, exceptions, requests that leave the host. */
function watch(page: Page): string[] {
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) troubles.push(`request: ${request.url()}`);
  });
  return troubles;
}

async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async (tags) => {
    interface Finding {
      id: string;
      nodes: { html: string; failureSummary?: string }[];
    }
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: Finding[] }> };
    };
    const { violations } = await axe.run({ runOnly: tags });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
    );
  }, AXE_TAGS);
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; clientWidth: number } };
    };
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
}

describe.each(views)('$scheme at $width px', ({ scheme, width }) => {
  let context: BrowserContext;

  beforeAll(async () => {
    context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 800 } });
  });
  afterAll(() => context.close());

  it.each(samples)('$name is accessible, fits, and stays on its host', async ({ name }) => {
    const page = await context.newPage();
    const troubles = watch(page);
    await page.goto(`${origin}/${name}`, { waitUntil: 'networkidle' });
    if (preview) {
      const file = join(preview, `${name}.${scheme}.${width.toString()}`);
      await page.screenshot({ path: `${file}.png`, fullPage: true });
      writeFileSync(join(preview, `${name}.html`), await page.content());
    }
    expect(await findViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect(troubles).toEqual([]);
    await page.close();
  });
});
