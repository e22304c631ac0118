import { nameIdFormats } from './name-id.ts';
import { fail, succeed, type Outcome } from './sign-in-error.ts';
import type { ReadElement } from './xml-read.ts';

/** What Entra reads of an AuthnRequest; the rest it ignores. */
export interface AuthnRequest {
  readonly id: string;
  readonly issuer: string;
  readonly destination: string | null;
  readonly acsUrl: string | null;
  readonly nameIdFormat: string | null;
  readonly asksSpNameQualifier: boolean;
  readonly requestedContexts: readonly string[];
  readonly forceAuthn: boolean;
  readonly isPassive: boolean;
}

export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const HTTP_POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
/** Namespaces in XML 1.0: a name without colon. */
const NC_NAME = /^[\p{L}_][\p{L}\p{N}\p{M}._-]{0,255}$/u;
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/;

/** The checks that need only the message itself. */
export function readAuthnRequest(message: ReadElement): Outcome<AuthnRequest> {
  if (!isElement(message, PROTOCOL, 'AuthnRequest')) return fail('75005', message.localName);
  if (message.attributes.get('Version') !== '2.0') return fail('75005', 'Version is not 2.0.');
  const id = message.attributes.get('ID') ?? '';
  if (!NC_NAME.test(id)) return fail('7500529', id);
  const issuer = child(message, ASSERTION, 'Issuer')?.text.trim() ?? '';
  if (issuer === '') return fail('75005', 'It has no Issuer.');
  const forceAuthn = readBoolean(message, 'ForceAuthn');
  const isPassive = readBoolean(message, 'IsPassive');
  if (forceAuthn === null || isPassive === null) return fail('75005', 'A flag is not a boolean.');
  const refused = checkUnsupported(message);
  if (refused !== null) return refused;
  const policy = child(message, PROTOCOL, 'NameIDPolicy');
  return succeed({
    id,
    issuer,
    destination: message.attributes.get('Destination') ?? null,
    acsUrl: message.attributes.get('AssertionConsumerServiceURL') ?? null,
    nameIdFormat: policy?.attributes.get('Format') ?? null,
    asksSpNameQualifier: policy?.attributes.has('SPNameQualifier') ?? false,
    requestedContexts: requestedContexts(message),
    forceAuthn,
    isPassive,
  });
}

function checkUnsupported(message: ReadElement): Outcome<never> | null {
  const binding = message.attributes.get('ProtocolBinding') ?? HTTP_POST;
  if (binding !== HTTP_POST) return fail('75003', binding);
  if (child(message, ASSERTION, 'Subject') !== null) return fail('900236');
  const format = child(message, PROTOCOL, 'NameIDPolicy')?.attributes.get('Format');
  if (format !== undefined && !Object.values<string>(nameIdFormats).includes(format)) {
    return fail('750161', format);
  }
  const comparison = child(message, PROTOCOL, 'RequestedAuthnContext')?.attributes.get(
    'Comparison',
  );
  if (comparison !== undefined && comparison !== 'exact') return fail('900235', comparison);
  const notUri = requestedContexts(message).find((context) => !URI.test(context));
  return notUri === undefined ? null : fail('7500522', notUri);
}

function requestedContexts(message: ReadElement): string[] {
  const requested = child(message, PROTOCOL, 'RequestedAuthnContext');
  return (requested?.children ?? [])
    .filter((one) => isElement(one, ASSERTION, 'AuthnContextClassRef'))
    .map((one) => one.text.trim());
}

/** xs:boolean; null where it is none. */
function readBoolean(message: ReadElement, name: string): boolean | null {
  switch (message.attributes.get(name)) {
    case undefined:
    case 'false':
    case '0':
      return false;
    case 'true':
    case '1':
      return true;
    default:
      return null;
  }
}

export function isElement(one: ReadElement, namespace: string, localName: string): boolean {
  return one.namespace === namespace && one.localName === localName;
}

export function child(
  parent: ReadElement,
  namespace: string,
  localName: string,
): ReadElement | null {
  return parent.children.find((one) => isElement(one, namespace, localName)) ?? null;
}
