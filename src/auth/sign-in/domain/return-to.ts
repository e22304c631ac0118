const MAX_BYTES = 512;

/** Where a sign-in leads that asked for nothing, or for something that we do not follow. */
export const DEFAULT_RETURN_TO = '/site';

/** The names under which other products' links bring a deep link (blueprint of SimpleSAMLphp, Shibboleth, mellon). */
export const RETURN_TO_PARAMETERS = ['returnTo', 'RelayState', 'ReturnTo', 'target'] as const;

/**
 * A path of our own host, or the default: never another origin (CVE-2019-13038: `///host` and `/\host` are origins to a
 * browser). What is returned was serialised by the URL standard itself, which is what browsers resolve by.
 */
export function safeReturnTo(wanted: unknown, ownOrigin: string): string {
  if (typeof wanted !== 'string' || wanted === '' || Buffer.byteLength(wanted) > MAX_BYTES)
    return DEFAULT_RETURN_TO;
  const isPath = /^\/(?![/\\])/.test(wanted);
  const isOwnUrl = wanted.startsWith(`${ownOrigin}/`);
  if ((!isPath && !isOwnUrl) || /[\p{Cc}\\]/u.test(wanted)) return DEFAULT_RETURN_TO;
  const url = URL.parse(wanted, ownOrigin);
  if (url?.origin !== ownOrigin || url.username !== '' || url.pathname.startsWith('//'))
    return DEFAULT_RETURN_TO;
  const path = url.pathname + url.search + url.hash;
  // Back to the start of a sign-in would go round and round.
  if (/^\/(site\/(login|logout|resume)|saml)(\/|$|\?|#)/.test(path)) return DEFAULT_RETURN_TO;
  return Buffer.byteLength(path) > MAX_BYTES ? DEFAULT_RETURN_TO : path;
}
