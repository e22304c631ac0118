import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RefusalCode, refusals } from '../../src/errors/index.js';
import { databases } from '../support/databases.js';
import { ciphersOf } from './ciphers-of.js';
import { AT_FIRST, type Binding, type IdpKind } from './idp.js';
import { lookAlike } from './idps/look-alike.js';
import { lasso, pysaml2 } from './idps/python.js';
import { simpleSamlPhp } from './idps/simplesamlphp.js';
import { InteropWorld } from './interop-world.js';

const all: readonly IdpKind[] = [lookAlike, simpleSamlPhp, pysaml2, lasso];
/** The runner says with an empty variable, and to its reader, that a program was not to be had. */
const kinds = all.filter(({ variable }) => variable === null || process.env[variable] !== '');
const BINDINGS: readonly Binding[] = ['redirect', 'post'];
// Once per IdP, on MariaDB where there is one: what another implementation sends is the same to both databases.
const [database] = databases.slice(-1);

describe.each(kinds)('in a real browser, with $name as identity provider,', (kind) => {
  const { person, encryptsWith, encryptsBadlyWith } = kind;
  const itHas = BINDINGS.filter((binding) => kind.lacks[binding] === undefined);
  let world: InteropWorld;

  beforeAll(async () => {
    if (!database) throw new Error('there is no database');
    world = await InteropWorld.open(database, kind);
  }, 60_000);

  afterAll(() => world.close());

  const signsIn = () =>
    world.inBrowser(async (page) => {
      expect(await world.signIn(page)).toMatchObject({ status: 303 });
      expect(await world.userOf(page)).toMatchObject(person);
    });

  /** @returns the response that was refused */
  const isRefused = async (reason: RefusalCode): Promise<string> => {
    let sent = '';
    await world.inBrowser(async (page) => {
      const { xml, status } = await world.signIn(page);
      expect(status).toBe(refusals[reason].status);
      expect(await world.userOf(page)).toBeNull();
      sent = xml;
    });
    expect(await world.lastReason()).toBe(reason);
    return sent;
  };

  it('a person signs in, twice, as one account', async () => {
    await signsIn();
    await signsIn();
    expect(await world.product.query('SELECT count(*) AS n FROM users')).toEqual([{ n: 1 }]);
  });

  it(`an assertion comes encrypted with ${encryptsWith.join(' and ')}`, () =>
    world.inBrowser(async (page) => {
      await world.reconfigure({ encrypts: 'well' });
      const { xml } = await world.signIn(page);
      expect(xml).toMatch(/<(\w+:)?EncryptedAssertion/);
      expect(xml).not.toContain(person.subject);
      expect(ciphersOf(xml)).toEqual(encryptsWith);
      expect(await world.userOf(page)).toMatchObject(person);
    }));

  if (encryptsBadlyWith) {
    it(`an assertion that comes encrypted with ${encryptsBadlyWith.join(' and ')} is refused`, async () => {
      await world.reconfigure({ encrypts: 'badly' });
      const xml = await isRefused('encryption_algorithm_forbidden');
      expect(ciphersOf(xml)).toEqual(encryptsBadlyWith);
    });
  }

  it.each(itHas)('whoever signs out here is signed out there, by %s', async (binding) => {
    await world.reconfigure({ logoutBindings: [binding] });
    await world.inBrowser(async (page) => {
      await world.signIn(page);
      await page.goto(`${world.origin}/site/logout`);
      await page.locator('main').getByRole('button').click();
      await page.waitForURL(/saml2-logout/);
      expect(await page.textContent('main')).toMatch(/confirms that you are signed out there/);
      expect(await world.userOf(page)).toBeNull();
      await page.goto(`${world.origin}/site/login`);
      await world.idp.asks(page);
    });
  });

  it.each(itHas)('whoever signs out there is signed out here, by %s', async (binding) => {
    await world.reconfigure({});
    await world.inBrowser(async (page) => {
      await world.signIn(page);
      await world.idp.signOut(page, binding);
      expect(await world.userOf(page)).toBeNull();
    });
  });

  for (const [binding, why] of Object.entries(kind.lacks)) {
    it(`there is no logout by ${binding}: ${why}`, async () => {
      const { connection } = (await world.cli('connection show acme')) as {
        connection: object;
      };
      const address = binding === 'post' ? 'sloPostUrl' : 'sloRedirectUrl';
      expect(connection).toMatchObject({ [address]: null });
    });
  }

  it('no sign-in is lost while the signing key changes, and the old one is worth nothing then', async () => {
    await world.reconfigure({});
    expect(await world.reconfigure({ publishes: ['old', 'new'] })).toMatchObject({
      certificatesAdded: [{}],
      certificatesRemoved: [],
    });
    await signsIn();
    world.idp.set({ ...AT_FIRST, signsWith: 'new', publishes: ['new'] });
    await signsIn(); // before we have looked again
    expect(await world.cli('connection refresh acme')).toMatchObject({
      certificatesAdded: [],
      certificatesRemoved: [{}],
    });
    await signsIn();
    world.idp.set(AT_FIRST);
    await isRefused('signature_invalid');
  }, 60_000);
});
