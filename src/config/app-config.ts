import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BlockList } from 'node:net';
import { validateSync } from 'class-validator';
import { blockListOf, Environment, listOf } from './environment.js';
import { PublicUrl } from './public-url.js';
import { Secret } from './secret.js';

export type DatabaseTarget =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'mysql'; readonly url: Secret; readonly poolSize: number };

/** Variables whose values never appear in an error text. */
const SECRET_NAMES = new Set(['SECRET_KEY', 'DATABASE_URL', 'SMTP_URL']);

/** The start is refused: every mistake in the environment, one line each. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration has ${problems.length.toString()} mistake(s):\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
  }
}

/** The one typed, frozen configuration. Injected by class; nothing else reads process.env. */
export class AppConfig {
  readonly environment: 'development' | 'test' | 'production';
  readonly port: number;
  readonly host: string;
  readonly publicUrl: PublicUrl;
  readonly database: DatabaseTarget;
  /** The first seals, all open (rotation). 32 bytes each. */
  readonly secretKeys: readonly Secret<Buffer>[];
  readonly operatorTenant: string | null;
  /** Where a signed-in person goes on to; may hold `{tenant}`. */
  readonly appUrl: string | null;
  readonly trustedProxies: BlockList;
  readonly trustedProxyCount: number;
  readonly logLevel: string;
  readonly operationsPort: number; // 0: no listener of its own
  readonly operationsHost: string;
  /** From SIGTERM on, while /readyz says no already: until load balancers have noticed. */
  readonly stopDelayMs: number;
  /** Whether node-saml is asked about what we accepted, and whether its no counts. */
  readonly samlSecondOpinion: 'off' | 'observe' | 'require';
  readonly outboundAllow: readonly string[];
  readonly smtpUrl: Secret | null;
  readonly rateLimitPerMinute: number; // per client prefix; 0: no limit
  readonly sessionAbsoluteMs: number;
  readonly sessionIdleMs: number;
  readonly auditRetentionDays: number;
  readonly dataDir: string;

  private constructor(values: Environment) {
    this.environment = values.NODE_ENV as AppConfig['environment'];
    this.port = Number(values.PORT);
    this.host = values.HOST;
    this.publicUrl = new PublicUrl(values.PUBLIC_URL);
    this.database = values.DATABASE_URL.startsWith('sqlite:')
      ? { kind: 'sqlite', file: values.DATABASE_URL.slice('sqlite:'.length) }
      : {
          kind: 'mysql',
          url: new Secret(values.DATABASE_URL),
          poolSize: Number(values.DATABASE_POOL_SIZE),
        };
    this.secretKeys = listOf(values.SECRET_KEY ?? '').map(
      (key) => new Secret(Buffer.from(key, 'base64')),
    );
    this.operatorTenant = values.OPERATOR_TENANT ?? null;
    this.appUrl = values.APP_URL ?? null;
    this.trustedProxies = blockListOf(listOf(values.TRUSTED_PROXIES));
    this.trustedProxyCount = listOf(values.TRUSTED_PROXIES).length;
    this.logLevel = values.LOG_LEVEL;
    this.operationsPort = Number(values.OPERATIONS_PORT);
    this.operationsHost = values.OPERATIONS_HOST;
    this.stopDelayMs = Number(values.STOP_DELAY_SECONDS) * 1000;
    this.samlSecondOpinion = values.SAML_SECOND_OPINION as AppConfig['samlSecondOpinion'];
    this.outboundAllow = listOf(values.OUTBOUND_ALLOW);
    this.smtpUrl = values.SMTP_URL === undefined ? null : new Secret(values.SMTP_URL);
    this.rateLimitPerMinute = Number(values.RATE_LIMIT);
    this.sessionAbsoluteMs = Number(values.SESSION_ABSOLUTE_MINUTES) * 60_000;
    this.sessionIdleMs = Number(values.SESSION_IDLE_MINUTES) * 60_000;
    this.auditRetentionDays = Number(values.AUDIT_RETENTION_DAYS);
    this.dataDir = values.DATA_DIR;
    Object.freeze(this);
  }

  /**
   * Reads and judges the whole environment at once.
   * @throws ConfigurationError listing every mistake, secrets masked
   */
  static read(environment: Readonly<Record<string, unknown>>): AppConfig {
    const values = new Environment();
    const present = new Set<string>();
    for (const name of ENVIRONMENT_NAMES) {
      const value = environment[name];
      if (typeof value !== 'string' || value.trim() === '') continue;
      present.add(name);
      Object.assign(values, { [name]: value.trim() });
    }
    if (!present.has('PUBLIC_URL')) values.PUBLIC_URL = `http://{tenant}.localhost:${values.PORT}`;
    const problems = [...fieldProblems(values, present), ...productionProblems(values, present)];
    if (problems.length > 0) throw new ConfigurationError(problems);
    values.SECRET_KEY ??= developmentSecretKey(values.DATA_DIR);
    return new AppConfig(values);
  }
}

/** In the order of .env.example. */
export const ENVIRONMENT_NAMES: readonly string[] = Object.keys(new Environment());

function fieldProblems(values: Environment, present: ReadonlySet<string>): string[] {
  return validateSync(values).map((error) => {
    const text = Object.values(error.constraints ?? {}).join('; ');
    const shown =
      SECRET_NAMES.has(error.property) || !present.has(error.property)
        ? ''
        : ` (it is ${JSON.stringify(error.value)})`;
    return `${error.property} ${text}${shown}`;
  });
}

/** What a laptop may leave out, a production machine may not. */
function productionProblems(values: Environment, present: ReadonlySet<string>): string[] {
  if (values.NODE_ENV !== 'production') return [];
  const problems = ['PUBLIC_URL', 'DATABASE_URL', 'SECRET_KEY']
    .filter((name) => !present.has(name))
    .map((name) => `${name} is missing: production has no default for it`);
  if (present.has('PUBLIC_URL') && !values.PUBLIC_URL.startsWith('https://')) {
    problems.push(
      'PUBLIC_URL must start with https:// in production: browsers send our cookies over TLS only',
    );
  }
  if (present.has('APP_URL') && !(values.APP_URL ?? '').startsWith('https://')) {
    problems.push('APP_URL must start with https:// in production');
  }
  return problems;
}

/** Development only: a key that survives restarts, readable by its owner alone. */
function developmentSecretKey(dataDir: string): string {
  const file = join(dataDir, 'secret.key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}
