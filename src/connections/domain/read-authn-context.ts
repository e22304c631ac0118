const MAX_CLASSES = 5;
const MAX_CHARACTERS = 255;

/**
 * Authentication context classes, separated by blanks (SAML core 3.3.2.2.1: URIs; Entra refuses others, AADSTS7500522). Null
 * where it is not a list of one to five different ones.
 */
export function readAuthnContext(text: string): readonly string[] | null {
  const uris = text.split(/ +/).filter(Boolean);
  const isList =
    uris.length > 0 && uris.length <= MAX_CLASSES && new Set(uris).size === uris.length;
  return isList && uris.every(isUri) ? uris : null;
}

function isUri(text: string): boolean {
  return (
    text.length <= MAX_CHARACTERS && /^[a-z][a-z0-9+.-]*:[!-~]+$/i.test(text) && URL.canParse(text)
  );
}
