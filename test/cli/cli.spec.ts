import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { idpMetadata } from '../support/product.js';
import { aForeignKey, theIdpKey } from '../support/saml/index.js';
import { databases } from '../support/databases.js';
import { CliWorld, runWith } from './cli-world.js';

const fixture = (name: string) => join(import.meta.dirname, '../fixtures/metadata', name);

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly subjectSource: string;
  readonly certificates: readonly { readonly sha256Hex: string }[];
}

interface Event {
  readonly type: string;
  readonly actor: object;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What `tenant create` writes: the tenant, and its two keys. */
const CREATION = ['tenant.created', 'sp_key.added', 'sp_key.added'];

describe.each(databases)('the command line on $kind', (kind) => {
  let cli: CliWorld;
  let count = 0;
  let tenant: string;

  beforeAll(async () => {
    cli = await CliWorld.open(kind);
  });

  afterAll(() => cli.drop());

  beforeEach(async () => {
    count += 1;
    tenant = `t${count}`;
    await cli.must(`tenant create ${tenant} --name T`);
  });

  const events = async (): Promise<Event[]> =>
    (await cli.must(`audit export ${tenant} --format ndjson`)).out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Event)
      .filter((event) => event.type !== 'audit.exported') // this very question
      .reverse();
  const types = async () => (await events()).map((event) => event.type);
  const importing = async (options: Parameters<typeof idpMetadata>[0], more = '') => {
    const line = `connection import ${tenant} --metadata - --json${more}`;
    return (await cli.must(line, idpMetadata(options))).json() as {
      change: string;
      activation: string | null;
      connection: Shown;
    };
  };

  describe('tenants', () => {
    it('are created once, and changed on the record under the user’s name', async () => {
      const again = await cli.run(['tenant', 'create', tenant, '--name', 'Other']);
      expect(again).toMatchObject({ code: 1, out: '' });
      expect(again.err).toMatch(/^There is already a tenant t\d+:.*\n$/);
      await cli.must(`tenant set ${tenant} --jit off --default-role none --requires-match on`);
      expect((await cli.must(`tenant show ${tenant} --json`)).json()).toMatchObject({
        jitEnabled: false,
        defaultRole: null,
        requiresRoleMatch: true,
        isLive: false,
      });
      expect(await types()).toEqual([...CREATION, 'tenant.updated']);
      const [created, updated] = (await events()).filter(({ type }) => type.startsWith('tenant.'));
      expect(created).toMatchObject({ actor: { kind: 'cli', label: 'ann' } });
      expect(updated?.details).toEqual({
        before: { jitEnabled: true, defaultRole: 'viewer', requiresRoleMatch: false },
        after: { jitEnabled: false, defaultRole: null, requiresRoleMatch: true },
      });
    });

    it('that are set to what they are leave no event', async () => {
      await cli.must(`tenant set ${tenant} --jit on`);
      expect(await types()).toEqual(CREATION);
    });

    it.each([
      ['Acme', 'tenant create Acme --name A'],
      ['a subdomain that begins with a hyphen', 'tenant create a_b --name A'],
      ['the role operator', 'tenant set SELF --default-role operator'],
      ['a tenant that there is not', 'tenant show nobody'],
    ])('are refused for %s in one line', async (_, line) => {
      const ran = await cli.run(line.replace('SELF', tenant).split(' '));
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toMatch(/^[^\n]+\.\n$/);
    });
  });

  describe('a connection', () => {
    it('is a draft at first, is activated, and is shown with what the IdP needs of us', async () => {
      const first = await importing({});
      expect(first).toMatchObject({ change: 'created', activation: null });
      expect(first.connection.state).toBe('draft');
      await cli.must(`connection activate ${tenant}`);
      const shown = await cli.must(`connection show ${tenant} --json`);
      expect(shown.json()).toMatchObject({
        connection: { state: 'active', version: 1 },
        serviceProvider: { entityId: `https://${tenant}.imagencloud.com/sp-entityid` },
      });
      expect((await cli.must(`connection show ${tenant}`)).out).toContain('active, version 1');
      expect(await types()).toEqual([
        ...CREATION,
        ...['connection.created', 'certificate.added', 'connection.activated'],
      ]);
    });

    it('stays as it is when the same metadata comes again', async () => {
      await importing({}, ' --activate');
      const before = await types();
      const again = await importing({}, ' --activate');
      expect(again).toMatchObject({ change: 'unchanged', activation: 'unchanged' });
      expect(again.connection.version).toBe(1);
      expect(await types()).toEqual(before);
    });

    it('follows a certificate rollover, each key on the record', async () => {
      const [old, next] = [theIdpKey(), aForeignKey()];
      const first = await importing({ keys: [old] }, ' --activate');
      const both = await importing({ keys: [old, next] });
      const last = await importing({ keys: [next] });
      expect([first, both, last].map(({ connection }) => connection.version)).toEqual([1, 2, 3]);
      expect([first, both, last].map(({ connection }) => connection.certificates.length)).toEqual([
        ...[1, 2, 1],
      ]);
      expect(last.connection.state).toBe('active');
      expect((await types()).slice(-5)).toEqual([
        ...['connection.activated', 'certificate.added', 'connection.updated'],
        ...['certificate.removed', 'connection.updated'],
      ]);
    });

    it('takes the place of another one, which can come back with what it is keyed on', async () => {
      const first = await importing({}, ' --activate');
      const second = await importing({ entityId: 'https://idp.example.com/other' });
      expect(second.connection.state).toBe('draft');
      expect(second.connection.id).not.toBe(first.connection.id);
      await cli.must(`connection activate ${tenant}`);
      const states = async () =>
        ((await cli.must(`connection list ${tenant} --json`)).json() as Shown[]).map(
          (c) => c.state,
        );
      expect(await states()).toEqual(['retired', 'active']);
      await cli.must(`connection activate ${tenant} --connection ${first.connection.id}`);
      expect(await states()).toEqual(['active', 'retired']);
      const fixed = await cli.run([
        ...['connection', 'set', tenant, 'subject_source=persistent_name_id'],
        ...['--connection', second.connection.id],
      ]);
      expect(fixed.code).toBe(1);
      expect(fixed.err).toContain('fixed once a connection was activated');
    });

    it('asks which one is meant where there are several drafts', async () => {
      await importing({ entityId: 'https://one.example.com/' });
      await importing({ entityId: 'https://two.example.com/' });
      const ran = await cli.run(['connection', 'activate', tenant]);
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toContain('https://two.example.com/');
      await cli.must(`connection activate ${tenant} --connection https://two.example.com/`);
    });

    it('of Entra is keyed on the object id, any other on the targeted id', async () => {
      const entra = await cli.must(
        `connection import ${tenant} --json --metadata ${fixture('entra-application.xml')}`,
      );
      const okta = await cli.must(
        `connection import ${tenant} --json --metadata ${fixture('keycloak.xml')}`,
      );
      const sources = [entra, okta].map(
        (ran) => (ran.json() as { connection: Shown }).connection.subjectSource,
      );
      expect(sources).toEqual([
        'attribute:http://schemas.microsoft.com/identity/claims/objectidentifier',
        'attribute:urn:oid:1.3.6.1.4.1.5923.1.1.1.10',
      ]);
    });

    it.each([
      ['entra-common.xml', 'not of one directory'],
      ['okta-old-key.xml', 'RSA key of 2,048 bits'],
    ])('of %s is imported, and not activated', async (name, why) => {
      const line = ['connection', 'import', tenant, '--metadata', fixture(name)];
      const refused = await cli.run([...line, '--activate']);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toContain(why);
      expect((await cli.must(`connection list ${tenant} --json`)).json()).toEqual([]); // all or nothing
      expect((await cli.run(line)).out).toContain(`cannot be activated: `);
    });

    it('that people sign in by is not replaced by one that nobody could', async () => {
      const text = readFileSync(fixture('okta-old-key.xml'), 'utf8');
      const entityId = /entityID="([^"]+)"/.exec(text)?.[1] ?? '';
      const good = await importing({ entityId }, ' --activate');
      const ran = await cli.run([
        'connection',
        'import',
        tenant,
        '--metadata',
        fixture('okta-old-key.xml'),
      ]);
      expect(ran.code).toBe(1);
      expect(ran.err).toContain('RSA key of 2,048 bits');
      const shown = await cli.must(`connection show ${tenant} --json`);
      expect((shown.json() as { connection: Shown }).connection).toEqual({
        ...good.connection,
      });
    });

    it('is chosen by entity ID where a document describes several', async () => {
      const { error } = JSON.parse(
        (
          await cli.run([
            ...['connection', 'import', tenant, '--json'],
            ...['--metadata', fixture('federation-several.xml')],
          ])
        ).err,
      ) as { error: { message: string } };
      expect(error.message).toContain('--entity-id');
      const wanted = /entityID="([^"]+)"/g;
      const ids = [...readFileSync(fixture('federation-several.xml'), 'utf8').matchAll(wanted)];
      const named = ids.map((match) => match[1] ?? '').filter((id) => error.message.includes(id));
      expect(named.length).toBeGreaterThan(1);
      await cli.must(
        `connection import ${tenant} --metadata ${fixture('federation-several.xml')} --entity-id ${named[1] ?? ''}`,
      );
    });

    it('is set to what an administrator may decide, and the rest is refused in one line', async () => {
      await importing({});
      await cli.must(
        `connection set ${tenant} signed_element=both clock_skew_seconds=300 groups_overage=refuse name=Contoso`,
      );
      const shown = await cli.must(`connection show ${tenant} --json`);
      expect(shown.json()).toMatchObject({
        connection: {
          signedElement: 'both',
          clockSkewSeconds: 300,
          groupsOverage: 'refuse',
          name: 'Contoso',
          version: 2,
        },
      });
      const refused = [
        'clock_skew_seconds=301',
        'clock_skew_seconds=-1',
        'clock_skew_seconds=1e2',
        'signed_element=none',
        'groups_overage=ignore',
        'adopts_by_upn_days=31',
        'name=',
        'name',
        'sso_redirect_url=https://evil.example.com',
        '__proto__=x',
        'subject_source=attribute:mail',
        'subject_source=transient',
      ];
      for (const setting of refused) {
        const ran = await cli.run(['connection', 'set', tenant, setting]);
        expect({ setting, code: ran.code, out: ran.out }).toEqual({ setting, code: 1, out: '' });
        expect(ran.err).toMatch(/^[^\n]+\.\n$/);
      }
      const twice = await cli.run(['connection', 'set', tenant, 'name=a', 'name=b']);
      expect(twice.err).toContain('given twice');
      expect((await cli.must(`connection show ${tenant} --json`)).out).toBe(shown.out);
    });

    it('of Entra is never keyed on the user principal name', async () => {
      await cli.must(`connection import ${tenant} --metadata ${fixture('entra-application.xml')}`);
      const ran = await cli.run([
        ...['connection', 'set', tenant],
        'subject_source=attribute:urn:oid:1.3.6.1.4.1.5923.1.1.1.10',
      ]);
      expect(ran.code).toBe(1);
      expect(ran.err).toContain('user principal name');
    });

    it.each([
      ['a file that is not there', 'no-such-file.xml', 'There is no file'],
      ['a folder', import.meta.dirname, 'is a folder'],
      ['an address inside our network', 'https://169.254.169.254/metadata', 'public internet'],
      ['plain http', 'http://idp.example.com/metadata', 'Only https'],
    ])('is not read from %s', async (_, source, why) => {
      const ran = await cli.run(['connection', 'import', tenant, '--metadata', source]);
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toContain(why);
      expect(ran.err).toMatch(/^[^\n]+\n$/);
    });
  });

  it('maps groups to roles', async () => {
    const group = '0b1f8f4e-9f3e-4a5c-8a77-0f6d8f6f1c11';
    await cli.must(`mapping add ${tenant} --group ${group} --role editor --label Editors`);
    await cli.must(`mapping add ${tenant} --attribute urn:x=y=Sales --role viewer`);
    const rules = (await cli.must(`mapping list ${tenant} --json`)).json() as {
      id: string;
      role: string;
      value: string;
      attributeName: string | null;
    }[];
    expect(rules).toMatchObject([
      { role: 'editor', value: group, label: 'Editors' },
      { role: 'viewer', attributeName: 'urn:x=y', value: 'Sales' },
    ]);
    await cli.must(`mapping remove ${tenant} ${rules[0]?.id ?? ''}`);
    expect((await cli.must(`mapping list ${tenant}`)).out).not.toContain(group);
    const both = ['mapping', 'add', tenant, '--group', 'a', '--app-role', 'b', '--role', 'viewer'];
    expect((await cli.run(both)).err).toContain('exactly one of');
  });

  it('makes API keys that are shown once, and revokes them', async () => {
    const made = await cli.must(
      `api-key create --tenant ${tenant} --scopes users:read,audit:read --expires-in-days 30 --json`,
    );
    const { id, token } = made.json() as { id: string; token: string };
    const list = () => cli.must(`api-key list --tenant ${tenant} --json`);
    expect((await list()).json()).toMatchObject([
      { id, tenant, scopes: ['users:read', 'audit:read'], revokedAt: null },
    ]);
    expect((await list()).out).not.toContain(token.slice('imgsso_'.length + 33));
    await cli.must(`api-key revoke ${id.replaceAll('-', '')}`);
    expect(((await list()).json() as { revokedAt: string }[])[0]?.revokedAt).toMatch(/^\d{4}-/);
    expect(await types()).toEqual([...CREATION, 'api_key.created', 'api_key.revoked']);
    const wrong = await cli.run(['api-key', 'create', '--scopes', 'users:write']);
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain('There is no scope "users:write"');
  });

  it('writes a key for every tenant into the log of each', async () => {
    await cli.must('api-key create --scopes users:read');
    expect(await types()).toEqual([...CREATION, 'api_key.created']);
  });

  it('exports the log as CSV too, and says so in the log', async () => {
    const csv = await cli.must(`audit export ${tenant} --format csv --type tenant.created`);
    expect(csv.out.split('\r\n')).toHaveLength(3);
    expect(csv.out).toContain('tenant.created');
    const exported = await cli.must(`audit export ${tenant} --format csv --type audit.exported`);
    expect(exported.out).toContain('tenant.created'); // the filter of the export before
  });

  it('knows nobody before the first sign-in', async () => {
    expect((await cli.must(`user list ${tenant} --json`)).json()).toEqual([]);
    const ran = await cli.run(['user', 'suspend', tenant, 'ann@example.com']);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('no such person');
  });

  it('prints our metadata for the customer’s IdP', async () => {
    const { out } = await cli.must(`tenant metadata ${tenant}`);
    expect(out).toContain(`entityID="https://${tenant}.imagencloud.com/sp-entityid"`);
  });

  it.each([
    ['no command', []],
    ['an unknown command', ['tenants']],
    ['an unknown command of a group', ['tenant', 'delete']],
    ['an unknown option', ['tenant', 'list', '--all']],
    ['a missing argument', ['tenant', 'show']],
    ['a missing option', ['tenant', 'create', 'x']],
    ['an option outside its choices', ['tenant', 'set', 'x', '--jit', 'maybe']],
    ['a time that is none', ['audit', 'export', 'x', '--format', 'csv', '--from', 'yesterday']],
    ['a command of later versions', ['setup-link', 'x']],
  ])('answers %s with exit code 2 and nothing on stdout', async (_, args) => {
    const ran = await cli.run(args);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).not.toBe('');
  });

  it('explains itself', async () => {
    const ran = await cli.run(['--help']);
    expect(ran.code).toBe(0);
    for (const name of ['serve', 'migrate', 'tenant', 'connection', 'mapping', 'user', 'doctor'])
      expect(ran.out).toContain(name);
    expect(ran.out).not.toContain('setup-link');
    expect((await cli.run(['connection', 'import', '--help'])).out).toContain('--json');
  });

  it('looks at everything with doctor', async () => {
    await importing({}, ' --activate');
    const ran = await cli.run(['doctor', '--json']);
    const { checks, healthy } = ran.json() as { healthy: boolean; checks: { name: string }[] };
    const names = new Set(checks.map((check) => check.name));
    expect([...names]).toEqual(
      expect.arrayContaining([
        ...['configuration', 'public address', 'proxies', 'outbound', 'database', 'clock'],
        ...['secret key', 'migrations', 'certificates', 'tenants'],
      ]),
    );
    expect(healthy).toBe(true);
    expect(ran.code).toBe(0);
    expect((await cli.run(['doctor'])).out).toContain('->');
  });
});

