import { execFile } from 'node:child_process';
import { join } from 'node:path';

const SCHEMAS = join(import.meta.dirname, 'schemas');
/** xmllint(1): the document is valid, or not. Anything else says that it could not judge. */
const VERDICTS: readonly unknown[] = [null, 3, 4];

/** What xmllint finds wrong with a document by the OASIS schemas; nothing: it is valid. Asks no network. */
export function schemaErrors(xml: string): Promise<readonly string[]> {
  const parameters = ['--nonet', '--noout', '--schema', join(SCHEMAS, 'saml.xsd'), '-'];
  const env = { ...process.env, XML_CATALOG_FILES: join(SCHEMAS, 'catalog.xml') };
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.env.XMLLINT ?? 'xmllint',
      parameters,
      { env },
      (error, _, stderr) => {
        if (VERDICTS.includes(error?.code ?? null))
          resolve(stderr.split('\n').filter((line) => line.includes('validity error')));
        else reject(new Error(`xmllint: ${stderr}`, { cause: error }));
      },
    );
    child.stdin?.end(xml);
  });
}
