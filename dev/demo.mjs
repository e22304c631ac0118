// The demo tenant: made through the command line that operators use, so that nothing here knows the product's inside.
import { IMAGEN_ADMINISTRATORS, IMAGEN_EDITORS, IMAGEN_VIEWERS } from './idp/groups.ts';
import { runToEnd } from './processes.mjs';

const TENANT = 'acme';
const RULES = [
  [IMAGEN_ADMINISTRATORS, 'administrator'],
  [IMAGEN_EDITORS, 'editor'],
  [IMAGEN_VIEWERS, 'viewer'],
];

/** Safe to run at every start: what is there stays, a changed certificate of the look-alike is followed. */
export async function seedDemo(idpPort, environment) {
  const cli = (args, input) => runToEnd(environment, ['dist/cli.js', ...args], input);
  await cli(['migrate']);
  const tenants = JSON.parse(await cli(['tenant', 'list', '--json']));
  const isNew = !tenants.some((tenant) => tenant.subdomain === TENANT);
  if (isNew) await cli(['tenant', 'create', TENANT, '--name', 'Acme Films']);
  const metadata = await federationMetadata(idpPort);
  await cli(['connection', 'import', TENANT, '--metadata', '-', '--activate'], metadata);
  if (!isNew) return;
  for (const [group, role] of RULES) {
    await cli([
      'mapping',
      'add',
      TENANT,
      '--group',
      group.id,
      '--role',
      role,
      '--label',
      group.name,
    ]);
  }
}

/** As an administrator downloads it from the portal: the address stands on the portal's page. */
async function federationMetadata(idpPort) {
  const origin = `http://127.0.0.1:${idpPort}`;
  const portal = await (await fetch(`${origin}/portal`)).text();
  const path = /[^"'\s>]*(\/[0-9a-f-]{36}\/federationmetadata\/[^"'\s<]+)/i.exec(portal)?.[1];
  if (path === undefined)
    throw new Error('the look-alike’s portal shows no federation metadata address');
  return (await fetch(origin + path.replaceAll('&amp;', '&'))).text();
}
