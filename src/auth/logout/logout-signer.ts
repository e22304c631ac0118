import { Injectable } from '@nestjs/common';

/**
 * The one place where our logout messages get their signature. Tenants have no keys of their own yet: messages go out as
 * they are, which Entra accepts; an IdP that asks for signed ones refuses them, and the local sign-out stands.
 */
@Injectable()
export class LogoutSigner {
  /** @param query `SAMLRequest=...[&RelayState=...]`, encoded @returns it with SigAlg and Signature */
  signQuery(_tenantId: string, query: string): Promise<string> {
    return Promise.resolve(query);
  }

  /** @returns the message with an enveloped signature after its Issuer */
  signMessage(_tenantId: string, xml: string): Promise<string> {
    return Promise.resolve(xml);
  }
}
