import { describe, expect, it } from '@jest/globals';
import { flatten, readChanges } from './read-changes.js';

describe('readChanges', () => {
  it.each([
    {
      given: 'two records: only the fields that differ',
      details: { before: { email: 'a@x', name: 'A' }, after: { email: 'b@x', name: 'A' } },
      changes: [{ field: 'email', before: 'a@x', after: 'b@x' }],
      rest: {},
    },
    {
      given: 'a record that appears: each of its fields',
      details: { after: { name: 'A' } },
      changes: [{ field: 'name', before: undefined, after: 'A' }],
      rest: {},
    },
    {
      given: 'two lists: one change without a field',
      details: { before: ['viewer'], after: ['editor'] },
      changes: [{ field: '', before: ['viewer'], after: ['editor'] }],
      rest: {},
    },
    {
      given: 'single fields beside facts',
      details: { roles: { before: [], after: ['viewer'] }, count: 3 },
      changes: [{ field: 'roles', before: [], after: ['viewer'] }],
      rest: { count: 3 },
    },
    {
      given: 'an object that only looks like a change',
      details: { window: { before: 1, after: 2, unit: 'day' }, none: {} },
      changes: [],
      rest: { window: { before: 1, after: 2, unit: 'day' }, none: {} },
    },
    { given: 'nothing', details: {}, changes: [], rest: {} },
  ])('$given', ({ details, changes, rest }) => {
    expect(readChanges(details)).toEqual({ changes, rest });
  });
});

describe('flatten', () => {
  it('names values by their path, keeps lists whole, and stops four names deep', () => {
    expect(flatten({ a: 1, facts: { found: 'x', list: [{ b: 1 }] } })).toEqual([
      ['a', 1],
      ['facts.found', 'x'],
      ['facts.list', [{ b: 1 }]],
    ]);
    expect(flatten({ a: { b: { c: { d: { e: 1 } } } } })).toEqual([['a.b.c.d', { e: 1 }]]);
  });
});
