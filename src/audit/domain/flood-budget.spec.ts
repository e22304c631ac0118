import { describe, expect, it } from '@jest/globals';
import { FloodBudget } from './flood-budget.js';

const MINUTE = 60_000;

describe('the budget of events for strangers', () => {
  const spend = (
    budget: FloodBudget,
    times: number,
    tenant: string,
    prefix: string,
    nowMs: number,
  ) =>
    Array.from({ length: times }, () => budget.take(tenant, prefix, nowMs)).filter(Boolean).length;

  it('is 60 for a network of a tenant', () => {
    const budget = new FloodBudget();
    expect(spend(budget, 100, 'a', 'n1', 0)).toBe(60);
    expect(spend(budget, 100, 'a', 'n2', MINUTE - 1)).toBe(60);
    expect(spend(budget, 100, 'b', 'n1', 0)).toBe(60);
  });

  it('is 600 for a tenant', () => {
    const budget = new FloodBudget();
    const spent = Array.from({ length: 100 }, (_, n) => spend(budget, 50, 'a', n.toString(), 0));
    expect(spent.reduce((sum, count) => sum + count)).toBe(600);
  });

  it('is new every minute, but not because a clock was set back', () => {
    const budget = new FloodBudget();
    expect(spend(budget, 100, 'a', 'n1', 5 * MINUTE)).toBe(60);
    expect(spend(budget, 100, 'a', 'n1', 4 * MINUTE)).toBe(0);
    expect(spend(budget, 100, 'a', 'n1', 5 * MINUTE + 1)).toBe(0);
    expect(spend(budget, 100, 'a', 'n1', 6 * MINUTE)).toBe(60);
  });

  it('comes back when a clock that was a day ahead is corrected', () => {
    const budget = new FloodBudget();
    expect(spend(budget, 100, 'a', 'n1', 24 * 60 * MINUTE)).toBe(60);
    expect(spend(budget, 100, 'a', 'n1', 5 * MINUTE)).toBe(60);
  });
});
