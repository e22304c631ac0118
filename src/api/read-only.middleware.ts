import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { ProblemError } from '../http/index.js';
import { operations } from './openapi/operations.js';

const ALLOWED = 'GET, HEAD, OPTIONS';

/** As the router matches: in any case, with or without a slash at the end. */
const KNOWN = operations.map(
  ({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
);

/** Before anybody is asked who they are: what an address of the API answers to at all. */
@Injectable()
export class ReadOnlyMiddleware implements NestMiddleware {
  /** @throws ProblemError 405 or 406 */
  use(req: Request, res: Response, next: NextFunction): void {
    const path = req.baseUrl + req.path; // whole, however the middleware is mounted
    if (!KNOWN.some((pattern) => pattern.test(path))) {
      next(); // to the 404
      return;
    }
    if (req.method === 'OPTIONS') {
      res.set('Allow', ALLOWED).status(204).end();
      return;
    }
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.set('Allow', ALLOWED);
      throw new ProblemError(405, 'method_not_allowed', 'The API only reads: GET and HEAD.');
    }
    if (req.accepts('application/json', 'application/problem+json') === false)
      throw new ProblemError(406, 'not_acceptable', 'The API answers in JSON alone.');
    next();
  }
}
