import { expect, it } from '@jest/globals';
import { changesOf, listedValues } from './describe-changes.js';

const ann = { subject: 'ann@x', email: null, displayName: 'Ann', givenName: 'Ann', surname: null };

it('says before and after of what differs, and nothing of the rest', () => {
  expect(changesOf(ann, { ...ann, email: 'ann@x', givenName: null })).toEqual({
    email: { before: null, after: 'ann@x' },
    givenName: { before: 'Ann', after: null },
  });
  expect(changesOf(ann, { ...ann })).toEqual({});
});

it('lists what there is room for, and counts all of it', () => {
  expect(listedValues(['b', 'a'])).toEqual({ count: 2, values: ['a', 'b'] });
  const many = Array.from({ length: 5000 }, (_, n) => n.toString().padStart(36, '0'));
  const listed = listedValues(many);
  expect(listed.count).toBe(5000);
  expect(listed.values).toHaveLength(111);
});
