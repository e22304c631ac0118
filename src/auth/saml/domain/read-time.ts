import { accept, refuse, type Decision } from '../../../errors/index.js';
import { attributeOf, type XmlElement } from '../../../xml/domain/xml-element.js';

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * An xs:dateTime as SAML core 1.3.3 wants it, in UTC, as epoch milliseconds; null for anything else. `Date.parse` alone
 * would take a time without zone for local time, and RFC 2822 dates. A finer fraction is cut off.
 */
export function readTime(text: string): number | null {
  if (!DATE_TIME.test(text)) return null;
  const fraction = text.slice(20, -1); // what follows `.`
  const iso = `${text.slice(0, 19)}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const time = Date.parse(iso);
  // 30 February, 24:00 and a leap second come back as another time, or as none.
  return !Number.isNaN(time) && new Date(time).toISOString() === iso ? time : null;
}

export function readOptionalTime(element: XmlElement, name: string): Decision<number | null> {
  const text = attributeOf(element, name);
  if (text === null) return accept(null);
  const time = readTime(text);
  return time === null ? malformed(element, name, text) : accept(time);
}

export function readRequiredTime(element: XmlElement, name: string): Decision<number> {
  const text = attributeOf(element, name) ?? '';
  const time = readTime(text);
  return time === null ? malformed(element, name, text) : accept(time);
}

function malformed(element: XmlElement, name: string, found: string): Decision<never> {
  return refuse('time_malformed', {
    element: element.name.local,
    attribute: name,
    found: found.slice(0, 60),
  });
}
