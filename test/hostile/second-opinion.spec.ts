import { SAML, ValidateInResponseTo, type Profile } from '@node-saml/passport-saml';
import { describe, expect, it } from '@jest/globals';
import { ATTACKS, type AttackContext, type HostileMessage } from '../../src/attack/index.js';
import { gateMessage } from '../../src/auth/saml/domain/gate-message.js';
import { ACME, CLAIMS, theIdpKey } from '../support/saml/index.js';
import { decideResponse, type PipelineConnection } from '../support/saml/pipeline.js';
import { ATTACKED, ATTACKED_CONNECTION, ENCRYPTION_PAIR } from './deployment.js';

/** node-saml has a clock of its own, so these messages are of this moment. */
const CONTEXT: AttackContext = { ...ATTACKED, nowMs: Date.now() };
const CONNECTION: PipelineConnection = { ...ATTACKED_CONNECTION, nowMs: CONTEXT.nowMs };

/** node-saml as it comes, with every check that it has switched on, asked about the same message. */
async function nodeSamlProfile({ contentType, body }: HostileMessage): Promise<Profile | null> {
  const message = gateMessage({ contentType, body: Buffer.from(body, 'latin1') });
  if (!message.accepted) throw new Error(message.code);
  const createdAt = new Date(CONTEXT.nowMs).toISOString();
  const saml = new SAML({
    issuer: ACME.spEntityId,
    callbackUrl: ACME.acsUrl,
    idpCert: [theIdpKey().certificatePem],
    audience: ACME.spEntityId,
    decryptionPvk: ENCRYPTION_PAIR.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    wantAssertionsSigned: false,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: CONTEXT.clockSkewSeconds * 1000,
    validateInResponseTo: ValidateInResponseTo.always,
    cacheProvider: {
      saveAsync: (_, value) => Promise.resolve({ value, createdAt: CONTEXT.nowMs }),
      getAsync: (id) => Promise.resolve(id === ACME.requestId ? createdAt : null),
      removeAsync: (id) => Promise.resolve(id),
    },
  });
  const SAMLResponse = message.value.xmlBytes.toString('base64');
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse });
  return profile;
}

/** Where node-saml refuses what SAML allows. Closed: a new one needs its reason here. */
const DISAGREEMENTS: ReadonlyMap<string, string> = new Map([
  // SAML core 2.5.1: both times are optional. node-saml parses a missing NotOnOrAfter and throws (date-time.js:21).
  ['Conditions with a beginning only', 'NotOnOrAfter is optional'],
  // RFC 9231 2.3.3 and 2.1.1.2: xml-crypto knows neither rsa-sha384 nor the SHA-384 digest.
  ['RSA-SHA384', 'rsa-sha384 is as good as its neighbours'],
  // XML Encryption 1.1 5.5.2: xml-encryption knows rsa-oaep-mgf1p alone, whose mask is SHA-1's.
  ['AES-256-GCM, OAEP all SHA-256', 'rsa-oaep is what ASVS asks for'],
  // SAML core 2.3.4: EncryptedKey may stand beside EncryptedData; xml-encryption looks for it inside KeyInfo.
  ['the key beside EncryptedData', 'EncryptedAssertion may hold EncryptedKey elements'],
]);

describe('what we accept, node-saml accepts too, with the same identity', () => {
  const accepted = ATTACKS.filter((row) => row.expected === 'accepted' && !row.needsFixedClock);

  it.each(accepted.map((row) => ({ row, title: `${row.family}: ${row.name}` })))(
    '$title',
    async ({ row }) => {
      const message = row.build(CONTEXT);
      const ours = decideResponse(
        { contentType: message.contentType, body: Buffer.from(message.body, 'latin1') },
        CONNECTION,
      );
      if (!ours.accepted) throw new Error(ours.code);
      if (DISAGREEMENTS.has(row.name)) {
        await expect(nodeSamlProfile(message)).rejects.toThrow();
        return;
      }
      const profile = await nodeSamlProfile(message);
      const { assertion } = ours.value;
      expect({ nameId: profile?.nameID, objectId: profile?.[CLAIMS.objectId] }).toEqual({
        nameId: assertion.nameId?.value,
        objectId: assertion.attributes.get(CLAIMS.objectId)?.[0],
      });
    },
  );
});
