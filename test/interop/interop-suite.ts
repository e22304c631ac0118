import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import { AT_FIRST, type IdpKind } from './idp.js';
import { InteropWorld } from './interop-world.js';

const BOTH = ['redirect', 'post'] as const;

/** What every IdP is put to, in a real browser: sign-in, encryption, rollover, logout both ways. */
export function describeInterop(idpKind: IdpKind): void {
  // On one database, MariaDB where there is one: what another implementation sends is the same to both.
  describe.each(databases.slice(-1))(`${idpKind.name} as identity provider`, (kind) => {
    let world: InteropWorld;

    beforeAll(async () => {
      world = await InteropWorld.open(kind, idpKind);
    }, 60_000);

    afterAll(() => world.close());

    it('signs a person in, twice, as one account', async () => {
      for (let round = 0; round < 2; round += 1) {
        await world.inBrowser(async (page) => {
          expect(await world.signIn(page)).toMatchObject({ status: 303 });
          expect(await world.userOf(page)).toMatchObject(idpKind.person);
        });
      }
      expect(await world.product.query('SELECT count(*) AS n FROM users')).toEqual([{ n: 1 }]);
    });

    it('encrypts the assertion for us', () =>
      world.inBrowser(async (page) => {
        await world.reconfigure({ encrypts: true });
        const { xml } = await world.signIn(page);
        expect(xml).toMatch(/<(\w+:)?EncryptedAssertion/);
        expect(xml).not.toContain(idpKind.person.subject);
        expect(
          [...xml.matchAll(/EncryptionMethod [^>]*Algorithm="([^"]+)"/g)].map(([, uri]) => uri),
        ).toEqual(idpKind.encryptsWith);
        expect(await world.userOf(page)).toMatchObject(idpKind.person);
      }));

    it.each(BOTH)('is asked by %s to sign out whoever signs out here', (binding) =>
      world.inBrowser(async (page) => {
        await world.reconfigure({ logoutBindings: [binding] });
        await world.signIn(page);
        await page.goto(`${world.origin}/site/logout`);
        await page.locator('main').getByRole('button').click();
        await page.waitForURL(/saml2-logout/);
        expect(await page.textContent('main')).toMatch(/confirms that you are signed out there/);
        expect(await world.userOf(page)).toBeNull();
        await page.goto(`${world.origin}/site/login`);
        await world.idp.asks(page);
      }),
    );

    it.each(idpKind.logoutBindings)('tells us by %s of a sign-out there', (binding) =>
      world.inBrowser(async (page) => {
        await world.reconfigure({});
        await world.signIn(page);
        await world.idp.signOut(page, binding);
        expect(await world.userOf(page)).toBeNull();
      }),
    );

    it('changes its signing key without a lost sign-in; the old one is then worth nothing', async () => {
      const signsIn = () =>
        world.inBrowser(async (page) => {
          await world.signIn(page);
          expect(await world.userOf(page)).toMatchObject(idpKind.person);
        });
      await world.reconfigure({});
      expect(await world.reconfigure({ publishes: ['old', 'new'] })).toMatchObject({
        certificatesAdded: [{}],
        certificatesRemoved: [],
      });
      await signsIn();
      await world.idp.set({ ...AT_FIRST, signsWith: 'new', publishes: ['new'] });
      await signsIn(); // before we have looked again
      expect(await world.cli('connection refresh acme')).toMatchObject({
        certificatesAdded: [],
        certificatesRemoved: [{}],
      });
      await signsIn();
      await world.idp.set(AT_FIRST);
      await world.inBrowser(async (page) => {
        expect(await world.signIn(page)).toMatchObject({ status: 400 });
        expect(await world.userOf(page)).toBeNull();
      });
    });
  });
}
