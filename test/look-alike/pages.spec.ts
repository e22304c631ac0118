import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { type RunningLookAlike } from '../../dev/idp/server.ts';
import { authnRequest, redirectPath, SP, startForTest } from './browserless.ts';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Posted {
  readonly origin: string | undefined;
  readonly form: URLSearchParams;
}

let lookAlike: RunningLookAlike;
let service: Server;
let browser: Browser;
const posted: Posted[] = [];

/** A service that only writes down what is posted to it. */
function startService(): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      if (request.method === 'POST') posted.push({ origin: request.headers.origin, form });
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Arrived</title><link rel="icon" href="data:,">');
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

beforeAll(async () => {
  service = await startService();
  const origin = `http://acme.localhost:${(service.address() as AddressInfo).port}`;
  const app = { name: 'Imagen', identifier: SP.identifier, replyUrls: [`${origin}/acs`] };
  lookAlike = await startForTest({
    apps: [
      { ...app, appId: SP.appId, signOnUrl: '' },
      {
        ...app,
        appId: SP.appId.replace(/1$/, '2'),
        identifier: 'urn:two',
        signOnUrl: `${origin}/site/login`,
      },
    ],
  });
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}, 30_000);

afterAll(async () => {
  await browser.close();
  await lookAlike.close();
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
});

function signInUrl(relayState: string): string {
  const path = redirectPath(lookAlike, authnRequest(), { RelayState: relayState });
  return `${lookAlike.origin}${path}`;
}

async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ runOnly: tags });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  }, AXE_TAGS);
}

describe('every page', () => {
  const views = [
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 360 },
  ] as const;
  it.each(views)(
    '$colorScheme, $width pixels: axe finds nothing, no sideways scrolling',
    async ({ colorScheme, width }) => {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 800 },
        bypassCSP: true,
      });
      const page = await context.newPage();
      const foreign: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(lookAlike.origin)) foreign.push(request.url());
      });
      const look = async (): Promise<void> => {
        expect(await findViolations(page)).toEqual([]);
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(overflow).toBe(0);
      };
      await page.goto(`${lookAlike.origin}/${lookAlike.tenantId}/saml2`);
      await look();
      await page.goto(signInUrl('x'));
      await look();
      await page.goto(`${lookAlike.origin}/portal`);
      await look();
      await page.goto(`${lookAlike.origin}/myapps`);
      await page.getByRole('button', { name: 'Britta Simon' }).click();
      await page.getByRole('heading', { name: 'My Apps' }).waitFor();
      await look();
      await page.goto(`${lookAlike.origin}/myapps/switch`);
      await page.getByText('Use another account').click();
      await look();
      expect(foreign).toEqual([]);
      await context.close();
    },
    120_000,
  );
});

describe('a browser signs in', () => {
  it.each([true, false])(
    'with scripts: %s',
    async (javaScriptEnabled) => {
      posted.length = 0;
      const context = await browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(signInUrl('opaque'));
      await page.getByRole('button', { name: 'Britta Simon' }).click();
      if (!javaScriptEnabled) {
        expect(await page.title()).toContain('Signing you in');
        await page.getByRole('button', { name: 'Continue' }).click();
      }
      await page.waitForURL('**/acs');
      expect(posted).toHaveLength(1);
      expect(posted[0]?.origin).toBe(lookAlike.origin);
      expect(posted[0]?.form.get('RelayState')).toBe('opaque');
      expect(posted[0]?.form.get('SAMLResponse')?.length).toBeGreaterThan(1000);
      await context.close();
    },
    30_000,
  );

  it('the tile of an application without Sign-on URL posts a response, the other opens its page', async () => {
    posted.length = 0;
    const page = await browser.newPage();
    await page.goto(`${lookAlike.origin}/portal`);
    await page.getByRole('button', { name: 'Test this application' }).click();
    await page.getByRole('button', { name: 'Adele Vance' }).click();
    await page.waitForURL('**/acs');
    expect(posted).toHaveLength(1);
    await page.goto(`${lookAlike.origin}/myapps`);
    await page.getByRole('link', { name: 'Imagen' }).click();
    await page.waitForURL('**/site/login');
    await page.close();
  }, 30_000);

  it('switches of the portal are kept', async () => {
    const page = await browser.newPage();
    await page.goto(`${lookAlike.origin}/portal`);
    const first = page.locator('section').first();
    await first.getByLabel('Sign SAML response and assertion').check();
    await first.getByRole('button', { name: 'Save' }).click();
    await first.getByRole('button', { name: 'New certificate' }).click();
    await first.getByRole('button', { name: 'Make certificate' }).click();
    await expect(first.getByLabel('Sign SAML response and assertion').isChecked()).resolves.toBe(
      true,
    );
    expect(lookAlike.app().settings.signedElement).toBe('both');
    expect(lookAlike.app().certificates.list()).toHaveLength(2);
    await page.close();
  }, 30_000);
});
