import { ASSERTION } from '../forge/names.js';
import { signatureOver } from '../forge/signature.js';
import { family, genuine, swap, type HostileCase } from './case.js';
import { partsOf } from './forgery.js';

const row = family('signature wrapping');

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
    'CVE-2016-5697',
    'CVE-2020-5407',
  ),
  row(
    'XSW 2: the signed Response before a detached signature',
    'response_malformed',
    (context) => {
      const { xml, signature, assertion, evil } = partsOf(context, 'response');
      const original = xml.replace(signature, '');
      return evilResponse(xml.replace(signature, original + signature), assertion, evil);
    },
    'CVE-2016-1000253',
  ),
  row(
    'XSW 3: an assertion before the signed one',
    'assertion_not_unique',
    (context) => {
      const { xml, assertion, evil } = partsOf(context, 'assertion');
      return swap(xml, assertion, evil + assertion);
    },
    'CVE-2015-5253',
    'CVE-2025-47949',
    'CVE-2026-89043',
    'CVE-2026-18092',
  ),
  row(
    'XSW 3, behind it',
    'assertion_not_unique',
    (context) => {
      const { xml, assertion, evil } = partsOf(context, 'assertion');
      return swap(xml, assertion, assertion + evil);
    },
    'CVE-2025-47949',
  ),
  row(
    'XSW 4: an assertion around the signed one',
    'assertion_misplaced',
    (context) => {
      const { xml, assertion, evil } = partsOf(context, 'assertion');
      return swap(xml, assertion, evil.replace(end, assertion + end));
    },
    'CVE-2016-5697',
  ),
  row(
    'XSW 5: the signature moved to another assertion, the signed one at the end',
    'assertion_not_unique',
    (context) => {
      const { xml, assertion, signature, evil } = partsOf(context, 'assertion');
      const original = assertion.replace(signature, '');
      return swap(xml, assertion, evil.replace('</Issuer>', `</Issuer>${signature}`) + original);
    },
    'CVE-2016-5697',
    'CVE-2024-45409',
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
    'CVE-2016-1000253',
  ),
  row(
    'XSW 7: the signed assertion inside Extensions',
    'assertion_misplaced',
    (context) => {
      const { xml, assertion, evil } = partsOf(context, 'assertion');
      const extended = `<samlp:Extensions>${assertion}</samlp:Extensions><samlp:Status>`;
      return swap(swap(xml, assertion, evil), '<samlp:Status>', extended);
    },
    'CVE-2020-5407',
    'CVE-2025-47949',
  ),
  row(
    'XSW 8: the signed assertion in an Object of the signature',
    'assertion_misplaced',
    (context) => {
      const { xml, assertion, signature, evil } = partsOf(context, 'assertion');
      const object = `<Object>${assertion.replace(signature, '')}</Object></Signature>`;
      const wrapped = signature.replace('</Signature>', object);
      return swap(xml, assertion, evil.replace('</Issuer>', `</Issuer>${wrapped}`));
    },
    'CVE-2020-5407',
    'CVE-2026-18092',
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
  row(
    'the two assertions with one ID',
    'id_duplicate',
    (context) => {
      const { xml, assertion, evil } = partsOf(context, 'assertion');
      const [id = ''] = / ID="[^"]*"/.exec(assertion) ?? [];
      return swap(xml, assertion, evil.replace(' ID="_evil"', id) + assertion);
    },
    'CVE-2024-45409',
  ),
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
  row(
    'a signature in the Response that refers to an assertion elsewhere',
    'assertion_misplaced',
    (context) => {
      const { xml, assertion, signature, evil } = partsOf(context);
      const unsigned = assertion.replace(signature, '');
      const extensions = `<samlp:Extensions>${unsigned}</samlp:Extensions>`;
      return swap(
        swap(xml, assertion, evil),
        '<samlp:Status>',
        `${signature}${extensions}<samlp:Status>`,
      );
    },
    'CVE-2024-8698',
  ),
  row(
    'the IdP’s own signed metadata around which an assertion is forged',
    'signature_misplaced',
    (context) => {
      const { xml, assertion, evil } = partsOf(context);
      const metadata = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" ID="_m" entityID="${context.idpEntityId}"></EntityDescriptor>`;
      const signature = signatureOver(metadata, '_m', { key: context.key });
      const signedMetadata = swap(
        metadata,
        '</EntityDescriptor>',
        `${signature}</EntityDescriptor>`,
      );
      const extensions = `<samlp:Extensions>${signedMetadata}</samlp:Extensions>`;
      return swap(swap(xml, assertion, evil), '<samlp:Status>', `${extensions}<samlp:Status>`);
    },
    'CVE-2024-6800',
  ),
  row(
    'the signature of the metadata in the forged assertion',
    'signature_reference_foreign',
    (context) => {
      const { xml, assertion, evil } = partsOf(context);
      const metadata = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" ID="_m" entityID="${context.idpEntityId}"></EntityDescriptor>`;
      const signature = signatureOver(metadata, '_m', { key: context.key });
      return swap(xml, assertion, swap(evil, '</Issuer>', `</Issuer>${signature}`));
    },
    'CVE-2024-6800',
  ),
  row('the signed response as the Extensions of a forged one', 'response_malformed', (context) => {
    const { xml, assertion, evil } = partsOf(context, 'response');
    const forged = evilResponse(xml, assertion, evil).replace(/<Signature .*?<\/Signature>/s, '');
    return swap(
      forged,
      '<samlp:Status>',
      `<samlp:Extensions>${xml}</samlp:Extensions><samlp:Status>`,
    );
  }),
  row(
    'attributes of the administrator outside of the assertion',
    'accepted',
    (context) => {
      const attribute =
        '<Attribute Name="Groups"><AttributeValue>administrators</AttributeValue></Attribute>';
      const smuggled = `<AttributeStatement xmlns="${ASSERTION}">${attribute}</AttributeStatement>`;
      return genuine(context, { extensions: `<samlp:Extensions>${smuggled}</samlp:Extensions>` });
    },
    'CVE-2025-46572',
  ),
];

/** The outer Response gets an ID of its own and the attacker's assertion; what was inside stays. */
function evilResponse(xml: string, assertion: string, evil: string): string {
  const position = xml.lastIndexOf(assertion);
  const replaced = xml.slice(0, position) + evil + xml.slice(position + assertion.length);
  return replaced.replace(/ ID="[^"]*"/, ' ID="_outer"');
}
