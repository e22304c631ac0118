// npm start: the main job on a fresh machine. Builds what is not built, starts the Entra look-alike, makes the demo
// tenant on the embedded database, starts the product, and says where to click. Development only.
import './check-node.mjs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { seedDemo } from './demo.mjs';
import { answers, checkout, isFree, startChild, stopChildren } from './processes.mjs';

const port = Number(process.env.PORT ?? 3000);
const idpPort = Number(process.env.IDP_PORT ?? 3001);
const dataDir = process.env.DATA_DIR ?? join(checkout, '.data');
const environment = {
  ...process.env,
  NODE_ENV: 'development',
  PORT: String(port),
  DATA_DIR: dataDir,
  DATABASE_URL: process.env.DATABASE_URL ?? `sqlite:${join(dataDir, 'imagen-sso.sqlite')}`,
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  STOP_DELAY_SECONDS: '0', // nobody's load balancer
};
const acme = `http://acme.localhost:${port}`;
const idp = `http://localhost:${idpPort}`;

async function start() {
  if (process.env.NODE_ENV === 'production') {
    throw new Error(
      'npm start runs a demo tenant and a look-alike of Entra. In production: npm run start:prod',
    );
  }
  for (const [name, wanted] of Object.entries({ PORT: port, IDP_PORT: idpPort })) {
    if (!(await isFree(wanted))) {
      throw new Error(
        `Port ${wanted} is taken: stop what listens there, or choose another with ${name}=…`,
      );
    }
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  say('Building (once, some seconds) …');
  buildIfStale();
  say('Starting the Entra look-alike …');
  startChild('The Entra look-alike', environment, [
    'dev/idp/main.ts',
    ...['--port', String(idpPort), '--public-origin', idp],
    ...['--data', join(dataDir, 'idp'), '--app', `Imagen=${acme}`],
  ]);
  await answers(`http://127.0.0.1:${idpPort}/myapps`);
  say('Preparing the database and the demo tenant acme …');
  await seedDemo(idpPort, environment);
  say('Starting Imagen SSO …');
  startChild('Imagen SSO', environment, ['dist/main.js']);
  await answers(`http://127.0.0.1:${port}/readyz`);
  console.log(WHERE_TO_CLICK);
}

const WHERE_TO_CLICK = `
Imagen SSO is running, on this machine only. Ctrl+C stops it.

  Sign in         ${acme}/site/login     and choose B.Simon
  Audit log       ${acme}/admin/audit    and sign in as Adele Vance, an administrator
  Everything      http://localhost:${port}/

  My Apps         ${idp}/myapps    the Entra look-alike: tiles,
  Portal          ${idp}/portal    "Test this application", certificates, signing options
`;

function say(sentence) {
  console.log(sentence);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopChildren(0));
try {
  await start();
} catch (error) {
  console.error(error.message);
  stopChildren(1);
}
