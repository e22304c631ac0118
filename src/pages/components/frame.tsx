import type { ComponentChildren, VNode } from 'preact';
import { Tag, type Tone } from './tag.js';
import type { IconName } from './icon.js';

export interface FrameProps {
  readonly title: ComponentChildren;
  readonly status?: { readonly tone: Tone; readonly icon: IconName; readonly text: string };
  readonly children: ComponentChildren;
}

/** A page that says one thing, and what to do about it. */
export function Frame({ title, status, children }: FrameProps): VNode {
  const tone = status && status.tone !== 'plain' ? ` frame-${status.tone}` : '';
  return (
    <div class={`frame${tone}`}>
      <div class="frame-head">
        {status && (
          <Tag tone={status.tone} icon={status.icon}>
            {status.text}
          </Tag>
        )}
        <h1>{title}</h1>
      </div>
      {children}
    </div>
  );
}
