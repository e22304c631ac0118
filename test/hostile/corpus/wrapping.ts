import { family, genuine, swap, type AttackContext, type HostileCase } from './case.js';

const row = family('signature wrapping');

interface Parts {
  readonly xml: string;
  readonly assertion: string; // genuine, with its signature where it has one
  readonly signature: string; // of the signed element
  readonly evil: string; // the same assertion of somebody else, unsigned, with an ID of its own
}

/** A genuine response taken apart, and an assertion for the administrator that the attacker would like to be. */
function partsOf(context: AttackContext, signed: 'assertion' | 'response'): Parts {
  const xml = genuine(context, { signed });
  const [assertion = ''] = /<Assertion .*<\/Assertion>/s.exec(xml) ?? [];
  const [signature = ''] = /<Signature .*?<\/Signature>/s.exec(xml) ?? [];
  return { xml, assertion, signature, evil: evilOf(assertion.replace(signature, '')) };
}

function evilOf(assertion: string): string {
  return assertion
    .replace(/ ID="[^"]*"/, ' ID="_evil"')
    .replace(/(<NameID[^>]*>)[^<]*/, '$1admin@acme.example')
    .replace(/(objectidentifier"><AttributeValue>)[^<]*/, '$1c0ffee00-9999-4b4b-9c9c-000000000000');
}

const end = '</Assertion>';

export const wrappingCases: readonly HostileCase[] = [
  row(
    'XSW 1: the signed Response inside the signature of another',
    'assertion_misplaced',
    (context) => {
      const { xml, signature, assertion, evil } = partsOf(context, 'response');
      const original = xml.replace(signature, '');
      const wrapped = signature.replace('</Signature>', `${original}</Signature>`);
      return evilResponse(xml.replace(signature, wrapped), assertion, evil);
    },
  ),
  row('XSW 2: the signed Response before a detached signature', 'response_malformed', (context) => {
    const { xml, signature, assertion, evil } = partsOf(context, 'response');
    const original = xml.replace(signature, '');
    return evilResponse(xml.replace(signature, original + signature), assertion, evil);
  }),
  row('XSW 3: an assertion before the signed one', 'assertion_not_unique', (context) => {
    const { xml, assertion, evil } = partsOf(context, 'assertion');
    return swap(xml, assertion, evil + assertion);
  }),
  row('XSW 3, behind it', 'assertion_not_unique', (context) => {
    const { xml, assertion, evil } = partsOf(context, 'assertion');
    return swap(xml, assertion, assertion + evil);
  }),
  row('XSW 4: an assertion around the signed one', 'assertion_misplaced', (context) => {
    const { xml, assertion, evil } = partsOf(context, 'assertion');
    return swap(xml, assertion, evil.replace(end, assertion + end));
  }),
  row(
    'XSW 5: the signature moved to another assertion, the signed one at the end',
    'assertion_not_unique',
    (context) => {
      const { xml, assertion, signature, evil } = partsOf(context, 'assertion');
      const original = assertion.replace(signature, '');
      return swap(xml, assertion, evil.replace('</Issuer>', `</Issuer>${signature}`) + original);
    },
  ),
  row(
    'XSW 6: the signed assertion inside the signature of another',
    'assertion_misplaced',
    (context) => {
      const { xml, assertion, signature, evil } = partsOf(context, 'assertion');
      const wrapped = signature.replace(
        '</Signature>',
        `${assertion.replace(signature, '')}</Signature>`,
      );
      return swap(xml, assertion, evil.replace('</Issuer>', `</Issuer>${wrapped}`));
    },
  ),
  row('XSW 7: the signed assertion inside Extensions', 'assertion_misplaced', (context) => {
    const { xml, assertion, evil } = partsOf(context, 'assertion');
    const extended = `<samlp:Extensions>${assertion}</samlp:Extensions><samlp:Status>`;
    return swap(swap(xml, assertion, evil), '<samlp:Status>', extended);
  }),
  row(
    'XSW 8: the signed assertion in an Object of the signature',
    'assertion_misplaced',
    (context) => {
      const { xml, assertion, signature, evil } = partsOf(context, 'assertion');
      const object = `<Object>${assertion.replace(signature, '')}</Object></Signature>`;
      const wrapped = signature.replace('</Signature>', object);
      return swap(xml, assertion, evil.replace('</Issuer>', `</Issuer>${wrapped}`));
    },
  ),
  row('the genuine response, unwrapped', 'accepted', (context) => partsOf(context, 'response').xml),
  row('the signed assertion as an attribute value', 'assertion_misplaced', (context) => {
    const { xml, assertion, evil } = partsOf(context, 'assertion');
    const value = `<AttributeValue>${assertion}</AttributeValue></Attribute></AttributeStatement>`;
    return swap(xml, assertion, evil.replace('</Attribute></AttributeStatement>', value));
  }),
  row('the signed assertion in the Advice of another', 'assertion_misplaced', (context) => {
    const { xml, assertion, evil } = partsOf(context, 'assertion');
    return swap(
      xml,
      assertion,
      evil.replace('</Conditions>', `</Conditions><Advice>${assertion}</Advice>`),
    );
  }),
  row(
    'the signed assertion in the confirmation data of another',
    'assertion_misplaced',
    (context) => {
      const { xml, assertion, evil } = partsOf(context, 'assertion');
      const data = `${assertion}</SubjectConfirmationData>`;
      return swap(xml, assertion, evil.replace('</SubjectConfirmationData>', data));
    },
  ),
  row('the signed assertion in the StatusDetail', 'assertion_misplaced', (context) => {
    const { xml, assertion, evil } = partsOf(context, 'assertion');
    const detail = `<samlp:StatusDetail>${assertion}</samlp:StatusDetail></samlp:Status>`;
    return swap(swap(xml, assertion, evil), '</samlp:Status>', detail);
  }),
  row('the signed assertion beside one of another namespace', 'assertion_not_unique', (context) => {
    const { xml, assertion, evil } = partsOf(context, 'assertion');
    return swap(xml, assertion, evil.replace(/xmlns="[^"]*"/, 'xmlns="urn:evil"') + assertion);
  }),
  row('an assertion of another namespace inside the signed one', 'assertion_misplaced', (context) =>
    swap(
      genuine(context),
      '</AttributeStatement>',
      '<Assertion xmlns="urn:x"></Assertion></AttributeStatement>',
    ),
  ),
  row('the two assertions with one ID (CVE-2024-45409)', 'id_duplicate', (context) => {
    const { xml, assertion, evil } = partsOf(context, 'assertion');
    const [id = ''] = / ID="[^"]*"/.exec(assertion) ?? [];
    return swap(xml, assertion, evil.replace(' ID="_evil"', id) + assertion);
  }),
  row('the Response with the ID of the assertion', 'id_duplicate', (context) =>
    genuine(context, { responseId: '_same', assertionId: '_same' }),
  ),
  ...['Id', 'id', 'xml:id'].map((name) =>
    row(`the ID of the assertion again, as ${name}`, 'id_duplicate', (context) => {
      const { xml, assertion } = partsOf(context, 'assertion');
      const [, id = ''] = / ID="([^"]*)"/.exec(assertion) ?? [];
      return swap(xml, '<samlp:Status>', `<samlp:Status ${name}="${id}">`);
    }),
  ),
  row('the ID of the assertion again, in a foreign namespace', 'id_duplicate', (context) => {
    const { xml, assertion } = partsOf(context, 'assertion');
    const [, id = ''] = / ID="([^"]*)"/.exec(assertion) ?? [];
    return swap(xml, '<samlp:Status>', `<samlp:Status xmlns:e="urn:e" e:ID="${id}">`);
  }),
];

/** The outer Response gets an ID of its own and the attacker's assertion; what was inside stays. */
function evilResponse(xml: string, assertion: string, evil: string): string {
  const position = xml.lastIndexOf(assertion);
  const replaced = xml.slice(0, position) + evil + xml.slice(position + assertion.length);
  return replaced.replace(/ ID="[^"]*"/, ' ID="_outer"');
}
