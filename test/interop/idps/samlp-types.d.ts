/** What the tests use of samlp, which brings no types. */
declare module 'samlp' {
  import type { Request, RequestHandler } from 'express';

  interface Profile {
    getClaims(): Readonly<Record<string, string | readonly string[]>>;
    getNameIdentifier(): { nameIdentifier: string; nameIdentifierFormat: string };
  }

  interface Options {
    readonly issuer: string;
    readonly cert: string;
    readonly key: string;
    readonly sessionIndex?: string;
    readonly recipient?: string;
    readonly destination?: string;
    readonly encryptionPublicKey?: string;
    readonly encryptionCert?: string;
    readonly profileMapper: { (): Profile; prototype: { metadata: readonly object[] } };
    readonly getUserFromRequest?: (req: Request) => object;
    readonly getPostURL?: (
      audience: string,
      request: object,
      req: Request,
      done: (error: null, url: string) => void,
    ) => void;
  }

  const samlp: {
    auth(options: Options): RequestHandler;
    metadata(options: Options & { readonly redirectEndpointPath: string }): RequestHandler;
  };
  export = samlp;
}
