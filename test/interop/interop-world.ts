import { freePort } from '../support/free-port.js';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { cliBeside } from './cli-beside.js';
import { launchBrowser } from '../support/browser.js';
import type { DatabaseKind } from '../support/databases.js';
import { ACS_PATH } from '../support/paths.js';
import { type Product, startProduct } from '../support/product.js';
import {
  AT_FIRST,
  type ExpectedUser,
  type IdpKind,
  type IdpState,
  type RunningIdp,
} from './idp.js';

/** The product, another implementation as IdP, the tenant acme that trusts it, and a real browser. */
export class InteropWorld {
  private constructor(
    readonly product: Product,
    readonly idp: RunningIdp,
    readonly origin: string, // of acme
    private readonly browser: Browser,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async open(kind: DatabaseKind, idpKind: IdpKind): Promise<InteropWorld> {
    const port = await freePort();
    const origin = `http://acme.localhost:${port.toString()}`;
    const idp = await idpKind.start(origin);
    const settings = {
      PUBLIC_URL: `http://{tenant}.localhost:${port.toString()}`,
      OUTBOUND_ALLOW: new URL(idp.origin).host,
    };
    const product = await startProduct(kind, { port, settings });
    const browser = await launchBrowser();
    const world = new InteropWorld(product, idp, origin, browser, settings);
    await world.cli('tenant create acme --name Acme');
    await world.cli(`connection import acme --metadata ${idp.metadataUrl} --activate`);
    await world.cli(`mapping add acme --group ${idpKind.editors} --role editor`);
    idp.learn(await world.ownMetadata());
    return world;
  }

  cli(line: string): Promise<unknown> {
    return cliBeside(this.product, this.settings, line);
  }

  /** The IdP's administrator changes something, and we look at its metadata anew. */
  async reconfigure(changes: Partial<IdpState>): Promise<unknown> {
    this.idp.set({ ...AT_FIRST, ...changes });
    return this.cli('connection refresh acme');
  }

  async ownMetadata(): Promise<string> {
    const answer = await this.product.client('acme').ask('/sp-entityid', {
      headers: { host: new URL(this.origin).host },
    });
    return answer.text;
  }

  /** In a browser profile of its own. */
  async inBrowser(visit: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
    const context = await this.browser.newContext();
    try {
      await visit(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }

  /** By way of the IdP's form. @returns its response as it passed through the browser, and how we answered it */
  async signIn(page: Page): Promise<{ readonly xml: string; readonly status: number }> {
    const arrival = page.waitForResponse((answer) => answer.url() === this.origin + ACS_PATH);
    await page.goto(`${this.origin}/site/login?returnTo=/site/session`);
    await this.idp.signIn(page);
    const answer = await arrival;
    const form = new URLSearchParams(answer.request().postData() ?? '');
    const lands = answer.status() === 303 ? `${this.origin}/site/session` : answer.url();
    await page.waitForURL(lands);
    const xml = Buffer.from(form.get('SAMLResponse') ?? '', 'base64').toString();
    return { xml, status: answer.status() };
  }

  /** Who is signed in, or null. */
  async userOf(page: Page): Promise<ExpectedUser | null> {
    const answer = await page.goto(`${this.origin}/site/session`);
    if (answer?.status() !== 200) return null;
    return ((await answer.json()) as { user: ExpectedUser }).user;
  }

  /** Why the last sign-in was refused, as the audit log says it. */
  async lastReason(): Promise<string | null> {
    const rows = await this.product.query<{ reason: string | null }>(
      "SELECT reason FROM audit_events WHERE type = 'sign_in' ORDER BY id DESC LIMIT 1",
    );
    return rows[0]?.reason ?? null;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.product.close();
    await this.idp.close();
  }
}
