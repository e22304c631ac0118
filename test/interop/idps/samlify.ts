import samlify from 'samlify';
import { aKeyPair, ATTRIBUTES, type NpmIdp } from './npm-idp.js';

const EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
const FIVE_MINUTES_MS = 300_000;

/** samlify writes no AuthnStatement of its own, which the Web Browser SSO profile requires. */
const AUTHN_STATEMENT =
  '<saml:AuthnStatement AuthnInstant="{IssueInstant}" SessionIndex="{AssertionID}"><saml:AuthnContext>' +
  '<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>' +
  '</saml:AuthnContext></saml:AuthnStatement>';

/** samlify reads our metadata, checks our request against it, and fills a template. */
export function startSamlify(encrypts: boolean): Promise<NpmIdp> {
  // It wants to be told who validates XML. That our requests keep to the schemas is a test of its own.
  samlify.setSchemaValidator({ validate: () => Promise.resolve('not looked at') });
  const { key, certificate } = aKeyPair();
  const service = (path: string) => [
    {
      Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
      Location: `https://samlify.example/${path}`,
    },
  ];
  const { context } = samlify.SamlLib.defaultLoginResponseTemplate;
  const idp = samlify.IdentityProvider({
    entityID: 'https://samlify.example/metadata',
    signingCert: certificate,
    privateKey: key,
    isAssertionEncrypted: encrypts,
    nameIDFormat: [EMAIL],
    singleSignOnService: service('sso'),
    singleLogoutService: service('slo'),
    loginResponseTemplate: {
      context: context.replace('{AuthnStatement}', AUTHN_STATEMENT),
      attributes: Object.keys(ATTRIBUTES).map((name, index) => ({
        name,
        valueTag: `v${index.toString()}`,
        nameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri',
        valueXsiType: 'xs:string',
      })),
    },
  });
  return Promise.resolve({
    metadata: () => Promise.resolve(idp.getMetadata()),
    async answer({ searchParams }, ourMetadata) {
      const sp = samlify.ServiceProvider({ metadata: ourMetadata });
      const query = Object.fromEntries(searchParams);
      const { extract } = await idp.parseLoginRequest(sp, 'redirect', { query });
      const said = {
        issuer: idp.entityMeta.getEntityID(),
        audience: sp.entityMeta.getEntityID(),
        acsUrl: String(sp.entityMeta.getAssertionConsumerService('post')),
        inResponseTo: String((extract.request as Record<string, unknown> | undefined)?.['id']),
      };
      const customTagReplacement = (template: string) => {
        const values = tagsOf(said);
        return {
          id: values.ID,
          context: samlify.SamlLib.replaceTagsByValue(template, values),
        };
      };
      const options = { customTagReplacement };
      const made = await idp.createLoginResponse(sp, { extract }, 'post', {}, options);
      if (!('entityEndpoint' in made)) throw new Error('samlify made no form');
      return { action: made.entityEndpoint, SAMLResponse: made.context };
    },
    close: () => Promise.resolve(),
  });
}

function tagsOf(said: {
  readonly issuer: string;
  readonly audience: string;
  readonly acsUrl: string;
  readonly inResponseTo: string;
}) {
  const nowMs = Date.now();
  const id = `_${nowMs.toString(16)}`;
  const now = new Date(nowMs).toISOString();
  const until = new Date(nowMs + FIVE_MINUTES_MS).toISOString();
  const attributes = Object.values(ATTRIBUTES).map(
    (value, index) => [`attrV${index.toString()}`, value] as const,
  );
  return {
    ID: `${id}-response`,
    AssertionID: `${id}-assertion`,
    Issuer: said.issuer,
    IssueInstant: now,
    Destination: said.acsUrl,
    SubjectRecipient: said.acsUrl,
    Audience: said.audience,
    InResponseTo: said.inResponseTo,
    StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    NameIDFormat: EMAIL,
    NameID: 'ann@university.example',
    ConditionsNotBefore: now,
    ConditionsNotOnOrAfter: until,
    SubjectConfirmationDataNotOnOrAfter: until,
    ...Object.fromEntries(attributes),
  };
}
