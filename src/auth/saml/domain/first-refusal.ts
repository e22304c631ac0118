import { type Decision, type Refused } from '../../../errors/index.js';

/** Runs checks in the order of the list, which is the order in which reasons win; null where none of them says no. */
export function firstRefusal(checks: readonly (() => Decision<unknown> | null)[]): Refused | null {
  for (const check of checks) {
    const decision = check();
    if (decision && !decision.accepted) return decision;
  }
  return null;
}
