import type { Advisory } from '../../src/attack/index.js';
import { ACS_PATH } from '../support/paths.js';
import type { Scene } from './context-cases.js';

/** An address of the attacker's that a sign-in is to end at. Nobody is refused for it: it is not followed. */
export interface RedirectCase {
  readonly name: string;
  readonly advisories: readonly Advisory[];
  /** Where the sign-in ends: a path of our own. */
  readonly expected: string;
  /** @returns the Location of the accepted sign-in */
  readonly signIn: (scene: Scene) => Promise<string | undefined>;
}

const MELLON: readonly Advisory[] = ['CVE-2019-13038'];
const HOME = '/site';

/** The deep link of the start: the browser is sent on to it after the sign-in. */
function deepLink(name: string, query: string, advisories: readonly Advisory[] = []): RedirectCase {
  return {
    name,
    advisories,
    expected: HOME,
    signIn: async (scene) => {
      const requestId = await scene.startWith(`?${query}`);
      return (await scene.post(requestId)).headers.location;
    },
  };
}

const ADDRESSES: readonly [address: string, advisories?: readonly Advisory[]][] = [
  ['https://evil.example/'],
  ['//evil.example/', MELLON],
  ['///evil.example/', MELLON],
  ['////evil.example/', MELLON],
  ['/\\evil.example/', MELLON],
  ['\\\\evil.example/', MELLON],
  ['/\t/evil.example/', MELLON],
  ['/.//evil.example/', MELLON],
  ['/a/..//evil.example/', MELLON],
  ['javascript:alert(1)', ['CVE-2026-87945', 'CVE-2018-6520']],
  ['data:text/html,x', ['CVE-2018-6520']],
  ['https:evil.example'],
  ['http:\\\\evil.example'],
  ['/\r\nSet-Cookie: a=b'],
  ['/\r\n\r\n<script>alert(1)</script>', ['CVE-2018-6520']],
];

export const REDIRECT_CASES: readonly RedirectCase[] = [
  ...ADDRESSES.map(([address, advisories]) =>
    deepLink(
      `returnTo=${JSON.stringify(address)}`,
      `returnTo=${encodeURIComponent(address)}`,
      advisories,
    ),
  ),
  ...['RelayState', 'ReturnTo', 'target'].map((parameter) =>
    deepLink(`${parameter} to another host`, `${parameter}=https%3A%2F%2Fevil.example%2F`, MELLON),
  ),
  deepLink('returnTo twice', 'returnTo=%2Fa&returnTo=https%3A%2F%2Fevil.example%2F'),
  deepLink('returnTo as an array', 'returnTo[]=https%3A%2F%2Fevil.example%2F'),
  deepLink('the host of another customer', 'returnTo=https%3A%2F%2Fglobex.imagencloud.com%2F'),
  deepLink(
    'our own host with more behind it',
    'returnTo=https%3A%2F%2Facme-1.imagencloud.com.evil.example%2F',
  ),
  deepLink('the sign-in itself', 'returnTo=%2Fsite%2Flogin'),
  deepLink('the sign-out', 'returnTo=%2Fsite%2Flogout'),
  deepLink('the ACS', `returnTo=${encodeURIComponent(ACS_PATH)}`),
  ...['https://evil.example/', '//evil.example/', '/site/sessions'].map(
    (relayState): RedirectCase => ({
      name: `the relay state ${relayState} at the ACS`,
      advisories: MELLON,
      expected: HOME,
      signIn: async (scene) => {
        const requestId = await scene.start();
        return (await scene.post(requestId, {}, relayState)).headers.location;
      },
    }),
  ),
  {
    name: 'a path of our own with an encoded tab, which no browser drops',
    advisories: [],
    expected: '/%09/evil.example/',
    signIn: async (scene) => {
      const requestId = await scene.startWith('?returnTo=%2F%2509%2Fevil.example%2F');
      return (await scene.post(requestId)).headers.location;
    },
  },
  {
    name: 'a path of our own',
    advisories: [],
    expected: '/library/42?tab=clips',
    signIn: async (scene) => {
      const requestId = await scene.startWith('?returnTo=%2Flibrary%2F42%3Ftab%3Dclips');
      return (await scene.post(requestId)).headers.location;
    },
  },
];
