import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Verdict {
  readonly isValid: boolean;
  readonly output: string;
}

/** xmlsec1's verdict on the signature of the element that `element` (namespace:name) and `idOf` point at. */
export async function verifyWithXmlsec(
  xml: string,
  check: {
    readonly certificateBase64: string;
    readonly idElements: readonly string[];
    readonly signature: string;
  },
): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'look-alike-'));
  try {
    const certificate = join(folder, 'certificate.pem');
    const lines = check.certificateBase64.match(/.{1,64}/g) ?? [];
    await writeFile(
      certificate,
      ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    );
    const document = join(folder, 'document.xml');
    await writeFile(document, xml);
    const ids = check.idElements.flatMap((name) => ['--id-attr:ID', name]);
    return await run([
      '--verify',
      '--enabled-key-data',
      'rsa,raw-x509-cert',
      '--pubkey-cert-pem',
      certificate,
      ...ids,
      '--node-xpath',
      check.signature,
      document,
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A program that is not there is no verdict: it throws. */
function run(parameters: readonly string[]): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    execFile(process.env.XMLSEC1 ?? 'xmlsec1', parameters, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(new Error('xmlsec1', { cause: error }));
      resolve({ isValid: error === null, output: `${stdout}${stderr}` });
    });
  });
}
