import { setTimeout as pause } from 'node:timers/promises';
import { type AttackContext, ATTACKS, type HostileCase } from '../../../attack/index.js';
import type { Clock } from '../../../database/index.js';
import type { OwnAnswer } from '../../../outbound/index.js';
import type { AttackBrowser } from './attack-browser.js';

/** What became of one row. `missed`: what has to be refused was accepted, what has to be accepted was not, or neither. */
export interface Played {
  readonly row: HostileCase;
  readonly isControl: boolean;
  readonly verdict: 'as_expected' | 'missed';
  /** What the deployment did, in a few words. */
  readonly found: string;
}

export interface Attack {
  readonly browser: AttackBrowser;
  readonly clock: Clock;
  readonly context: Omit<AttackContext, 'requestId' | 'nowMs'>;
  /** Whether the key of the context is one that the connection trusts: then there are controls to be accepted. */
  readonly hasTrustedKey: boolean;
  readonly signal: AbortSignal;
}

const SESSION_COOKIE = '__Host-imagen-session';
const MAX_WAIT_SECONDS = 60;

/**
 * Every row of the catalogue at the deployment, one after the other, as the test suite plays it. Rows that hold at one
 * millisecond alone are for a clock that stands, and left out.
 */
export async function playAttacks(attack: Attack): Promise<Played[]> {
  const played: Played[] = [];
  for (const row of ATTACKS) {
    if (row.needsFixedClock) continue;
    attack.signal.throwIfAborted();
    played.push(await play(attack, row));
  }
  return played;
}

async function play(attack: Attack, row: HostileCase): Promise<Played> {
  const isControl = attack.hasTrustedKey && row.expected === 'accepted';
  const answer = await answerTo(attack, row);
  const outcome = outcomeOf(answer);
  if (outcome === 'accepted' || outcome === 'bounced') attack.browser.forget();
  const isRefused = outcome === 'refused' || outcome === 'bounced';
  return {
    row,
    isControl,
    verdict: (isControl ? outcome === 'accepted' : isRefused) ? 'as_expected' : 'missed',
    found: outcome === 'failed' ? `answered with status ${answer.status}` : outcome,
  };
}

/** A limit of requests is the deployment's right: waited for, and asked again. */
async function answerTo(attack: Attack, row: HostileCase): Promise<OwnAnswer> {
  const { browser, clock, context, signal } = attack;
  for (;;) {
    const requestId = await browser.requestId();
    const message = row.build({ ...context, requestId, nowMs: clock.nowMs() });
    const answer = await browser.post(message);
    if (answer.status !== 429) return answer;
    const seconds = Number(answer.headers['retry-after'] ?? MAX_WAIT_SECONDS);
    await pause(Math.min(seconds, MAX_WAIT_SECONDS) * 1000, undefined, { signal }).catch(() => {
      signal.throwIfAborted(); // with its own reason
    });
  }
}

/** Told from without, as an attacker would: who has a session is in. */
function outcomeOf({ status, headers }: OwnAnswer): 'accepted' | 'refused' | 'bounced' | 'failed' {
  const cookies = headers['set-cookie'] ?? [];
  const hasSession = cookies.some(
    (line) => line.startsWith(`${SESSION_COOKIE}=`) && !/^[^=]+=;/.test(line),
  );
  if (hasSession) return 'accepted';
  if (status >= 400 && status < 500 && status !== 404) return 'refused';
  const isBounced = status === 303 && headers.location === '/site/login?bounced=1';
  return isBounced ? 'bounced' : 'failed';
}
