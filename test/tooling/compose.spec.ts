import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { AppConfig, ENVIRONMENT_NAMES } from '../../src/config/index.js';
import { checkout } from './seeded-tree.js';

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  restart?: string;
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  ports?: string[];
  networks?: string[];
  healthcheck?: { test?: string[]; disable?: boolean };
}

interface Compose {
  services: Record<'app' | 'migrate' | 'mysql' | 'proxy', Service>;
  networks: Record<string, { internal?: boolean; ipam?: { config: { subnet: string }[] } } | null>;
}

function read(path: string): string {
  return readFileSync(join(checkout, path), 'utf8');
}

/** The example, filled in as it says. */
const filledIn: Record<string, string> = {
  ...(parseEnv(read('deploy/compose.env.example')) as Record<string, string>),
  SECRET_KEY: randomBytes(32).toString('base64'),
  MYSQL_PASSWORD: randomBytes(24).toString('hex'),
  MYSQL_ROOT_PASSWORD: randomBytes(24).toString('hex'),
};

/** Compose's own interpolation, as far as this file uses it: ${NAME}, ${NAME:-default}, ${NAME:?message}, $$. */
function interpolate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (whole, name: string | undefined, kind: string | undefined, rest: string | undefined) => {
      if (whole === '$$') return '$';
      const value = values[name ?? ''] ?? '';
      if (value === '' && kind === '?') throw new Error(`${name ?? ''}: ${rest ?? ''}`);
      return value === '' && kind === '-' ? (rest ?? '') : value;
    },
  );
}

function composeWith(values: Readonly<Record<string, string>>): Compose {
  return parse(interpolate(read('docker-compose.yml'), values), { merge: true }) as Compose;
}

describe('docker-compose.yml', () => {
  let compose: Compose;

  beforeAll(() => {
    compose = composeWith(filledIn);
  });

  it('is what the Compose Specification allows', () => {
    const schema = JSON.parse(read('test/fixtures/compose/compose-spec.json')) as object;
    // The name under which the validator knows the same draft.
    Object.assign(schema, { $schema: 'http://json-schema.org/draft-07/schema#' });
    const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
    const validate = ajv.compile(schema);
    validate(compose);
    expect(validate.errors).toBeNull();
    expect(validate({ services: { app: { imagee: 'misspelt' } } })).toBe(false);
  });

  it('gives the product a configuration with which production starts', () => {
    const config = AppConfig.read(compose.services.app.environment ?? {});
    expect(config.environment).toBe('production');
    expect(config.publicUrl.originOf('acme')).toBe('https://acme.imagencloud.com');
    expect(config.database.kind).toBe('mysql');
    expect(config.trustedProxies.check('172.30.77.9')).toBe(true);
    expect(compose.networks.edge?.ipam?.config[0]?.subnet).toBe('172.30.77.0/24');
  });

  it('sets no variable that the product does not read', () => {
    for (const { environment } of [compose.services.app, compose.services.migrate]) {
      const unknown = Object.keys(environment ?? {}).filter((n) => !ENVIRONMENT_NAMES.includes(n));
      expect(unknown).toEqual([]);
    }
  });

  it.each(['SECRET_KEY', 'MYSQL_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'IMAGEN_DOMAIN'])(
    'refuses to start without %s',
    (name) => {
      expect(() => composeWith({ ...filledIn, [name]: '' })).toThrow(name);
    },
  );

  it('uses every variable of its example, and the example holds every one that it uses', () => {
    const used = read('docker-compose.yml').matchAll(/\$\{(\w+)/g);
    const names = new Set([...used].map(([, name]) => name ?? ''));
    const example = Object.keys(parseEnv(read('deploy/compose.env.example')));
    expect([...names].sort()).toEqual(example.sort());
  });

  it('migrates once, before the app starts, and starts the proxy last', () => {
    const { app, migrate, mysql, proxy } = compose.services;
    expect(migrate.command).toEqual(['node', 'dist/cli.js', 'migrate']);
    expect(migrate.restart).toBe('no');
    expect(app.depends_on?.migrate?.condition).toBe('service_completed_successfully');
    expect(migrate.depends_on?.mysql?.condition).toBe('service_healthy');
    expect(proxy.depends_on?.app?.condition).toBe('service_healthy');
    expect(mysql.healthcheck?.test).toBeDefined();
    expect(mysql.image).toBe('mysql:8.4');
  });

  it('publishes the TLS port only and keeps the database in a network of its own', () => {
    const { app, migrate, mysql, proxy } = compose.services;
    for (const service of [app, migrate, mysql]) expect(service.ports).toBeUndefined();
    expect(proxy.ports).toEqual(['443:443', '443:443/udp']);
    expect(mysql.networks).toEqual(['data']);
    expect(proxy.networks).toEqual(['edge']);
    expect(compose.networks.data?.internal).toBe(true);
  });

  it('runs the product on a read-only file system without privileges', () => {
    for (const service of [compose.services.app, compose.services.migrate]) {
      expect(service.read_only).toBe(true);
      expect(service.cap_drop).toEqual(['ALL']);
      expect(service.security_opt).toEqual(['no-new-privileges:true']);
    }
  });

  it('holds no secret itself', () => {
    const text = read('docker-compose.yml') + read('deploy/compose.env.example');
    expect(text.match(/^\s*\w*(PASSWORD|SECRET_KEY)\w*[:=][ \t]*(?!\$\{)\S.*$/gm)).toBeNull();
  });
});
