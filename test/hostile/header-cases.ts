import type { Advisory } from '../../src/attack/index.js';

/** Headers that some server, proxy or framework believes. None of them is sent by a proxy that this deployment trusts. */
export interface HeaderCase {
  readonly name: string;
  readonly advisories: readonly Advisory[];
  readonly headers: Readonly<Record<string, string>>;
  /** `ignored`: the sign-in is as without them. `unknown_host`: there is no such tenant. */
  readonly expected: 'ignored' | 'unknown_host';
}

function row(
  headers: Readonly<Record<string, string>>,
  expected: HeaderCase['expected'] = 'ignored',
): HeaderCase {
  const name = Object.entries(headers)
    .map(([header, value]) => `${header}: ${value}`)
    .join(', ');
  return { name, advisories: [], headers, expected };
}

export const HEADER_CASES: readonly HeaderCase[] = [
  row({ 'x-forwarded-host': 'evil.example' }),
  row({ 'x-forwarded-host': 'globex.imagencloud.com' }),
  row({ 'x-forwarded-proto': 'http' }),
  row({ 'x-forwarded-port': '8443' }),
  row({ 'x-forwarded-for': '203.0.113.9' }),
  row({ 'x-forwarded-for': '127.0.0.1, 203.0.113.9' }),
  row({ forwarded: 'for=203.0.113.9;host=evil.example;proto=http' }),
  row({ 'x-real-ip': '203.0.113.9' }),
  row({ 'x-client-ip': '203.0.113.9' }),
  row({ 'true-client-ip': '203.0.113.9' }),
  row({ 'cf-connecting-ip': '203.0.113.9' }),
  row({ 'x-original-url': '/admin' }),
  row({ 'x-rewrite-url': '/admin' }),
  row({ 'x-http-method-override': 'DELETE' }),
  row({ 'x-method-override': 'GET' }),
  row({ 'x-host': 'evil.example' }),
  row({ 'x-imagen-user': 'admin', 'x-imagen-roles': 'administrator' }),
  row({ 'remote-user': 'admin' }),
  row({ authorization: 'Basic YWRtaW46YWRtaW4=' }),
  row({ 'x-request-id': 'chosen-by-the-attacker' }),
  row({ origin: 'null' }),
  row({ referer: 'https://evil.example/' }),
  row({ host: 'evil.example' }, 'unknown_host'),
  row({ host: 'nobody.imagencloud.com' }, 'unknown_host'),
  row({ host: 'acme-1.imagencloud.com.evil.example' }, 'unknown_host'),
  row({ host: 'imagencloud.com' }, 'unknown_host'),
  row({ host: '127.0.0.1' }, 'unknown_host'),
];
