import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * For every answer (ASVS 3.4, 14.3.2). Pages replace the policy by their own; whatever is not a page may load and frame
 * nothing. No cache keeps what does not say otherwise: redirects set cookies, too.
 */
export const securityHeaders: RequestHandler = (req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  helmetHeaders(req, res, next);
};

/**
 * HSTS with includeSubDomains would speak for hosts that are not ours: a tenant's host speaks for itself.
 */
const helmetHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  referrerPolicy: { policy: 'same-origin' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
});
