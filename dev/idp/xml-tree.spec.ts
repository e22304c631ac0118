import { describe, expect, it } from '@jest/globals';
import { canonicalize, element, printDocument } from './xml-tree.ts';
import { NotReadable, readXml } from './xml-read.ts';

describe('exclusive canonical form', () => {
  it('writes a namespace where its prefix is first used, not where it is declared', () => {
    const tree = element('a', { 'xmlns:p': 'urn:p', xmlns: 'urn:d', id: '1' }, element('p:b'));
    expect(printDocument(tree)).toBe('<a xmlns:p="urn:p" xmlns="urn:d" id="1"><p:b/></a>');
    expect(canonicalize(tree)).toBe('<a xmlns="urn:d" id="1"><p:b xmlns:p="urn:p"></p:b></a>');
  });

  it('writes a namespace again beside, not below, and undoes the default one', () => {
    const b = element('p:b', {}, element('p:c'), element('d', { xmlns: '' }));
    const tree = element('a', { xmlns: 'urn:d', 'xmlns:p': 'urn:p' }, b, element('p:e'));
    expect(canonicalize(tree)).toBe(
      '<a xmlns="urn:d"><p:b xmlns:p="urn:p"><p:c></p:c><d xmlns=""></d></p:b><p:e xmlns:p="urn:p"></p:e></a>',
    );
  });

  it('sorts attributes by namespace, then name, those without prefix first', () => {
    const tree = element('a', {
      'z:a': '1',
      'y:b': '2',
      c: '3',
      'xmlns:z': 'urn:1',
      'xmlns:y': 'urn:2',
    });
    expect(canonicalize(tree)).toBe(
      '<a xmlns:y="urn:2" xmlns:z="urn:1" c="3" z:a="1" y:b="2"></a>',
    );
  });

  it('takes over what ancestors declare', () => {
    expect(canonicalize(element('a'), { '': 'urn:d', p: 'urn:p' })).toBe('<a xmlns="urn:d"></a>');
  });

  it('refuses what XML cannot say', () => {
    expect(() => canonicalize(element('a', {}, '\u0000'))).toThrow(TypeError);
    expect(() => printDocument(element('a', { b: '\uD800' }))).toThrow(TypeError);
  });
});

describe('reading', () => {
  it('gives back what was written', () => {
    const value = `<&>"' \t\n\r\u{1F600}`;
    const read = readXml(printDocument(element('p:a', { 'xmlns:p': 'urn:p', b: value }, value)));
    expect(read).toMatchObject({ namespace: 'urn:p', localName: 'a', text: value });
    expect(read.attributes.get('b')).toBe(value);
  });

  it('reads comments, CR LF and references in text', () => {
    const read = readXml(
      '<?xml version="1.0"?>\r\n<!-- x --><a>1<!-- - -->2&#x33;&#52;&amp;</a>\n',
    );
    expect(read.text).toBe('1234&');
  });

  const refused: [what: string, xml: string][] = [
    ['nothing', ''],
    ['a DOCTYPE', '<!DOCTYPE a><a></a>'],
    ['CDATA', '<a><![CDATA[x]]></a>'],
    ['a processing instruction', '<a><?x y?></a>'],
    ['an unknown entity', '<a>&b;</a>'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['a reference to NUL', '<a>&#0;</a>'],
    ['a reference to half a character', '<a>&#xD800;</a>'],
    ['an undeclared prefix', '<p:a></p:a>'],
    ['tags that do not match', '<a></b>'],
    ['an attribute twice', '<a b="1" b="2"></a>'],
    ['< in an attribute', '<a b="<"></a>'],
    ['two roots', '<a></a><a></a>'],
    ['text after the root', '<a></a>x'],
    ['something cut off', '<a><b></b>'],
    ['a comment that does not end', '<a><!-- </a>'],
    ['nested too deep', `${'<a>'.repeat(17)}${'</a>'.repeat(17)}`],
    ['too long', `<a>${' '.repeat(70_000)}</a>`],
    ['a control character', '<a>\u0001</a>'],
  ];
  it.each(refused)('refuses %s', (_what, xml) => {
    expect(() => readXml(xml)).toThrow(NotReadable);
  });
});
