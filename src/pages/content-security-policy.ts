export interface PolicyOptions {
  /**
   * Where else than to ourselves a form of this page may lead. Chromium holds redirects of a submitted form to it as
   * well: a sign-out form that ends at the IdP's logout needs the IdP's origin, and the form of the HTTP-POST binding
   * needs `https:`, because an IdP may hand the browser on to one that we do not know (Entra to a federated AD FS).
   */
  readonly formAction?: readonly string[];
  /** Only the page of the HTTP-POST binding has a script, and works without. */
  readonly allowsScript?: boolean;
  /** Only an answer that holds nothing to click: Entra calls the logout address in an iframe. */
  readonly allowsFraming?: boolean;
  /** False in development, where there is no TLS. */
  readonly isHttps?: boolean;
}

/** The Content-Security-Policy of every page: nothing but our own style sheet and images. */
export function contentSecurityPolicy(options: PolicyOptions = {}): string {
  const { formAction = [], allowsScript = false, allowsFraming = false, isHttps = true } = options;
  for (const source of formAction) {
    if (/[\s;,]/.test(source))
      throw new Error('a source of form-action must be one origin or scheme');
  }
  return [
    `default-src 'none'`,
    `style-src 'self'`,
    `img-src 'self'`,
    `font-src 'none'`,
    `script-src ${allowsScript ? `'self'` : `'none'`}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    ...(allowsFraming ? [] : [`frame-ancestors 'none'`]),
    `form-action ${[`'self'`, ...formAction].join(' ')}`,
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
