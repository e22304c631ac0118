import { freePort } from '../support/free-port.js';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ATTACKS, FAMILIES } from '../../src/attack/index.js';
import { type DatabaseKind, databases } from '../support/databases.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { until } from '../support/until.js';
import { type Ran, runWith } from './cli-world.js';

interface Report {
  readonly tenant: string;
  readonly refused: { readonly right: number; readonly of: number };
  readonly accepted: { readonly right: number; readonly of: number };
  readonly families: readonly { readonly family: string }[];
  readonly missed: readonly { readonly name: string; readonly found: string }[];
}

const PLAYED = ATTACKS.filter(({ needsFixedClock }) => !needsFixedClock);

const A_REQUEST = `https://idp.example/?SAMLRequest=${encodeURIComponent(
  deflateRawSync('<samlp:AuthnRequest ID="_0123456789abcdef"/>').toString('base64'),
)}`;

async function rowsOf(product: Product): Promise<Record<string, number>> {
  const count = async (table: string): Promise<number> =>
    Number(
      (await product.query<{ n: number | string }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n,
    );
  const tables = [
    'users',
    'idp_groups',
    'sessions',
    'connections',
    'connection_certificates',
    'sp_keys',
  ];
  const counts = await Promise.all(
    tables.map(async (table) => [table, await count(table)] as const),
  );
  return Object.fromEntries(counts);
}

/** The product at an address that a browser could open, and the command line beside it. */
class AttackedWorld {
  private constructor(
    readonly product: Product,
    readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async open(kind: DatabaseKind): Promise<AttackedWorld> {
    const port = await freePort();
    const PUBLIC_URL = `http://{tenant}.localhost:${port.toString()}`;
    const product = await startProduct(kind, { port, settings: { PUBLIC_URL } });
    const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
    const settings = {
      NODE_ENV: 'test',
      DATABASE_URL: product.databaseUrl,
      PUBLIC_URL,
      SECRET_KEY,
    };
    return new AttackedWorld(product, settings);
  }

  run(...args: string[]): Promise<Ran> {
    return runWith(this.settings, args);
  }

  hostOf(subdomain: string): string {
    return new URL(this.settings.PUBLIC_URL?.replace('{tenant}', subdomain) ?? '').host;
  }
}

describe.each(databases)('doctor --attack, on $kind', (kind) => {
  let world: AttackedWorld;

  beforeAll(async () => {
    world = await AttackedWorld.open(kind);
  });

  afterAll(() => world.product.close());

  it('accepts every legitimate variant at the tenant of a drill, and leaves nothing of that but events', async () => {
    const controls = PLAYED.filter(({ expected }) => expected === 'accepted').length;
    const before = await rowsOf(world.product);
    const ran = await world.run('doctor', '--attack', '--json');
    const report = ran.json() as Report;
    expect(report.missed).toEqual([]);
    expect(ran.code).toBe(0);
    expect(report.accepted).toEqual({ right: controls, of: controls });
    expect(report.refused.right).toBe(PLAYED.length - controls);
    expect(await rowsOf(world.product)).toEqual(before);
    const accepted = await world.product.query<{ n: number | string }>(
      "SELECT count(*) AS n FROM audit_events WHERE type = 'sign_in' AND outcome = 'accepted'",
    );
    expect(Number(accepted[0]?.n)).toBe(controls);
    expect((await world.run('tenant', 'list')).out).not.toContain(report.tenant);
    const afterwards = await world.product.client('attack-drill').get('/site/login', {
      host: world.hostOf('attack-drill'),
    });
    expect(afterwards.status).toBe(404);
  }, 300_000);

  it('ends a drill that is interrupted, and says so', async () => {
    const before = await rowsOf(world.product);
    const running = world.run('doctor', '--attack');
    await until(
      'the drill',
      async () =>
        (
          await world.product.query(
            'SELECT id FROM connections WHERE tenant_id IN (SELECT id FROM tenants WHERE drill_until_ms > 0)',
          )
        )[0] ?? null,
    );
    // The drill's own alone: emitted, it would end this process, too.
    process.listeners('SIGINT').at(-1)?.('SIGINT');
    const ran = await running;
    expect([ran.code, ran.err]).toEqual([1, 'Interrupted: the drill has been taken away.\n']);
    expect(await rowsOf(world.product)).toEqual(before);
  }, 300_000);
});

// What it finds is the same on both; the drill above has asked both.
describe.each(databases.slice(0, 1))('doctor --attack at a customer, on $kind', (kind) => {
  let world: AttackedWorld;

  beforeAll(async () => {
    world = await AttackedWorld.open(kind);
    // A drill's browser is sent on by redirect; this one by a form.
    await createLiveTenant(world.product, 'acme', { binding: 'post' });
  });

  afterAll(() => world.product.close());

  it('plays the whole catalogue at a customer, signed by nobody whom its connection trusts', async () => {
    const ran = await world.run('doctor', '--attack', 'acme', '--json');
    const report = ran.json() as Report;
    expect(report.missed).toEqual([]);
    expect(ran.code).toBe(0);
    expect(report.refused).toEqual({ right: PLAYED.length, of: PLAYED.length });
    expect(report.accepted.of).toBe(0);
    const families = FAMILIES.filter((name) => PLAYED.some(({ family }) => family === name));
    expect(report.families.map(({ family }) => family)).toEqual(families);
  }, 300_000);

  it('leaves nothing at a customer but events, whose sender says what it is', async () => {
    const count = async (table: string): Promise<number> =>
      Number(
        (await world.product.query<{ n: number | string }>(`SELECT count(*) AS n FROM ${table}`))[0]
          ?.n,
      );
    expect([await count('users'), await count('sessions'), await count('used_assertions')]).toEqual(
      [0, 0, 0],
    );
    const agents = await world.product.query<{ agent: string }>(
      "SELECT DISTINCT user_agent AS agent FROM audit_events WHERE type = 'sign_in'",
    );
    expect(agents).toEqual([{ agent: 'imagen-sso doctor --attack' }]);
    const played = await world.product.query<{ details: string }>(
      "SELECT details FROM audit_events WHERE type = 'attack.played'",
    );
    expect(played.map(({ details }) => JSON.parse(details) as unknown)).toEqual([
      { played: PLAYED.length, missed: 0 },
    ]);
  });

  it('says in a line where nothing can be attacked', async () => {
    const nobody = await world.run('doctor', '--attack', 'nobody');
    expect([nobody.code, nobody.err]).toEqual([
      1,
      'There is no tenant "nobody": tenant list shows those there are.\n',
    ]);
    const elsewhere = await runWith(
      { ...world.settings, PUBLIC_URL: 'http://{tenant}.localhost:1' },
      ['doctor', '--attack', 'acme'],
    );
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.err).toMatch(
      /^http:\/\/acme\.localhost:1 does not answer [^\n]*PUBLIC_URL[^\n]*\n$/,
    );
  });

  it('fails with a line for each row that is let in, or that breaks the deployment', async () => {
    const answers = [
      { status: 403, cookie: null },
      { status: 303, cookie: '__Host-imagen-session=1.2; Path=/; Secure' },
      { status: 500, cookie: null },
      { status: 303, cookie: null },
    ] as const;
    let posts = 0;
    const broken = createServer((req, res) => {
      const answer = answers[posts % answers.length] ?? answers[0];
      if (req.method === 'POST') posts += 1;
      req.resume().on('end', () => {
        if (req.method === 'GET') res.writeHead(302, { location: A_REQUEST }).end();
        else
          res.writeHead(answer.status, answer.cookie ? { 'set-cookie': answer.cookie } : {}).end();
      });
    }).listen(0, '127.0.0.1');
    await once(broken, 'listening');
    const { port } = broken.address() as AddressInfo;
    const PUBLIC_URL = `http://{tenant}.localhost:${port.toString()}`;
    const ran = await runWith({ ...world.settings, PUBLIC_URL }, ['doctor', '--attack', 'acme']);
    broken.close();
    expect(ran.code).toBe(1);
    const missed = ran.out.split('\n').filter((line) => line.startsWith('MISSED'));
    expect(missed.length).toBe(PLAYED.filter((_, index) => index % 4 !== 0).length);
    expect(missed[0]).toMatch(/^MISSED {2}transport: .*: to be refused, found: accepted$/);
    expect(missed[1]).toMatch(/found: answered with status 500$/);
    expect(ran.out).toContain(
      `acme: ${String(PLAYED.length - missed.length)} of ${String(PLAYED.length)} refused`,
    );
  }, 300_000);
});
