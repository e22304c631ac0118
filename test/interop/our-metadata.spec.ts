import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MetadataSample, ourMetadata } from '../support/our-metadata.js';
import { aSigningKey, pemOf } from '../support/saml/index.js';

const ORIGIN = 'https://acme.imagencloud.com';
const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings:';
const DEBIAN_PYTHON = '/usr/bin/python3';

type Command = readonly [program: string, ...parameters: string[]];

/** All that the binding of lasso gives out. */
const READ_BY_LASSO = ['entityId', 'acs', 'slo', 'signsRequests', 'verifies'];
const READ_BY_OTHERS = READ_BY_LASSO.concat(
  ...['validUntilMs', 'signing', 'encryption', 'attributes', 'displayNames', 'logo'],
);

const READERS: readonly { reader: string; command: Command; reads: readonly string[] }[] = [
  {
    reader: 'SimpleSAMLphp',
    command: ['php', script('simplesamlphp.php')],
    reads: READ_BY_OTHERS,
  },
  {
    reader: 'pysaml2',
    command: [
      process.env.PYSAML2_PYTHON ?? DEBIAN_PYTHON,
      ...['-B', script('pysaml2_reader.py'), process.env.XMLSEC1 ?? '/usr/bin/xmlsec1'],
    ],
    reads: READ_BY_OTHERS,
  },
  {
    reader: 'lasso, as mod_auth_mellon uses it,',
    command: [process.env.LASSO_PYTHON ?? DEBIAN_PYTHON, '-B', script('lasso_reader.py')],
    reads: READ_BY_LASSO,
  },
];

function script(name: string): string {
  return join(import.meta.dirname, 'metadata-readers', name);
}

const SAMPLES = ourMetadata();

/** What an IdP has to know of us once it has read the document. */
function whatItSays({ xml, entityId, tenantName, keys, signedBy }: MetadataSample): object {
  const until = / validUntil="([^"]+)"/.exec(xml)?.[1];
  const certificates = (use: string): string[] =>
    keys
      .filter((key) => key.use === use && key.state !== 'previous')
      .map(({ certificateBase64 }) => certificateBase64);
  const slo = `${ORIGIN}/saml/module.php/saml/sp/saml2-logout.php/imagenweb`;
  const acs = `${ORIGIN}/saml/module.php/saml/sp/saml2-acs.php/imagenweb`;
  const name = `Imagen (${tenantName})`;
  return {
    entityId,
    validUntilMs: until === undefined ? null : Math.floor(Date.parse(until) / 1000) * 1000,
    acs: [[`${BINDINGS}HTTP-POST`, acs]],
    slo: [
      [`${BINDINGS}HTTP-POST`, slo],
      [`${BINDINGS}HTTP-Redirect`, slo],
    ],
    signsRequests: xml.includes('AuthnRequestsSigned="true"'),
    signing: certificates('signing'),
    encryption: certificates('encryption'),
    attributes: [
      ...['urn:oid:0.9.2342.19200300.100.1.3', 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10'],
      ...['http://schemas.microsoft.com/identity/claims/objectidentifier', 'Groups'],
      ...['urn:oid:2.16.840.1.113730.3.1.241', 'urn:oid:2.5.4.42', 'urn:oid:2.5.4.4'],
    ],
    displayNames: { en: name, de: name },
    logo: [`${ORIGIN}/assets/logo-128.png`, '128', '128'],
    verifies: [signedBy !== null, false],
  };
}

describe.each(READERS)('$reader imports', ({ command: [program, ...parameters], reads }) => {
  let folder: string;
  let read: readonly object[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'imagen-sso-metadata-'));
    const signer = SAMPLES.find(({ signedBy }) => signedBy)?.signedBy?.certificateBase64 ?? '';
    const certificates = { ours: pemOf(signer), foreign: aSigningKey().certificatePem };
    const certificateFiles = Object.entries(certificates).map(([name, pem]) => {
      writeFileSync(join(folder, `${name}.pem`), pem);
      return join(folder, `${name}.pem`);
    });
    const documents = SAMPLES.map(({ xml }) => ({ xml, certificateFiles }));
    read = JSON.parse(await output(JSON.stringify(documents))) as object[];
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function output(input: string): Promise<string> {
    const child = spawn(program, parameters, {
      env: { SIMPLESAMLPHP_DIR: '/usr/share/simplesamlphp', ...process.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.end(input);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    if (stdout === '') throw new Error(`${program}: ${stderr}`);
    return stdout;
  }

  it.each(SAMPLES.map((sample, at) => ({ sample, at, name: sample.name })))(
    'our metadata $name',
    ({ sample, at }) => {
      const expected = Object.entries(whatItSays(sample)).filter(([name]) => reads.includes(name));
      expect(read[at]).toEqual(Object.fromEntries(expected));
    },
  );
});
