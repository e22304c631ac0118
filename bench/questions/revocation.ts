import { setTimeout as pause } from 'node:timers/promises';
import { newPeople } from '../load/people.ts';
import { serveProduct } from '../load/product.ts';
import { printTable } from '../load/report.ts';
import type { Size } from '../load/rounds.ts';
import { sessionCookies } from '../load/sign-in.ts';
import { percentile } from '../load/statistics.ts';
import { hostOf, type Target } from '../load/target.ts';
import type { World } from '../load/world.ts';

const AT_ONCE = 5;
const ASK_EVERY_MS = 10;
const NEVER_MS = 20_000;
const POLL_MS = 1000; // a moment within a poll's second is as good as any other

/** How long does another instance let a browser in that has signed out here? From the answer of the sign-out on. */
export async function askRevocation(world: World, size: Size): Promise<void> {
  const here = world.onMariaDb ?? world.onSqlite;
  const there = await serveProduct({
    ...{ name: 'a second instance', databaseUrl: here.databaseUrl, databasePid: here.databasePid },
    keys: world.keys,
  });
  try {
    await pause(2 * POLL_MS); // believes its cache once it has polled
    const lags: number[] = [];
    for (let round = 0; round < size.rounds; round += 1) {
      const cookies = await sessionCookies(here, newPeople(size.people, 10));
      for (let from = 0; from < cookies.length; from += AT_ONCE) {
        const some = cookies.slice(from, from + AT_ONCE);
        lags.push(...(await Promise.all(some.map((cookie) => lagOf(here, there, cookie)))));
      }
    }
    printTable([
      [`revocation on ${here.name}, ms`, 'median', 'p99', 'longest', 'sessions'],
      [
        'until the other instance refuses',
        percentile(lags, 0.5).toFixed(0),
        percentile(lags, 0.99).toFixed(0),
        Math.max(...lags).toFixed(0),
        String(lags.length),
      ],
    ]);
  } finally {
    await there.stop();
  }
}

async function lagOf(here: Target, there: Target, cookie: string): Promise<number> {
  const check = async (): Promise<number> =>
    (await there.load('acme').one({ path: '/site/session', cookie })).status;
  if ((await check()) !== 200) throw new Error('the second instance knows no session');
  await pause(Math.random() * POLL_MS);
  await signOut(here, cookie);
  const startedAt = performance.now();
  while ((await check()) === 200) {
    if (performance.now() - startedAt > NEVER_MS) throw new Error('never revoked');
    await pause(ASK_EVERY_MS);
  }
  return performance.now() - startedAt;
}

async function signOut(target: Target, cookie: string): Promise<void> {
  const load = target.load('acme');
  const { text } = await load.one({ path: '/site/logout', cookie });
  const token = / name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const form = new URLSearchParams({ token }).toString();
  const origin = `https://${hostOf('acme')}`;
  const { status } = await load.one({ path: '/site/logout', cookie, form, origin });
  if (status !== 303) throw new Error(`not signed out: ${status}`);
}
