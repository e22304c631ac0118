import type { AppConfig } from '../../config/index.js';
import { isTrusted } from '../../http/index.js';
import { broken, type Check, ok, warning } from './check.js';

/** Whoever is believed about X-Forwarded-For decides which address stands in the audit log and is limited. */
const STRANGERS = [
  ...['8.8.8.8', '93.184.216.34', '203.0.113.9'],
  ...['2001:4860:4860::8888', '2606:4700:4700::1111', '2a00:1450:4001:80b::200e'],
];

export function judgeProxies(config: AppConfig): Check {
  const name = 'proxies';
  if (STRANGERS.some((address) => isTrusted(address, config.trustedProxies))) {
    return broken(
      name,
      'TRUSTED_PROXIES trusts addresses of the public internet: anybody can forge the address in the audit log',
      'List only the addresses from which your own proxy connects.',
    );
  }
  if (config.trustedProxyCount > 0)
    return ok(name, `${config.trustedProxyCount} trusted address(es) or network(s)`);
  return config.environment === 'production'
    ? warning(
        name,
        'TRUSTED_PROXIES is empty: behind a proxy, every sign-in seems to come from it, and all share one rate limit',
        'List the addresses from which your proxy connects. Without a proxy there is nothing to do.',
      )
    : ok(name, 'none, and none is needed here');
}

export function judgePublicUrl(config: AppConfig): Check {
  const name = 'public address';
  const { template, isHttps } = config.publicUrl;
  if (isHttps) return ok(name, template);
  return config.environment === 'production'
    ? broken(name, `${template} is not https`, 'Set PUBLIC_URL to an https address.')
    : ok(name, `${template} (plain http: for development alone)`);
}

export function judgeOutbound(config: AppConfig): Check {
  const name = 'outbound';
  const odd = config.outboundAllow.filter(
    (entry) => !/^(\[[0-9a-f:]+\]|[^\s:/]+)(:\d{1,5})?$/i.test(entry),
  );
  if (odd.length > 0) {
    return warning(
      name,
      `OUTBOUND_ALLOW has entries that match nothing: ${odd.join(', ')}`,
      'Write host:port, such as idp.example.internal:8443.',
    );
  }
  return ok(
    name,
    config.outboundAllow.length === 0
      ? 'public https only'
      : `also ${config.outboundAllow.join(', ')}`,
  );
}

/** @param differenceMs the database's clock minus ours; @param doubtMs how long the question took */
export function judgeClock(differenceMs: number, doubtMs: number): Check {
  const name = 'clock';
  const seconds = Math.max(0, Math.abs(differenceMs) - doubtMs) / 1000;
  const found = `${seconds < 1 ? 'less than a second' : `${Math.round(seconds)} s`} from the database’s`;
  const advice =
    'Let time synchronisation (NTP) run on both machines: assertions are valid for minutes.';
  if (seconds >= 30) return broken(name, found, advice);
  return seconds >= 1 ? warning(name, found, advice) : ok(name, found);
}

/** MySQL 8.0 and MariaDB 10.11 are the oldest that this version is tested with. */
export function judgeVersion(version: string, config: AppConfig): Check {
  const name = 'database';
  if (config.database.kind === 'sqlite') {
    return config.environment === 'production'
      ? warning(
          name,
          `SQLite ${version}`,
          'One file on one machine: use MySQL or MariaDB where more than one instance runs.',
        )
      : ok(name, `SQLite ${version}`);
  }
  const isMariaDb = /mariadb/i.test(version);
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const isOld = isMariaDb ? major < 10 || (major === 10 && minor < 11) : major < 8;
  const found = isMariaDb ? `MariaDB ${version}` : `MySQL ${version}`;
  return isOld
    ? warning(name, found, 'Use MySQL 8 or MariaDB 10.11, or newer: older ones are not tested.')
    : ok(name, found);
}
