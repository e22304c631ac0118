import type { VNode } from 'preact';
import { admin } from '../texts/admin.js';
import { Tag } from './tag.js';

export type UserState = keyof typeof admin.userStates;

export function UserStateTag({ state }: { readonly state: UserState }): VNode {
  return state === 'active' ? (
    <Tag tone="good" icon="check">
      {admin.userStates.active}
    </Tag>
  ) : (
    <Tag tone="bad" icon="cross">
      {admin.userStates.suspended}
    </Tag>
  );
}
