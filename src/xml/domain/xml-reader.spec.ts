import { describe, expect, it } from '@jest/globals';
import { type XmlDocument } from './xml-element.js';
import { readXml } from './xml-reader.js';

function read(text: string): XmlDocument {
  const document = readXml(text);
  if (!document.accepted) throw new Error(`${document.code} ${JSON.stringify(document.facts)}`);
  return document.value;
}

function outcome(text: string): string {
  const document = readXml(text);
  return document.accepted ? 'accepted' : document.code;
}

describe('the strict reader', () => {
  it('resolves namespaces of elements and attributes, and leaves declarations out', () => {
    const { root } = read(
      '<p:a xmlns:p="urn:1" xmlns="urn:2" p:x="1" x="2"><b xmlns="" /><b/></p:a>',
    );
    expect(root.name).toEqual({ namespace: 'urn:1', local: 'a' });
    expect([...root.attributes]).toEqual([
      ['{urn:1}x', '1'],
      ['x', '2'],
    ]);
    expect(root.children.map(({ name }) => name.namespace)).toEqual(['', 'urn:2']);
  });

  it('forgets a declaration at the end of its element', () => {
    expect(outcome('<a><b xmlns:p="urn:1"><p:c/></b><p:d/></a>')).toBe('namespace_unresolved');
    expect(
      read('<a xmlns="urn:1"><b xmlns="urn:2"/><c/></a>').root.children[1]?.name.namespace,
    ).toBe('urn:1');
  });

  it('says where an element stands in the text', () => {
    const text = '<a>\n<b x="1">é</b></a>';
    const [b] = read(text).root.children;
    expect(text.slice(b?.start, b?.end)).toBe('<b x="1">é</b>');
  });

  it('keeps all the text of an element, references resolved and line ends as XML has them', () => {
    const { root } = read('<a>1\r\n2\r3&#13;&amp;<b/>4&#x1F600;</a>');
    expect(root.text).toBe('1\n2\n3\r&4😀');
  });

  it('turns raw white space in attributes into blanks, and keeps what is referred to', () => {
    const { root } = read('<a x="1\r\n2\t3&#10;&quot;\'"/>');
    expect(root.attributes.get('x')).toBe('1 2 3\n"\'');
  });

  it('keeps names that mean something to JavaScript as names', () => {
    const { root } = read('<constructor toString="1" hasOwnProperty="2"/>');
    expect(root.name.local).toBe('constructor');
    expect([...root.attributes.keys()]).toEqual(['toString', 'hasOwnProperty']);
  });

  it.each([
    { text: '</>', code: 'xml_malformed' },
    { text: '</>\n<a/>', code: 'xml_malformed' },
    { text: '<a/></>', code: 'xml_malformed' },
    { text: '<a></a ></a>', code: 'xml_malformed' },
    { text: '<a></a', code: 'xml_malformed' },
    { text: '<', code: 'xml_malformed' },
    { text: '', code: 'xml_malformed' },
    { text: '<a b=" &lt; > "/>', code: 'accepted' },
    { text: '<a>></a>', code: 'accepted' },
    { text: ' <?xml version="1.0"?><a/>', code: 'processing_instruction_forbidden' },
    { text: '<?xml version="1.0"?><a/>', code: 'accepted' },
    {
      text: '<?xml version="1.0" ?><?xml version="1.0" ?><a/>',
      code: 'processing_instruction_forbidden',
    },
    { text: '<a ID="1"><b id="2"/></a>', code: 'accepted' },
    { text: '<a ID="1"><b id="1"/></a>', code: 'id_duplicate' },
    { text: '<a ID="" Id=""/>', code: 'id_duplicate' },
  ])('$text: $code', ({ text, code }) => {
    expect(outcome(text)).toBe(code);
  });
});

describe('the cost of reading', () => {
  /** Shapes on which readers have been quadratic, each grown by a number of repetitions. */
  const shapes: [name: string, text: (n: number) => string][] = [
    ['siblings', (n) => `<a>${'<b/>'.repeat(n)}</a>`],
    ['attributes on siblings', (n) => `<a>${'<b c="1" d="2"/>'.repeat(n)}</a>`],
    [
      'declarations on siblings',
      (n) => `<a>${'<p:b xmlns:p="urn:1" xmlns:q="urn:2"/>'.repeat(n)}</a>`,
    ],
    ['a long text', (n) => `<a>${'text '.repeat(n)}</a>`],
    ['references', (n) => `<a>${'&amp;&#65;'.repeat(n)}</a>`],
    ['ampersands that begin nothing', (n) => `<a>${'&'.repeat(n)}</a>`],
    ['blanks in tags', (n) => `<a${' '.repeat(n)}></a>`],
    ['blanks before something else', (n) => `<a${' '.repeat(n)}!></a>`],
    ['brackets', (n) => `<a>${']'.repeat(n)}</a>`],
    ['a declaration that does not end', (n) => `<?xml${' '.repeat(n)}`],
  ];

  it.each(shapes)('%s: no character is visited twice', (_, text) => {
    for (const n of [100, 1000]) {
      const document = readXml(text(n));
      if (document.accepted) {
        expect(document.value.charactersVisited).toBe(text(n).length);
      }
    }
  });

  it('ends at the first excess, however much follows', () => {
    const deep = readXml('<a>'.repeat(80_000));
    const wide = readXml(`<a>${'<b/>'.repeat(60_000)}`);
    expect(deep).toMatchObject({ code: 'xml_too_complex', facts: { offset: String(41 * 3) } });
    expect(wide).toMatchObject({
      code: 'xml_too_complex',
      facts: { offset: String(3 + 2000 * 4) },
    });
  });
});
