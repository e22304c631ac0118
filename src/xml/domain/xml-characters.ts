import { accept, refuse, type Decision } from '../../errors/index.js';

/**
 * Characters that no message may hold, raw or by reference. XML 1.0 2.2 forbids the C0 controls, surrogates, U+FFFE
 * and U+FFFF. DEL and the C1 controls are legal and never meant. U+0085 and U+2028 are refused because readers
 * disagree on them: XML 1.1 and xmldom (dom-parser.js, normalizeLineEndings) turn them into line feeds, XML 1.0 does not.
 */
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\uFFFE\uFFFF]/;

const PREDEFINED: ReadonlyMap<string, Decision<string>> = new Map([
  ['amp', accept('&')],
  ['lt', accept('<')],
  ['gt', accept('>')],
  ['quot', accept('"')],
  ['apos', accept("'")],
]);

const HEXADECIMAL = /^#x[0-9A-Fa-f]{1,6}$/;
const DECIMAL = /^#[0-9]{1,7}$/;
const ENTITY_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** Looks through the whole document once, so that nothing after it needs to. */
export function checkCharacters(text: string): Decision<void> {
  const found = FORBIDDEN.exec(text);
  if (!found) return accept(undefined);
  return refuse('character_forbidden', {
    character: codePointName(found[0].charCodeAt(0)),
    offset: String(found.index),
  });
}

/** Far beyond an ampersand in each of 1,000 names, and below what makes reading dear. */
const MAX_REFERENCES = 5000;

/** Resolving one costs as much as reading a hundred characters: so there may not be any number of them. */
export function checkReferences(text: string): Decision<void> {
  let count = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    count += 1;
    if (count > MAX_REFERENCES) return refuse('xml_too_complex', { detail: 'references' });
  }
  return accept(undefined);
}

/** XML 1.0 2.11 (line ends), then 4.1 (references). What a reference yields is data, never markup. */
export function readText(raw: string): Decision<string> {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  return text.includes('&') ? resolveReferences(text) : accept(text);
}

/** XML 1.0 3.3.3: in an attribute a raw tab or line end is a blank, one by reference stays itself. */
export function readAttributeValue(raw: string): Decision<string> {
  const value = /[\t\r\n]/.test(raw) ? raw.replace(/\r\n|[\t\r\n]/g, ' ') : raw;
  return value.includes('&') ? resolveReferences(value) : accept(value);
}

/** Stops at the first that is refused: a document may consist of ampersands. */
function resolveReferences(text: string): Decision<string> {
  let resolved = '';
  let end = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', end)) {
    const semicolon = text.indexOf(';', at);
    const character = resolve(semicolon < 0 ? ' ' : text.slice(at + 1, semicolon));
    if (!character.accepted) return character;
    resolved += text.slice(end, at) + character.value;
    end = semicolon + 1;
  }
  return accept(resolved + text.slice(end));
}

/** @param reference what stands between the ampersand and the next semicolon */
function resolve(reference: string): Decision<string> {
  const predefined = PREDEFINED.get(reference);
  if (predefined !== undefined) return predefined;
  if (HEXADECIMAL.test(reference)) return characterOf(Number.parseInt(reference.slice(2), 16));
  if (DECIMAL.test(reference)) return characterOf(Number.parseInt(reference.slice(1), 10));
  return ENTITY_NAME.test(reference)
    ? refuse('entity_forbidden', { entity: reference.slice(0, 100) })
    : refuse('xml_malformed', { detail: 'an ampersand that begins no reference' });
}

function characterOf(codePoint: number): Decision<string> {
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  const character = codePoint > 0x10ffff || isSurrogate ? null : String.fromCodePoint(codePoint);
  if (character === null || FORBIDDEN.test(character)) {
    return refuse('character_forbidden', { character: codePointName(codePoint) });
  }
  return accept(character);
}

function codePointName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}
