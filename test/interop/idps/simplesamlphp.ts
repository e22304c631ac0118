import { freePort } from '../../support/free-port.js';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  ANN,
  AT_FIRST,
  type IdpKind,
  type IdpState,
  passwordForm,
  type RunningIdp,
} from '../idp.js';
import { IdpFolder, startProgram } from './program.js';

const PHP_DIR = process.env.SIMPLESAMLPHP_DIR ?? '/usr/share/simplesamlphp';
const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:';
const BINDINGS = { redirect: `${BINDING}HTTP-Redirect`, post: `${BINDING}HTTP-POST` } as const;
const PERSON = {
  uid: ['ann'],
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.10': ['ann@university.example'],
  'urn:oid:0.9.2342.19200300.100.1.3': ['ann@university.example'],
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname': ['Ånn'],
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname': ['O’Neill & Söhne'],
  Groups: ['library-staff', 'all'],
};

export const simpleSamlPhp: IdpKind = {
  name: 'SimpleSAMLphp',
  variable: 'SIMPLESAMLPHP_DIR',
  person: ANN,
  editors: 'library-staff',
  encryptsWith: ['#aes128-cbc', '#rsa-oaep-mgf1p'],
  encryptsBadlyWith: null, // it has no setting for its ciphers
  lacks: {},
  start: startSimpleSamlPhp,
};

/** SimpleSAMLphp as Debian ships it, under PHP's own web server; it reads its configuration anew for every request. */
async function startSimpleSamlPhp(): Promise<RunningIdp> {
  const port = (await freePort()).toString();
  const folder = new IdpFolder();
  const origin = `http://127.0.0.1:${port}`;
  const endpoints = `${origin}/saml2/idp`;
  for (const name of ['config', 'metadata', 'log', 'data', 'tmp'])
    mkdirSync(join(folder.path, name));
  writeConfiguration(folder, origin);
  let spMetadata = '';
  const set = (state: IdpState): void => {
    writeHosted(folder, origin, state);
  };
  set(AT_FIRST);
  const metadataUrl = `${endpoints}/metadata.php`;
  const stop = await startProgram({
    command: 'php',
    args: [
      '-d',
      'error_reporting=0',
      '-d',
      'opcache.revalidate_freq=0',
      '-S',
      `127.0.0.1:${port}`,
      '-t',
      join(PHP_DIR, 'www'),
    ],
    env: { SIMPLESAMLPHP_CONFIG_DIR: join(folder.path, 'config'), PHP_CLI_SERVER_WORKERS: '2' },
    metadataUrl,
  });
  return {
    ...passwordForm,
    origin,
    metadataUrl,
    learn(xml) {
      spMetadata = xml;
      folder.write('sp.xml', xml);
    },
    set,
    async signOut(page, binding) {
      // It takes the first binding that the service offers: to see the other, this one must be gone.
      const others = Object.values(BINDINGS).filter((uri) => uri !== BINDINGS[binding]);
      const services = new RegExp(`<md:SingleLogoutService Binding="${others.join('|')}"[^>]*/>`);
      folder.write('sp.xml', spMetadata.replace(services, ''));
      const done = `${metadataUrl}?output=xhtml`;
      await page.goto(`${endpoints}/SingleLogoutService.php?ReturnTo=${encodeURIComponent(done)}`);
      await page.waitForURL(done);
      folder.write('sp.xml', spMetadata);
    },
    async close() {
      await stop();
      folder.remove();
    },
  };
}

function writeConfiguration(folder: IdpFolder, origin: string): void {
  const inside = (name: string): string => join(folder.path, name);
  writePhp(folder, 'config/config.php', '$config', {
    baseurlpath: `${origin}/`,
    certdir: `${folder.path}/`,
    loggingdir: inside('log/'),
    datadir: inside('data/'),
    tempdir: inside('tmp'),
    metadatadir: inside('metadata/'),
    'metadata.sources': [{ type: 'flatfile' }, { type: 'xml', file: inside('sp.xml') }],
    secretsalt: 'a-salt-for-this-test-only',
    'auth.adminpassword': 'unused-0815',
    technicalcontact_email: 'test@example.org',
    timezone: 'UTC',
    'logging.handler': 'file',
    'enable.saml20-idp': true,
    'store.type': 'phpsession',
    'session.cookie.secure': false,
    'session.phpsession.savepath': inside('data'),
    'module.enable': { exampleauth: true, core: true, saml: true },
  });
  folder.write('sp.xml', '<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"/>');
  writePhp(folder, 'config/authsources.php', '$config', {
    'example-userpass': { 0: 'exampleauth:UserPass', 'ann:secret': PERSON },
  });
}

function writeHosted(
  folder: IdpFolder,
  origin: string,
  { signsWith, publishes, logoutBindings, encrypts }: IdpState,
): void {
  const next = publishes.find((name) => name !== signsWith);
  writePhp(folder, 'metadata/saml20-idp-hosted.php', `$metadata['${origin}/idp']`, {
    host: '__DEFAULT__',
    auth: 'example-userpass',
    privatekey: `${signsWith}.key.pem`,
    certificate: `${signsWith}.crt.pem`,
    ...(next === undefined
      ? {}
      : { new_privatekey: `${next}.key.pem`, new_certificate: `${next}.crt.pem` }),
    'signature.algorithm': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'sign.logout': true,
    'validate.logout': true,
    'assertion.encryption': encrypts !== 'not',
    SingleLogoutServiceBinding: logoutBindings.map((name) => BINDINGS[name]),
  });
}

function writePhp(folder: IdpFolder, name: string, variable: string, value: object): void {
  const json = JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  folder.write(name, `<?php\n${variable} = json_decode('${json}', true);\n`);
}
