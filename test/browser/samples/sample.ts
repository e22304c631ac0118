import type { VNode } from 'preact';

export interface Sample {
  readonly name: string;
  readonly page: VNode;
}
