import { BlockList, isIP } from 'node:net';
import { IsIn, IsOptional, Matches, ValidateBy, type ValidationOptions } from 'class-validator';
import { PublicUrl, SUBDOMAIN_PATTERN } from './public-url.js';

/** A check whose own error text is the message: `check` throws or returns a sentence, null is good. */
function Check(
  check: (value: string) => string | null,
  options?: ValidationOptions,
): PropertyDecorator {
  let message = '';
  return ValidateBy(
    {
      name: 'check',
      validator: {
        validate: (value: unknown) => {
          message = check(String(value)) ?? '';
          return message === '';
        },
        defaultMessage: () => message,
      },
    },
    options,
  );
}

function wholeNumber(min: number, max: number): PropertyDecorator {
  return Check((value) =>
    /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max
      ? null
      : `must be a whole number from ${min.toString()} to ${max.toString()}`,
  );
}

function urlProblem(value: string, protocols: readonly string[]): string | null {
  const url = URL.parse(value);
  if (url && protocols.includes(url.protocol)) return null;
  return `must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`;
}

function databaseProblem(value: string): string | null {
  if (value.startsWith('sqlite:')) {
    return value.length > 'sqlite:'.length
      ? null
      : 'names no file: write sqlite:.data/imagen-sso.sqlite';
  }
  const problem = urlProblem(value, ['mysql:']);
  if (problem) return 'must be mysql://user:password@host:3306/database or sqlite:<file>';
  return (URL.parse(value)?.pathname.length ?? 0) > 1
    ? null
    : 'names no database: end it with /<database>';
}

function secretKeyProblem(value: string): string | null {
  const bad = value.split(',').some((key) => {
    const bytes = Buffer.from(key.trim(), 'base64');
    return (
      bytes.length !== 32 ||
      bytes.toString('base64').replace(/=+$/, '') !== key.trim().replace(/=+$/, '')
    );
  });
  return bad
    ? 'must be 32 random bytes in base64 (openssl rand -base64 32); several, separated by commas, while it is rotated'
    : null;
}

function publicUrlProblem(value: string): string | null {
  try {
    new PublicUrl(value);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function addressListProblem(value: string): string | null {
  for (const entry of listOf(value)) {
    const [address = '', prefix] = entry.split('/');
    const version = isIP(address);
    const bits = version === 4 ? 32 : 128;
    const prefixIsGood =
      prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
    if (version === 0 || !prefixIsGood)
      return `must be addresses or CIDRs separated by commas; ${entry} is neither`;
  }
  return null;
}

export function listOf(value: string): string[] {
  return value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

export function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** Every variable that the product reads, in the order of .env.example. Values are strings until AppConfig reads them. */
export class Environment {
  @IsIn(['development', 'test', 'production'], {
    message: 'must be development, test or production',
  })
  NODE_ENV = 'development';

  @wholeNumber(0, 65535)
  PORT = '3000';

  @Check((value) => (isIP(value) === 0 ? 'must be the IP address to listen on' : null))
  HOST = '127.0.0.1';

  @Check(publicUrlProblem)
  PUBLIC_URL = 'http://{tenant}.localhost:3000';

  @Check(databaseProblem)
  DATABASE_URL = 'sqlite:.data/imagen-sso.sqlite';

  @wholeNumber(1, 200)
  DATABASE_POOL_SIZE = '10';

  @IsOptional()
  @Check(secretKeyProblem)
  SECRET_KEY?: string;

  @IsOptional()
  @Matches(SUBDOMAIN_PATTERN, { message: 'must be a subdomain such as support' })
  OPERATOR_TENANT?: string;

  @IsOptional()
  @Check((value) => urlProblem(value.replace('{tenant}', 'tenant'), ['https:', 'http:']))
  APP_URL?: string;

  @Check(addressListProblem)
  TRUSTED_PROXIES = '';

  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    message: 'must be trace, debug, info, warn, error, fatal or silent',
  })
  LOG_LEVEL = 'info';

  @wholeNumber(0, 65535)
  OPERATIONS_PORT = '9464';

  @Check((value) => (isIP(value) === 0 ? 'must be the IP address to listen on' : null))
  OPERATIONS_HOST = '127.0.0.1';

  @wholeNumber(0, 60)
  STOP_DELAY_SECONDS = '5';

  @IsIn(['off', 'observe', 'require'], { message: 'must be off, observe or require' })
  SAML_SECOND_OPINION = 'off';

  @Check(() => null)
  OUTBOUND_ALLOW = '';

  @IsOptional()
  @Check((value) => urlProblem(value, ['smtp:', 'smtps:']))
  SMTP_URL?: string;

  @wholeNumber(0, 1_000_000)
  RATE_LIMIT = '1200';

  @wholeNumber(5, 10_080)
  SESSION_ABSOLUTE_MINUTES = '720';

  @wholeNumber(1, 10_080)
  SESSION_IDLE_MINUTES = '120';

  @wholeNumber(30, 36_500)
  AUDIT_RETENTION_DAYS = '730';

  @Check(() => null)
  DATA_DIR = '.data';
}
