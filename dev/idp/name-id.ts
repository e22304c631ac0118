import { createHash, randomUUID } from 'node:crypto';
import type { Account } from './accounts.ts';
import type { AppSettings } from './settings.ts';

export interface NameId {
  readonly format: string;
  readonly value: string;
}

export const nameIdFormats = {
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
} as const;

/**
 * A format in the request overrides the portal's choice: persistent and unspecified give a pairwise value, transient
 * a new one each time (Entra: NameIDPolicy). Null: the chosen source is empty, AADSTS501241.
 */
export function nameIdOf(
  account: Account,
  source: AppSettings['nameIdSource'],
  app: { readonly identifier: string; readonly requestedFormat: string | null },
): NameId | null {
  const { requestedFormat } = app;
  if (requestedFormat === nameIdFormats.transient) {
    return { format: requestedFormat, value: `_${randomUUID()}` };
  }
  if (
    requestedFormat === nameIdFormats.persistent ||
    requestedFormat === nameIdFormats.unspecified
  ) {
    return { format: requestedFormat, value: pairwise(account, app.identifier) };
  }
  switch (source) {
    case 'userprincipalname':
      return { format: nameIdFormats.emailAddress, value: account.userPrincipalNameInClaims };
    case 'mail':
      return account.mail === null
        ? null
        : { format: nameIdFormats.emailAddress, value: account.mail };
    case 'objectid':
      return { format: nameIdFormats.unspecified, value: account.objectId };
    case 'persistent':
      return { format: nameIdFormats.persistent, value: pairwise(account, app.identifier) };
  }
}

/** One value per person and application, telling neither. */
function pairwise(account: Account, identifier: string): string {
  return createHash('sha256').update(`${account.objectId}\n${identifier}`).digest('base64');
}
