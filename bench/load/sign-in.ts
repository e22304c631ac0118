import { inflateRawSync } from 'node:zlib';
import { type Person, responseForm } from './entra-response.ts';
import { type Answer, cookieHeader } from './http.ts';
import { addressingOf, type CpuMs, type Target, type TenantName } from './target.ts';

export interface SignInCosts {
  readonly login: CpuMs;
  readonly acs: CpuMs;
  readonly session: CpuMs;
  readonly acsWallMs: readonly number[];
}

/** Signs these people in. @returns what each of their browsers holds afterwards */
export async function sessionCookies(
  target: Target,
  people: readonly Person[],
): Promise<readonly string[]> {
  const load = target.load('acme');
  const starts = await load.all(people.map(() => ({ path: '/site/login' })));
  const posts = answersOfTheIdp(target, people, starts.answers, 'acme');
  const arrivals = await load.all(posts);
  return arrivals.answers.map(({ setCookies }) => cookieHeader(setCookies));
}

/**
 * Signs these people in, one phase after the other: all starts, then (not measured) all responses, then all posts, then
 * a session check each. Every answer is looked at: a refusal would otherwise look like speed.
 */
export async function signIn(
  target: Target,
  people: readonly Person[],
  tenant: TenantName = 'acme',
): Promise<SignInCosts> {
  const load = target.load(tenant);
  const count = people.length;
  const starts = await target.cpuPer(count, () =>
    load.all(people.map(() => ({ path: '/site/login' }))),
  );
  const posts = answersOfTheIdp(target, people, starts.result.answers, tenant);
  const arrivals = await target.cpuPer(count, () => load.all(posts));
  const checks = arrivals.result.answers.map((answer) => {
    if (answer.status !== 303) throw new Error(`${target.name} refused: ${answer.text}`);
    return { path: '/site/session', cookie: cookieHeader(answer.setCookies) };
  });
  const sessions = await target.cpuPer(count, () => load.all(checks));
  sessions.result.answers.forEach((answer, index) => {
    const alias = people[index]?.alias ?? '';
    if (!answer.text.includes(alias)) throw new Error(`${target.name}: no session for ${alias}`);
  });
  return {
    login: starts.cpu,
    acs: arrivals.cpu,
    session: sessions.cpu,
    acsWallMs: arrivals.result.wallMs,
  };
}

function answersOfTheIdp(
  target: Target,
  people: readonly Person[],
  starts: readonly Answer[],
  tenant: TenantName,
): { path: string; cookie: string; form: string }[] {
  const addressing = addressingOf(tenant, target.acsPath);
  const nowMs = Date.now();
  return people.map((person, index) => {
    const start = starts[index];
    if (start?.status !== 302) throw new Error(`${target.name}: no redirect to the IdP`);
    return {
      path: target.acsPath,
      cookie: cookieHeader(start.setCookies),
      form: responseForm(person, requestIdOf(start), addressing, target.key, nowMs),
    };
  });
}

/** Undoes the redirect binding. */
function requestIdOf({ location }: Answer): string {
  const encoded = new URL(location).searchParams.get('SAMLRequest') ?? '';
  const xml = inflateRawSync(Buffer.from(encoded, 'base64')).toString();
  return / ID="([^"]+)"/.exec(xml)?.[1] ?? '';
}
