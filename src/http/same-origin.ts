import type { Request } from 'express';

/**
 * Hosts of two customers are same-site to a browser, so SameSite cookies do not keep them apart. Whoever changes
 * something by cookie must come from this very origin.
 */
export function isSameOrigin(req: Request, ownOrigin: string): boolean {
  const fetchSite = req.get('sec-fetch-site');
  if (fetchSite !== undefined) return fetchSite === 'same-origin';
  return req.get('origin') === ownOrigin;
}
