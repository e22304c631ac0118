import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { AppRegistration } from './application.ts';
import { startLookAlike } from './server.ts';

const USAGE = `node dev/idp/main.ts --port 3001 --public-origin http://localhost:3001 \\
  --data .data/idp --app 'Imagen=http://acme.localhost:3000' [--app ...]`;

/** `<name>=<origin>`: an Imagen at that origin, with the addresses of its setup guide. */
function readApp(text: string): AppRegistration {
  const [, name, given] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || given === undefined || !URL.canParse(given)) {
    throw new Error(`--app wants <name>=<origin>, not ${text}`);
  }
  const { origin } = new URL(given);
  const identifier = `${origin}/sp-entityid`;
  return {
    name,
    appId: guidFrom(identifier),
    identifier,
    replyUrls: [`${origin}/saml/module.php/saml/sp/saml2-acs.php/imagenweb`],
    signOnUrl: `${origin}/site/login`,
    logoutUrl: `${origin}/saml/module.php/saml/sp/saml2-logout.php/imagenweb`,
  };
}

/** The same for the same Identifier, so that the metadata address survives a restart. */
function guidFrom(identifier: string): string {
  const hex = createHash('sha256').update(identifier).digest('hex');
  const ends = [8, 12, 16, 20, 32];
  return ends.map((end, index) => hex.slice(ends[index - 1] ?? 0, end)).join('-');
}

function readOptions(): Parameters<typeof startLookAlike>[0] {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3001' },
      'public-origin': { type: 'string' },
      data: { type: 'string' },
      app: { type: 'string', multiple: true, default: [] },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port wants a number up to 65535, not ${values.port}`);
  }
  const publicOrigin = values['public-origin'];
  return {
    port,
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
    dataDir: values.data ?? null,
    apps: values.app.map(readApp),
  };
}

try {
  const lookAlike = await startLookAlike(readOptions());
  console.log(`Entra look-alike ready at ${lookAlike.origin}/myapps`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void lookAlike.close());
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`Usage: ${USAGE}`);
  process.exitCode = 1;
}
