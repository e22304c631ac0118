import type { VNode } from 'preact';
import type { Language } from '../language.js';
import type { Reference } from '../page-context.js';
import { textsIn } from '../texts/texts-in.js';
import { Moment } from './moment.js';

export interface ReferenceLabelProps {
  readonly reference: Reference;
  readonly language: Language;
}

/** Big enough to be read out over the phone; one click selects it. */
export function ReferenceLabel({ reference, language }: ReferenceLabelProps): VNode {
  const texts = textsIn(language).reference;
  return (
    <div class="reference">
      <span class="reference-label">{texts.label}</span>
      <span class="reference-number" translate={false}>
        {reference.number}
      </span>
      <span class="reference-more">
        <Moment ms={reference.timeMs} language={language} />. {texts.hint}
      </span>
    </div>
  );
}
