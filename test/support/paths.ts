export const ACS_PATH = '/saml/module.php/saml/sp/saml2-acs.php/imagenweb';
export const SESSION_COOKIE = '__Host-imagen-session';
export const SLO_PATH = '/saml/module.php/saml/sp/saml2-logout.php/imagenweb';
