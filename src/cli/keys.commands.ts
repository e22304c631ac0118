import { type Command, Option } from 'commander';
import { Clock } from '../database/index.js';
import {
  SP_KEY_USES,
  SpKeyMaker,
  type SpKeyRecord,
  SpKeys,
  type SpKeyUse,
} from '../sp-keys/index.js';
import { type Answer, isoTime, shortTime, table } from './answer.js';
import { type Call, type Desk, group, leaf } from './call.js';

interface UseOption {
  readonly use: SpKeyUse;
}

export function keysCommands(program: Command, desk: Desk): void {
  const commands = group(program, 'keys', 'our own keys, by which IdPs know and address us');
  leaf(commands, 'list <subdomain>', 'keys of a customer').action(desk.serve(list));
  leaf(commands, 'create <subdomain>', 'make the keys that a customer lacks').action(
    desk.serve(create),
  );
  leaf(commands, 'prepare <subdomain>', 'make the next key and publish it')
    .addOption(useOption())
    .action(desk.serve(prepare));
  leaf(commands, 'activate <subdomain>', 'use the next key from now on')
    .addOption(useOption())
    .action(desk.serve(activate));
  leaf(commands, 'retire <subdomain>', 'destroy the previous key')
    .addOption(useOption())
    .action(desk.serve(retire));
  leaf(commands, 'reseal', 'seal every private key under the first SECRET_KEY').action(
    desk.serve(reseal),
  );
}

function useOption(): Option {
  return new Option('--use <use>', 'what the key is for')
    .choices(SP_KEY_USES)
    .makeOptionMandatory();
}

async function list(call: Call, subdomain: string): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  return shown(await call.services.get(SpKeys).list(call.database, id));
}

async function create(call: Call, subdomain: string): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  const keys = call.services.get(SpKeys);
  const existing = await keys.list(call.database, id);
  const lacking = SP_KEY_USES.filter(
    (use) => !existing.some((key) => key.use === use && key.state === 'current'),
  );
  const pairs = await pairsFor(call, subdomain, lacking);
  await call.transaction(async (tx) => {
    for (const { use, pair } of pairs) await keys.add(tx, id, use, pair, 'current', call.by);
  });
  return shown(await keys.list(call.database, id));
}

async function prepare(call: Call, subdomain: string, { use }: UseOption): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  const [made] = await pairsFor(call, subdomain, [use]);
  if (!made) return shown([]);
  const key = await call.transaction((tx) =>
    call.services.get(SpKeys).add(tx, id, use, made.pair, 'next', call.by),
  );
  return {
    ...shown([key]),
    notes: [
      `Give the customer the new metadata; then: imagen-sso keys activate ${subdomain} --use ${use}`,
    ],
  };
}

async function activate(call: Call, subdomain: string, { use }: UseOption): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  const key = await call.transaction((tx) =>
    call.services.get(SpKeys).activate(tx, id, use, call.by),
  );
  return shown([key]);
}

async function retire(call: Call, subdomain: string, { use }: UseOption): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  const key = await call.transaction((tx) =>
    call.services.get(SpKeys).retire(tx, id, use, call.by),
  );
  return {
    json: { id: key.id, use, sha256: key.sha256Hex },
    lines: [`Retired the ${use} key ${key.id}: its private half is destroyed.`],
  };
}

async function reseal(call: Call): Promise<Answer> {
  const count = await call.transaction((tx) => call.services.get(SpKeys).reseal(tx));
  return { json: { resealed: count }, lines: [`Sealed ${count} keys under the first SECRET_KEY.`] };
}

/** Made one after the other, before any transaction is open: each takes a second or so. */
export async function pairsFor(call: Call, subdomain: string, uses: readonly SpKeyUse[]) {
  const maker = call.services.get(SpKeyMaker);
  const pairs = [];
  for (const use of uses) {
    const pair = await maker.make(`${subdomain} ${use}`, call.services.get(Clock).nowMs());
    pairs.push({ use, pair });
  }
  return pairs;
}

function shown(keys: readonly SpKeyRecord[]): Answer {
  return {
    json: keys.map((key) => ({
      ...{ id: key.id, use: key.use, state: key.state, sha256: key.sha256Hex },
      ...{ createdAt: isoTime(key.createdAtMs), notAfter: isoTime(key.notAfterMs) },
      certificate: key.certificateBase64,
    })),
    lines: table(
      ['use', 'state', 'SHA-256 of the certificate', 'since', 'until'],
      keys.map((key) => [
        ...[key.use, key.state, key.sha256Hex],
        ...[shortTime(key.createdAtMs), shortTime(key.notAfterMs)],
      ]),
      'No keys yet: imagen-sso keys create <subdomain>',
    ),
  };
}
