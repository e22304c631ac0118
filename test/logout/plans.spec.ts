import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { firstUuidAt, type SqlValue } from '../../src/database/index.js';
import { type Statement, statementsOf } from '../scale/statements.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { insertRows } from '../support/insert-rows.js';
import { SLO_PATH } from '../support/paths.js';
import { expectIndex, planOf } from '../support/plans.js';
import {
  createLiveTenant,
  type LiveTenant,
  type Product,
  StandingClock,
  startProduct,
} from '../support/product.js';
import { ACME } from '../support/saml/index.js';
import {
  aLogoutRequest,
  aLogoutResponse,
  type LogoutOptions,
  redirectQuery,
} from '../support/saml/logout.js';
import { signIn } from '../support/sign-in.js';

const SESSIONS = 3000;
const SLO_URL = `https://acme.imagencloud.com${SLO_PATH}`;
const SERVICE =
  '<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://login.microsoftonline.com/x/saml2"/>';

/** Every session of one tenant and one connection, so that nothing but their own indexes tells them apart. */
describe.each(databases)('the statements of Single Logout on $kind', (kind) => {
  let product: Product;
  let live: LiveTenant;

  beforeAll(async () => {
    product = await startProduct(kind, { clock: new StandingClock(ACME.nowMs) });
    live = await createLiveTenant(product, 'acme', { singleLogoutServices: SERVICE });
    await fill(product, live);
    if (kind.kind === 'mysql') await product.query('ANALYZE TABLE users, sessions');
  }, 60_000);

  afterAll(() => product.close());

  const sent = async (work: () => Promise<unknown>): Promise<Statement[]> =>
    (await statementsOf(product.get(DataSource), work)).filter(({ sql }) =>
      /^\s*(SELECT|INSERT|UPDATE|DELETE)\b/i.test(sql),
    );
  const signedIn = async (): Promise<{ client: HttpClient; sessionIndex: string }> => {
    const client = product.client('acme');
    const { response, answer } = await signIn(client, { nowMs: ACME.nowMs });
    expect(answer.status).toBe(303);
    return { client, sessionIndex: response.assertionId };
  };
  const isIn = async (client: HttpClient): Promise<boolean> =>
    (await client.get('/site/session')).status === 200;
  const logout = (options: Partial<LogoutOptions> = {}) =>
    product
      .client('acme')
      .get(`${SLO_PATH}?${redirectQuery(aLogoutRequest({ destination: SLO_URL, ...options }))}`);
  /** Each goes by an index, and those on sessions find few: by tenant alone would be an index, too, and all of them. */
  const expectCheap = async (statements: readonly Statement[]): Promise<void> => {
    for (const statement of statements) {
      await expectIndex(product, statement);
      if (!/^\s*(SELECT|UPDATE)\b.*\bsessions\b/is.test(statement.sql)) continue;
      const steps = await planOf(product, statement);
      const broad = steps.filter(({ rows, detail = '' }) =>
        kind.kind === 'mysql'
          ? Number(rows ?? 0) > 20
          : /sessions_user_ix|sessions_expires_ix/.test(detail),
      );
      expect({ sql: statement.sql, broad }).toEqual({ sql: statement.sql, broad: [] });
    }
  };
  const keysOn = async (statements: readonly Statement[], pattern: RegExp): Promise<string[]> => {
    const found = statements.filter(({ sql }) => pattern.test(sql));
    const plans = await Promise.all(found.map((statement) => planOf(product, statement)));
    return plans.flat().flatMap(({ key, detail }) => [key ?? detail ?? '']);
  };

  it('find a session by its index', async () => {
    const { client, sessionIndex } = await signedIn();
    const statements = await sent(() => logout({ sessionIndexes: [sessionIndex] }));
    expect(await isIn(client)).toBe(false);
    await expectCheap(statements);
    expect(await keysOn(statements, /session_index_hash IN/)).toContainEqual(
      expect.stringContaining('sessions_session_index_ix'),
    );
  });

  it('find the sessions of a subject by its name', async () => {
    const { client } = await signedIn();
    const statements = await sent(() => logout());
    expect(await isIn(client)).toBe(false);
    await expectCheap(statements);
    expect(await keysOn(statements, /name_id_hash = /)).toContainEqual(
      expect.stringContaining('sessions_name_id_ix'),
    );
  });

  it('find nothing, and refuse, as cheaply', async () => {
    const id = '_once';
    await expectCheap(await sent(() => logout({ sessionIndexes: ['unknown'], id })));
    await expectCheap(await sent(() => logout({ sessionIndexes: ['unknown'], id }))); // replayed
    await expectCheap(await sent(() => logout({ issuer: 'https://other.example/' })));
  });

  it('of a sign-out here, and of its answer, read by key', async () => {
    const { client } = await signedIn();
    const form = await client.get('/site/logout');
    const token = / name="token" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
    let url = '';
    const out = await sent(async () => {
      const { headers } = await client.postSameOrigin('/site/logout', { token });
      url = headers['refresh']?.toString().replace('0; url=', '') ?? '';
    });
    expect(out.some(({ sql }) => /^\s*UPDATE sessions/.test(sql))).toBe(true);
    await expectCheap(out);
    const encoded = new URL(url).searchParams.get('SAMLRequest') ?? '';
    const xml = inflateRawSync(Buffer.from(encoded, 'base64')).toString();
    const inResponseTo = / ID="([^"]+)"/.exec(xml)?.[1] ?? '';
    const query = redirectQuery(aLogoutResponse({ destination: SLO_URL, inResponseTo }));
    const answered = await sent(async () => {
      expect((await client.get(`${SLO_PATH}?${query}`)).text).toContain('confirms');
    });
    await expectCheap(answered);
  });
});

async function fill(product: Product, { tenant, connection }: LiveTenant): Promise<void> {
  const numbers = Array.from({ length: SESSIONS }, (_, n) => n);
  const at = (n: number): string => firstUuidAt(1_700_000_000_000 + n);
  const users = numbers.map((n): SqlValue[] => {
    const name = `somebody${n.toString()}@acme.example`;
    const names = [name, name, name, name, `Somebody ${n.toString()}`];
    const identity = [`hash-${n.toString()}`, 'idp', n.toString()];
    return [at(n), tenant.id, ...identity, ...names, 'active', 0, 1, n, n];
  });
  const sessions = numbers.map((n): SqlValue[] => {
    const times = [ACME.nowMs - 1000, ACME.nowMs - 1000, ACME.nowMs + 3_600_000];
    const [indexHash, nameHash] = [`index-${n.toString()}`, `name-${n.toString()}`];
    return [at(n), tenant.id, at(n), connection.id, 'hash', ...times, indexHash, nameHash, '', ''];
  });
  await insertRows(
    product,
    'users (id, tenant_id, identity_hash, idp_entity_id, stable_id, subject, subject_lower, email, email_lower, display_name, state, sessions_not_before_ms, groups_known, created_at_ms, updated_at_ms)',
    users,
  );
  await insertRows(
    product,
    'sessions (id, tenant_id, user_id, connection_id, secret_hash, created_at_ms, last_seen_at_ms, expires_at_ms, session_index_hash, name_id_hash, ip, user_agent)',
    sessions,
  );
}
