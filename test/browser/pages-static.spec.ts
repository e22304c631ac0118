import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { contentSecurityPolicy, findAsset, renderPage } from '../../src/pages/index.js';
import { adminPages } from './samples/admin-pages.js';
import { apiPages } from './samples/api-pages.js';
import { auditPages } from './samples/audit-pages.js';
import { personPages, postBindingPage } from './samples/person-pages.js';

/**
 * Every page with awkward values in a real browser, light and dark, wide and narrow. With PAGES_PREVIEW set to a folder
 * it leaves the pages and their pictures there.
 */
const samples = [...personPages, ...auditPages, ...adminPages, ...apiPages];
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

/** What the IdP of the POST binding received. */
const received: string[] = [];

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '/';
  const asset = findAsset(path);
  const sample = [...samples, postBindingPage(`${origin}/idp`)].find(
    ({ name }) => path === `/${name}`,
  );
  if (path === '/idp') {
    // 204 leaves the browser where it is.
    void text(request).then((body) => {
      received.push(body);
      response.writeHead(204).end();
    });
  } else if (asset) {
    response.writeHead(200, { 'content-type': asset.contentType }).end(asset.body);
  } else if (sample) {
    response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy({
          isHttps: false,
          allowsScript: sample.name === 'post-binding',
        }),
      })
      .end(renderPage(sample.page));
  } else {
    response.writeHead(404).end();
  }
}

beforeAll(async () => {
  server = createServer(answer);
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

/** The dark scheme changes nothing but colours (styles/tokens.ts): there only what looks at colours is asked again. */
async function findViolations(page: Page, scheme: (typeof schemes)[number]): Promise<string[]> {
  return page.evaluate(
    async (tags) => {
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
    },
    scheme === 'light' ? AXE_TAGS : ['cat.color'],
  );
}

async function keepPicture(page: Page, name: string): Promise<void> {
  if (preview) await page.screenshot({ path: join(preview, `${name}.png`), fullPage: true });
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; clientWidth: number } };
    };
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
}

interface Look {
  readonly scheme: (typeof schemes)[number];
  readonly width: number;
  readonly violations: readonly string[];
  readonly overflow: number;
}

/**
 * The same page in every view; changing scheme and width needs no reload. Without motion, because a colour on its way
 * from one scheme to the other has neither's contrast.
 */
async function lookAt(page: Page, name: string): Promise<Look[]> {
  const looks: Look[] = [];
  await page.evaluate(axeSource);
  for (const { scheme, width } of views) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await keepPicture(page, `${name}.${scheme}.${width.toString()}`);
    looks.push({
      scheme,
      width,
      violations: await findViolations(page, scheme),
      overflow: await overflow(page),
    });
  }
  return looks;
}

const flawless = views.map((view) => ({ ...view, violations: [], overflow: 0 }));

describe('every page, light and dark, at 1280 and 360 px', () => {
  it.each(samples)(
    '$name is accessible, fits, and stays on its host',
    async ({ name }) => {
      const page = await browser.newPage({ reducedMotion: 'reduce' });
      const troubles = watch(page);
      await page.goto(`${origin}/${name}`);
      expect(await lookAt(page, name)).toEqual(flawless);
      expect(troubles).toEqual([]);
      await page.close();
    },
    60_000,
  );
});

describe('the form of the HTTP-POST binding', () => {
  const SENT = 'SAMLRequest=PHNhbWxwOkF1dGhuUmVxdWVzdC8%2B&RelayState=handle';
  beforeEach(() => {
    received.length = 0;
  });

  it('reaches the IdP by itself, and is a page like the others until it does', async () => {
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    const troubles = watch(page);
    const arrival = page.waitForResponse(`${origin}/idp`);
    await page.goto(`${origin}/post-binding`, { waitUntil: 'commit' });
    await arrival;
    expect(received).toEqual([SENT]);
    expect(await lookAt(page, 'post-binding')).toEqual(flawless);
    expect(troubles).toEqual([]);
    await page.close();
  }, 60_000);

  it('reaches the IdP without scripts by its button', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${origin}/post-binding`);
    const arrival = page.waitForResponse(`${origin}/idp`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await arrival;
    expect(received).toEqual([SENT]);
    await context.close();
  }, 30_000);
});
