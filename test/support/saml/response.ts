import * as forge from '../../../src/attack/index.js';
import { theIdpKey } from './signing-key.js';

/** The parties of the examples: tenant acme, its Entra tenant, and a moment at which nothing expires. */
export const ACME = {
  acsUrl: 'https://acme.imagencloud.com/saml/module.php/saml/sp/saml2-acs.php/imagenweb',
  spEntityId: 'https://acme.imagencloud.com/sp-entityid',
  idpEntityId: 'https://sts.windows.net/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/',
  requestId: '_5d0c7f0a9be14f6c8f3e2a1b4c6d7e8f9a0b1c2d',
  nowMs: Date.UTC(2026, 2, 2, 9, 14, 31, 500),
} as const;

export type AssertionOptions = Partial<forge.AssertionOptions>;
export type ResponseOptions = Partial<forge.ResponseOptions>;

/** A response as Entra sends it to acme, valid by default: `aResponse({ audiences: [[OTHER]] })`. */
export function aResponse(options: ResponseOptions = {}): forge.BuiltResponse {
  return forge.aResponse({ ...ACME, key: theIdpKey(), ...options });
}

/** An error answer, as Entra sends them: neither signature nor Destination. */
export function anErrorResponse(
  options: ResponseOptions & { readonly message?: string } = {},
): forge.BuiltResponse {
  return forge.anErrorResponse({ ...ACME, key: theIdpKey(), ...options });
}

/** The assertion alone, unsigned. */
export function assertionXml(options: AssertionOptions): string {
  return forge.assertionXml({ ...ACME, ...options });
}
