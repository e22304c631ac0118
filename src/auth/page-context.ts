import type { Request } from 'express';
import { requestContext } from '../http/index.js';
import { chooseLanguage, type PageContext } from '../pages/index.js';

/** The frame of a page that everybody may see: the tenant's name, in the browser's language. */
export function publicContext(req: Request): PageContext {
  return {
    language: chooseLanguage(req.get('accept-language')),
    tenantName: requestContext(req).tenant?.name ?? null,
    viewer: null,
    reference: null,
  };
}
