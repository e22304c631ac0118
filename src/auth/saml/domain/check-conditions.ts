import { accept, refuse, type Decision } from '../../../errors/index.js';
import { type Conditions } from './verified-assertion.js';

/** SAML core 2.5.1.1: with one condition that we do not understand, the assertion's validity cannot be determined. */
export function checkConditionsKnown(conditions: Pick<Conditions, 'unknown'>): Decision<void> {
  return conditions.unknown.length === 0
    ? accept(undefined)
    : refuse('condition_unknown', { found: conditions.unknown.join(' ').slice(0, 200) });
}
