import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BrowserWorld, openBrowserWorld, picture } from '../support/browser-world.js';
import { databases } from '../support/databases.js';

describe.each(databases)('a person with a browser, the product on $kind', (kind) => {
  let world: BrowserWorld;

  beforeAll(async () => {
    world = await openBrowserWorld(kind);
  });

  afterAll(() => world.close());

  it('signs in as B.Simon, lands, and signs out', () =>
    world.inBrowser({ viewport: { width: 1280, height: 800 } }, async (page) => {
      await page.goto(`${world.origin}/site/login`);
      await picture(page, 'account-picker');
      await world.choose(page, 'B.Simon');
      expect(page.url()).toBe(`${world.origin}/site`);
      expect(await page.textContent('main')).toContain('editor');
      await picture(page, 'signed-in');
      await page.goto(`${world.origin}/site/logout`);
      await page.locator('main').getByRole('button').click();
      await page.waitForURL(/saml2-logout/); // by way of the identity provider, which answers
      expect(await page.textContent('main')).toMatch(/confirms that you are signed out there/);
      await page.goto(`${world.idpOrigin}/myapps`);
      expect(await page.textContent('main')).not.toContain('Signed in as');
      expect((await page.goto(`${world.origin}/site/session`))?.status()).toBe(401);
    }));

  it('is signed out by signing out at the identity provider, in an iframe', () =>
    world.inBrowser({}, async (page) => {
      await page.goto(`${world.origin}/site/login`);
      await world.choose(page, 'B.Simon');
      await page.goto(`${world.idpOrigin}/myapps`);
      const told = page.waitForResponse((response) => response.url().includes('saml2-logout'));
      await page.getByRole('button', { name: 'Sign out' }).click();
      expect((await told).status()).toBe(200);
      await page.frameLocator('iframe').locator('h1').waitFor({ state: 'attached' });
      expect((await page.goto(`${world.origin}/site/session`))?.status()).toBe(401);
    }));

  it('works without JavaScript, at 360 pixels', () =>
    world.inBrowser(
      { javaScriptEnabled: false, viewport: { width: 360, height: 740 } },
      async (page) => {
        await page.goto(`${world.origin}/site/login?returnTo=/site`);
        await page.getByRole('button', { name: 'B.Simon' }).first().click();
        await page.locator('#continue button').click();
        await page.waitForURL(`${world.origin}/site`);
        expect(await page.textContent('main')).toContain('Britta Simon');
      },
    ));

  it('comes in by the My Apps tile and by "Test this application"', () =>
    world.inBrowser({}, async (page) => {
      await page.goto(`${world.idpOrigin}/myapps`);
      await page.getByRole('button', { name: 'B.Simon' }).first().click();
      await page.locator('a.tile').click();
      await page.waitForURL(`${world.origin}/site`);
      await page.goto(`${world.idpOrigin}/portal`);
      await page
        .getByRole('link', { name: /Test/ })
        .or(page.getByRole('button', { name: /Test/ }))
        .first()
        .click();
      await page.waitForURL(`${world.origin}/**`);
      expect(page.url()).toBe(`${world.origin}/site`);
    }));

  it('goes back to the deep link, and survives the back button', () =>
    world.inBrowser({}, async (page) => {
      await page.goto(`${world.origin}/site/login?returnTo=/site/session`);
      await world.choose(page, 'B.Simon');
      expect(page.url()).toBe(`${world.origin}/site/session`);
      await page.goBack();
      await page.waitForLoadState();
      await page.goto(`${world.origin}/site`);
      expect(await page.textContent('main')).toContain('Britta Simon');
    }));

  it('signs in two tabs that started together', () =>
    world.inBrowser({}, async (first, context) => {
      const second = await context.newPage();
      await first.goto(`${world.origin}/site/login?returnTo=/site`);
      await second.goto(`${world.origin}/site/login?returnTo=/site/session`);
      await world.choose(first, 'B.Simon');
      await world.choose(second, 'B.Simon');
      expect([first.url(), second.url()]).toEqual([
        `${world.origin}/site`,
        `${world.origin}/site/session`,
      ]);
    }));

  it('tells a person who is not assigned nothing of ours: Entra stops them', () =>
    world.inBrowser({}, async (page) => {
      await page.goto(`${world.origin}/site/login`);
      await page.getByRole('button', { name: 'Faye' }).first().click();
      await page.waitForLoadState();
      expect(await page.textContent('body')).toContain('AADSTS50105');
    }));

  it.each(['Nils Berg', 'Alice Moreau', 'Bayo Adeyemi', 'Chiara Rossi', 'Dana Okafor', 'Emil'])(
    'signs in %s',
    (name) =>
      world.inBrowser({}, async (page) => {
        await page.goto(`${world.origin}/site/login`);
        await world.choose(page, name);
        expect(page.url()).toBe(`${world.origin}/site`);
      }),
  );

  it('shows the administrator what happened, and nobody else', () =>
    world.inBrowser({ viewport: { width: 1280, height: 900 } }, async (page, context) => {
      await page.goto(`${world.origin}/admin/audit`);
      await world.choose(page, 'B.Simon');
      expect(await page.textContent('main')).not.toContain('sign_in');
      await context.clearCookies();
      await page.goto(`${world.origin}/admin/audit`);
      await world.choose(page, 'Adele Vance');
      expect(page.url()).toBe(`${world.origin}/admin/audit`);
      expect(await page.textContent('main')).toMatch(/B\.Simon/i);
      await picture(page, 'audit-log');
      await page.locator('table a').first().click();
      await page.waitForLoadState();
      await picture(page, 'audit-event');
    }));
});
