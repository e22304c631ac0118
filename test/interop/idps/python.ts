import { freePort } from '../../support/free-port.js';
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

const PYTHON = '/usr/bin/python3'; // Debian's, whose libraries these are; not the first on the PATH

const ofBoth = { person: ANN, editors: 'library-staff', lacks: {} } as const;

export const pysaml2: IdpKind = {
  ...ofBoth,
  name: 'pysaml2',
  variable: 'PYSAML2_PYTHON',
  encryptsWith: ['#aes128-cbc', '#rsa-oaep-mgf1p'],
  encryptsBadlyWith: ['#tripledes-cbc', '#rsa-oaep-mgf1p'], // its default, and without other code all that it can
  start: () => startPython('pysaml2_idp.py', process.env.PYSAML2_PYTHON ?? PYTHON),
};

export const lasso: IdpKind = {
  ...ofBoth,
  name: 'lasso',
  variable: 'LASSO_PYTHON',
  encryptsWith: ['#aes128-cbc', '#rsa-oaep-mgf1p'],
  encryptsBadlyWith: ['#aes128-cbc', '#rsa-1_5'], // the default of its older versions
  start: () => startPython('lasso_idp.py', process.env.LASSO_PYTHON ?? PYTHON),
};

/** An IdP of a Python library: see python/web.py. */
async function startPython(script: string, command: string): Promise<RunningIdp> {
  const port = (await freePort()).toString();
  const folder = new IdpFolder();
  const origin = `http://127.0.0.1:${port}`;
  const metadataUrl = `${origin}/metadata`;
  const set = (state: IdpState): void => {
    folder.write('settings.json', JSON.stringify({ origin, ...state }));
  };
  const learn = (spMetadata: string): void => folder.write('sp.xml', spMetadata);
  set(AT_FIRST);
  const file = join(import.meta.dirname, 'python', script);
  const stop = await startProgram({ command, args: ['-B', file, folder.path, port], metadataUrl });
  return {
    ...passwordForm,
    origin,
    metadataUrl,
    learn,
    set,
    async signOut(page, binding) {
      await page.goto(`${origin}/logout?binding=${binding}`);
      await page.getByText('Signed out everywhere').waitFor();
    },
    async close() {
      await stop();
      folder.remove();
    },
  };
}
