import type { VNode } from 'preact';
import type { Outcome } from '../outcome.js';
import { admin } from '../texts/admin.js';
import type { IconName } from './icon.js';
import { Tag, type Tone } from './tag.js';

const looks = {
  accepted: { tone: 'good', icon: 'check' },
  refused: { tone: 'bad', icon: 'cross' },
  redirected: { tone: 'warn', icon: 'turn' },
  done: { tone: 'plain', icon: 'dot' },
} as const satisfies Record<Outcome, { tone: Tone; icon: IconName }>;

export function OutcomeTag({ outcome }: { readonly outcome: Outcome }): VNode {
  return <Tag {...looks[outcome]}>{admin.outcomes[outcome]}</Tag>;
}
