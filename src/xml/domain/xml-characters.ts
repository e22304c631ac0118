import { accept, refuse, type Decision, type Refused } from '../../errors/index.js';

/**
 * Characters that no message may hold, raw or by reference. XML 1.0 2.2 forbids the C0 controls, surrogates, U+FFFE
 * and U+FFFF. DEL and the C1 controls are legal and never meant. U+0085 and U+2028 are refused because readers
 * disagree on them: XML 1.1 and xmldom (dom-parser.js, normalizeLineEndings) turn them into line feeds, XML 1.0 does not.
 */
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\uFFFE\uFFFF]/;

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const REFERENCE = /&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([A-Za-z_][A-Za-z0-9_.-]*))?(;?)/g;

/** Looks through the whole document once, so that nothing after it needs to. */
export function checkCharacters(text: string): Decision<void> {
  const found = FORBIDDEN.exec(text);
  if (!found) return accept(undefined);
  return refuse('character_forbidden', {
    character: codePointName(found[0].charCodeAt(0)),
    offset: String(found.index),
  });
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

function resolveReferences(text: string): Decision<string> {
  const refused: Refused[] = [];
  const resolved = text.replace(
    REFERENCE,
    (
      match,
      hexadecimal: string | undefined,
      decimal: string | undefined,
      name: string | undefined,
      end: string,
    ) => {
      const character = resolve(hexadecimal, decimal, name, end);
      if (character.accepted) return character.value;
      refused.push(character);
      return match;
    },
  );
  return refused[0] ?? accept(resolved);
}

function resolve(
  hexadecimal: string | undefined,
  decimal: string | undefined,
  name: string | undefined,
  end: string,
): Decision<string> {
  if (end === '')
    return refuse('xml_malformed', { detail: 'an ampersand that begins no reference' });
  if (name !== undefined) {
    const character = PREDEFINED.get(name);
    return character === undefined
      ? refuse('entity_forbidden', { entity: name })
      : accept(character);
  }
  if (hexadecimal !== undefined) return characterOf(Number.parseInt(hexadecimal, 16));
  if (decimal !== undefined) return characterOf(Number.parseInt(decimal, 10));
  return refuse('xml_malformed', { detail: 'an empty reference' });
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