describe.each(databases)('before the first migration on $kind', (kind) => {
  it('every command says what to run, and doctor too', async () => {
    const home = await kind.create();
    const settings = { NODE_ENV: 'test', DATABASE_URL: home.url, SECRET_KEY: 'A'.repeat(43) + '=' };
    const ran = await runWith(settings, ['tenant', 'list']);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^[^\n]*run: imagen-sso migrate\n$/);
    const doctor = await runWith(settings, ['doctor']);
    expect(doctor.code).toBe(1);
    expect(doctor.out).toContain('Run: imagen-sso migrate');
    const status = await runWith(settings, ['migrate', '--status', '--json']);
    expect(status.json()).toMatchObject({ done: [] });
    await runWith(settings, ['migrate']);
    expect((await runWith(settings, ['migrate'])).out).toBe('Nothing to do.\n');
    expect((await runWith(settings, ['tenant', 'list', '--json'])).json()).toEqual([]);
    await home.drop();
  });
});

describe('where nothing works', () => {
  const SECRET = 'mysql://root:hunter2@127.0.0.1:1/none';

  it('every mistake of the configuration is listed, secrets are not', async () => {
    const settings = { NODE_ENV: 'production', PUBLIC_URL: 'http://x', DATABASE_URL: 'hunter2' };
    const ran = await runWith(settings, ['tenant', 'list']);
    expect(ran).toMatchObject({ code: 1, out: '' });
    for (const name of ['PUBLIC_URL', 'DATABASE_URL', 'SECRET_KEY'])
      expect(ran.err).toContain(name);
    expect(ran.err).not.toContain('hunter2');
    const doctor = await runWith(settings, ['doctor']);
    expect(doctor.code).toBe(1);
    expect(doctor.out).toContain('DATABASE_URL');
    expect(doctor.out).not.toContain('hunter2');
  });

  it('a database that is away is one line', async () => {
    const settings = { NODE_ENV: 'test', DATABASE_URL: SECRET, SECRET_KEY: 'A'.repeat(43) + '=' };
    const ran = await runWith(settings, ['tenant', 'list']);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^Nothing answers at the address in DATABASE_URL[^\n]*\n$/);
    expect(ran.err).not.toContain('hunter2');
    const doctor = await runWith(settings, ['doctor']);
    expect(doctor.code).toBe(1);
    expect(doctor.out).toContain('Nobody can sign in until it answers.');
  });
});
