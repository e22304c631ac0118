import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response, type NextFunction } from 'express';
import samlp from 'samlp';
import { pemOf } from '../../support/saml/index.js';
import { aKeyPair, ATTRIBUTES, type NpmIdp } from './npm-idp.js';

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';

/** samlp as it is used: middleware of an Express application. It reads no metadata: its user copies from ours. */
export async function startSamlp(encrypts: boolean): Promise<NpmIdp> {
  const { key, certificate } = aKeyPair();
  const options = {
    issuer: 'https://samlp.example/metadata',
    cert: certificate,
    key,
    profileMapper: Object.assign(profile, { prototype: { metadata: [] } }),
  };
  let sp = { acsUrl: '', encryptionCert: '', encryptionPublicKey: '' };
  const app = express();
  app.get('/metadata', samlp.metadata({ ...options, redirectEndpointPath: '/sso' }));
  app.get('/sso', (req: Request, res: Response, next: NextFunction) => {
    const { acsUrl, ...encryption } = sp;
    const auth = samlp.auth({
      ...options,
      ...(encrypts ? encryption : {}),
      sessionIndex: '_1',
      recipient: acsUrl,
      destination: acsUrl, // left out, it is the audience
      getUserFromRequest: () => ({ id: 'ann' }),
      getPostURL: (_audience, _request, _req, done) => done(null, acsUrl),
    });
    auth(req, res, next);
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  return {
    metadata: async () => (await fetch(`${origin}/metadata`)).text(),
    async answer({ search }, ourMetadata) {
      sp = copiedFrom(ourMetadata);
      const html = await (await fetch(`${origin}/sso${search}`)).text();
      return {
        action: /action="([^"]+)"/.exec(html)?.[1] ?? html,
        SAMLResponse: /name="SAMLResponse"\s+value="([^"]+)"/.exec(html)?.[1] ?? html,
      };
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function profile() {
  return {
    getClaims: () => ATTRIBUTES,
    getNameIdentifier: () => ({ nameIdentifier: 'ann-0815', nameIdentifierFormat: PERSISTENT }),
  };
}

function copiedFrom(metadata: string) {
  const acs = /<md:AssertionConsumerService [^>]*Location="([^"]+)"/.exec(metadata);
  const key = /use="encryption">.*?<ds:X509Certificate>([^<]+)</s.exec(metadata);
  const encryptionCert = pemOf(key?.[1] ?? '');
  const { publicKey } = new X509Certificate(encryptionCert);
  const encryptionPublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { acsUrl: acs?.[1] ?? '', encryptionCert, encryptionPublicKey };
}
