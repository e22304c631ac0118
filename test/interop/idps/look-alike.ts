import { accounts } from '../../../dev/idp/accounts.ts';
import { IMAGEN_EDITORS } from '../../../dev/idp/groups.ts';
import { startLookAlike } from '../../../dev/idp/server.ts';
import { AT_FIRST, type IdpKind, type KeyName, type RunningIdp } from '../idp.js';

const APP_ID = 'aaaaaaaa-1111-4111-8111-111111111111';
const BRITTA = accounts[0];

/** Entra, as far as we know it: see dev/idp/README.md. */
export const lookAlike: IdpKind = {
  name: 'the Entra look-alike',
  variable: null,
  person: {
    subject: BRITTA?.userPrincipalName ?? '',
    displayName: 'Britta Simon',
    roles: ['editor'],
    groups: (BRITTA?.groups ?? []).map(({ id }) => id).sort(),
  },
  editors: IMAGEN_EDITORS.id,
  encryptsWith: ['#aes256-cbc', '#rsa-oaep-mgf1p'],
  encryptsBadlyWith: null, // Entra has no setting for its ciphers
  lacks: { post: 'Entra offers HTTP-Redirect alone' },
  start,
};

async function start(origin: string): Promise<RunningIdp> {
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
  const ring = idp.app().certificates;
  const first = ring.active();
  const second = ring.find(await idp.addCertificate()) ?? first;
  const keys = { old: first, new: second } satisfies Record<KeyName, typeof first>;
  let ourCertificate: string | null = null;
  const set: RunningIdp['set'] = ({ signsWith, publishes, encrypts }) => {
    for (const name of publishes) if (!ring.find(keys[name].thumbprint)) ring.add(keys[name]);
    ring.activate(keys[signsWith].thumbprint);
    for (const [name, { thumbprint }] of Object.entries(keys))
      if (!publishes.some((one) => one === name)) ring.remove(thumbprint);
    idp.encryptFor(encrypts === 'not' ? null : ourCertificate);
  };
  set(AT_FIRST);
  return {
    origin: idp.origin,
    metadataUrl: idp.metadataUrl(APP_ID),
    /** Entra is given the certificate alone. */
    learn(spMetadata) {
      const key = /use="encryption">.*?<ds:X509Certificate>([^<]+)</s.exec(spMetadata);
      ourCertificate = key?.[1] ?? null;
    },
    set,
    asks: (page) => page.getByRole('button', { name: 'B.Simon' }).first().waitFor(),
    signIn: (page) => page.getByRole('button', { name: 'B.Simon' }).first().click(),
    async signOut(page) {
      await page.goto(`${idp.origin}/myapps`);
      const told = page.waitForResponse((response) => response.url().includes('saml2-logout'));
      await page.getByRole('button', { name: 'Sign out' }).click();
      await told;
      await page.frameLocator('iframe').locator('h1').waitFor({ state: 'attached' });
    },
    close: () => idp.close(),
  };
}
