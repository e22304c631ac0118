import { describe, expect, it } from '@jest/globals';
import { AppConfig } from '../../config/index.js';
import {
  judgeClock,
  judgeOutbound,
  judgeProxies,
  judgePublicUrl,
  judgeVersion,
} from './judge-environment.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://{tenant}.imagencloud.com',
  DATABASE_URL: 'mysql://sso@db.internal/sso',
};

function config(settings: Readonly<Record<string, string>> = {}): AppConfig {
  const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
  return AppConfig.read({ NODE_ENV: 'test', SECRET_KEY, ...settings });
}

describe('the clock', () => {
  it.each([
    { given: 'the same', differenceMs: 0, doubtMs: 5, state: 'ok' },
    { given: 'behind by less than a second', differenceMs: -990, doubtMs: 0, state: 'ok' },
    { given: 'a second ahead', differenceMs: 1000, doubtMs: 0, state: 'warning' },
    {
      given: 'two seconds, asked over a slow line',
      differenceMs: 2000,
      doubtMs: 1500,
      state: 'ok',
    },
    {
      given: 'just under half a minute behind',
      differenceMs: -29_999,
      doubtMs: 0,
      state: 'warning',
    },
    { given: 'half a minute behind', differenceMs: -30_000, doubtMs: 0, state: 'broken' },
  ])('$given: $state', ({ differenceMs, doubtMs, state }) => {
    expect(judgeClock(differenceMs, doubtMs).state).toBe(state);
  });
});

describe('the database’s version', () => {
  it.each([
    ['8.4.3', 'ok'],
    ['8.0.36-log', 'ok'],
    ['5.7.44', 'warning'],
    ['10.11.6-MariaDB-0+deb12u1', 'ok'],
    ['11.4.2-MariaDB', 'ok'],
    ['10.6.18-MariaDB', 'warning'],
  ])('%s: %s', (version, state) => {
    expect(judgeVersion(version, config(PRODUCTION)).state).toBe(state);
  });

  it('SQLite is fine for a first run, and pointed out in production', () => {
    expect(judgeVersion('3.54.1', config()).state).toBe('ok');
    const alone = config({ ...PRODUCTION, DATABASE_URL: 'sqlite:/data/sso.sqlite' });
    expect(judgeVersion('3.54.1', alone).state).toBe('warning');
  });
});

describe('trusted proxies', () => {
  it.each([
    ['', 'warning'],
    ['10.0.0.0/8', 'ok'],
    ['192.0.2.10,2001:db8::/32', 'ok'],
    ['0.0.0.0/0', 'broken'],
    ['10.0.0.0/8,0.0.0.0/1', 'broken'],
    ['128.0.0.0/1', 'broken'],
    ['::/0', 'broken'],
    ['2000::/3', 'broken'],
  ])('%j in production: %s', (list, state) => {
    expect(judgeProxies(config({ ...PRODUCTION, TRUSTED_PROXIES: list })).state).toBe(state);
  });

  it('none is needed in development', () => {
    expect(judgeProxies(config()).state).toBe('ok');
  });
});

it('entries of OUTBOUND_ALLOW that can match nothing are named', () => {
  const good = 'idp.internal:8443,[2001:db8::1]:443,idp.internal';
  expect(judgeOutbound(config({ OUTBOUND_ALLOW: good })).state).toBe('ok');
  const bad = judgeOutbound(config({ OUTBOUND_ALLOW: 'idp.internal:8443,https://idp.internal/' }));
  expect(bad).toMatchObject({ state: 'warning' });
  expect(bad.found).toContain('https://idp.internal/');
});

it('a public address without TLS is for development alone', () => {
  expect(judgePublicUrl(config()).state).toBe('ok');
  expect(judgePublicUrl(config(PRODUCTION)).state).toBe('ok');
});
