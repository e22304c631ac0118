import { accept, refuse, type Decision } from '../../../errors/index.js';
import { readOptionalTime } from './read-time.js';
import { ASSERTION } from './saml-names.js';
import { type Conditions } from './verified-assertion.js';
import { holdsElementsOnly, simpleText, type XmlElement } from '../../../xml/domain/xml-element.js';

/**
 * SAML core 2.5.1. OneTimeUse and ProxyRestriction are understood: we use every assertion once, and issue none from it.
 * Anything else, and any `Condition` of an extension type, is listed as unknown, which makes the assertion unusable
 * (2.5.1.1: its validity is then indeterminate).
 */
export function readConditions(element: XmlElement | null): Decision<Conditions | null> {
  if (!element) return accept(null);
  const notBeforeMs = readOptionalTime(element, 'NotBefore');
  if (!notBeforeMs.accepted) return notBeforeMs;
  const notOnOrAfterMs = readOptionalTime(element, 'NotOnOrAfter');
  if (!notOnOrAfterMs.accepted) return notOnOrAfterMs;
  const audienceRestrictions: (readonly string[])[] = [];
  const unknown: string[] = [];
  let isOneTimeUse = false;
  for (const condition of element.children) {
    const kind = condition.name.namespace === ASSERTION ? condition.name.local : '?';
    if (kind === 'AudienceRestriction') {
      const audiences = readAudiences(condition);
      if (!audiences) return refuse('assertion_malformed', { detail: 'AudienceRestriction' });
      audienceRestrictions.push(audiences);
    } else if (kind === 'OneTimeUse') isOneTimeUse = true;
    else if (kind !== 'ProxyRestriction') unknown.push(condition.name.local);
  }
  if (!holdsElementsOnly(element)) return refuse('assertion_malformed', { detail: 'Conditions' });
  return accept({
    notBeforeMs: notBeforeMs.value,
    notOnOrAfterMs: notOnOrAfterMs.value,
    audienceRestrictions,
    isOneTimeUse,
    unknown,
  });
}

/** SAML core 2.5.1.4; an empty restriction is kept, and satisfied by nobody. */
function readAudiences(restriction: XmlElement): readonly string[] | null {
  const audiences: string[] = [];
  for (const child of restriction.children) {
    const audience = simpleText(child);
    const isAudience = child.name.namespace === ASSERTION && child.name.local === 'Audience';
    if (!isAudience || audience === null) return null;
    audiences.push(audience);
  }
  return holdsElementsOnly(restriction) ? audiences : null;
}
