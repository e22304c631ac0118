import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';

export const ACS_PATH = '/saml/module.php/saml/sp/saml2-acs.php/imagenweb';
export const SLO_PATH = '/saml/module.php/saml/sp/saml2-logout.php/imagenweb';
export const METADATA_PATH = '/saml/module.php/saml/sp/metadata.php/imagenweb';
export const ENTITY_ID_PATH = '/sp-entityid';
export const SIGN_IN_PATH = '/site/login';

/** Who we are to a tenant's IdP. */
export interface ServiceProvider {
  readonly entityId: string;
  readonly acsUrl: string;
  readonly sloUrl: string;
  readonly signOnUrl: string;
  readonly metadataUrl: string;
}

/** Every tenant is a service provider of its own (Kantara SDP-SP36), named by its public URL and nothing else. */
@Injectable()
export class ServiceProviders {
  constructor(private readonly config: AppConfig) {}

  of(subdomain: string): ServiceProvider {
    const origin = this.config.publicUrl.originOf(subdomain);
    return {
      entityId: origin + ENTITY_ID_PATH,
      acsUrl: origin + ACS_PATH,
      sloUrl: origin + SLO_PATH,
      signOnUrl: origin + SIGN_IN_PATH,
      metadataUrl: origin + METADATA_PATH,
    };
  }
}
