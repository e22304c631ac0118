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

/**
 * Whether a page of another host has this browser ask in its person's name. The answer stays out of that page's reach, but
 * a read would stand in the log under the person's name. Following a link, or being sent here by the IdP, is fine.
 */
export function isAskedByOtherHost(req: Request): boolean {
  const site = req.get('sec-fetch-site') ?? 'none';
  if (site === 'same-origin' || site === 'none') return false;
  const isRead = req.method === 'GET' || req.method === 'HEAD';
  const isWholeTab = (req.get('sec-fetch-dest') ?? 'document') === 'document';
  return !(isRead && isWholeTab && req.get('sec-fetch-mode') === 'navigate');
}
