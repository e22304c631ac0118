"""An IdP of pysaml2, as Debian ships it."""
import base64
import sys
from pathlib import Path

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.assertion import Policy
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.sigver import pre_encryption_part, get_pem_wrapped_unwrapped, make_temp, verify_redirect_signature
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256
from web import PERSON, Refused, post_form, redirect, serve

BINDINGS = {"redirect": BINDING_HTTP_REDIRECT, "post": BINDING_HTTP_POST}
SHA256 = {"sign_alg": SIG_RSA_SHA256, "digest_alg": DIGEST_SHA256}
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"
AES128_CBC = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"


class Idp(Server):
    """pysaml2 encrypts with triple DES alone, and has no setting for it; xmlsec1 behind it can do better."""

    session_index = None
    encrypts_with = None

    def setup_assertion(self, *args, **kwargs):
        assertion = super().setup_assertion(*args, **kwargs)
        self.session_index = assertion.authn_statement[0].session_index
        return assertion

    def _encrypt_assertion(self, encrypt_cert, sp_entity_id, response, node_xpath=None):
        if self.encrypts_with is None:
            return super()._encrypt_assertion(encrypt_cert, sp_entity_id, response, node_xpath)
        wrapped, unwrapped = get_pem_wrapped_unwrapped(
            self.metadata.certs(sp_entity_id, "any", "encryption")[0]
        )
        certificate = make_temp(wrapped.encode("ascii"), decode=False)
        template = pre_encryption_part(msg_enc=self.encrypts_with, encrypt_cert=unwrapped)
        return self.sec.encrypt_assertion(response, certificate.name, template, "aes-128", node_xpath)


def open_idp(settings):
    others = [name for name in settings.publishes if name != settings.signsWith]
    config = {
        "entityid": settings.entity_id,
        "key_file": settings.key(settings.signsWith),
        "cert_file": settings.certificate(settings.signsWith),
        "additional_cert_files": [settings.certificate(name) for name in others],
        "xmlsec_binary": "/usr/bin/xmlsec1",
        "metadata": {"local": [settings.sp_metadata] if Path(settings.sp_metadata).exists() else []},
        "service": {
            "idp": {
                "endpoints": {
                    "single_sign_on_service": [(settings.origin + "/sso", BINDING_HTTP_REDIRECT)],
                    "single_logout_service": [
                        (settings.origin + "/slo", BINDINGS[name]) for name in settings.logoutBindings
                    ],
                },
                "name_id_format": [NAMEID_FORMAT_PERSISTENT],
            }
        },
    }
    return Idp(config=IdPConfig().load(config))


def metadata(settings):
    return str(entity_descriptor(open_idp(settings).config))


def answer(settings, message, session):
    idp = open_idp(settings)
    request = idp.parse_authn_request(message.fields["SAMLRequest"], BINDING_HTTP_REDIRECT)
    args = idp.response_args(request.message, [BINDING_HTTP_POST])
    idp.encrypts_with = AES128_CBC if settings.encrypts == "well" else None
    name_id = NameID(format=NAMEID_FORMAT_PERSISTENT, text=PERSON["name_id"])
    response = idp.create_authn_response(
        {
            "eduPersonTargetedID": [PERSON["targeted_id"]],
            "mail": [PERSON["mail"]],
            "givenName": [PERSON["given_name"]],
            "sn": [PERSON["surname"]],
            "Groups": PERSON["groups"],
        },
        in_response_to=args["in_response_to"],
        destination=args["destination"],
        sp_entity_id=args["sp_entity_id"],
        name_id=name_id,
        authn={"class_ref": PASSWORD, "authn_auth": settings.entity_id},
        sign_assertion=True,
        encrypt_assertion=settings.encrypts != "not",
        release_policy=Policy(),  # all of it; by default only what our metadata asks for, which is no name
        **SHA256,
    )
    session.sp = {"entity_id": args["sp_entity_id"], "name_id": name_id, "index": idp.session_index}
    return send(idp, "post", str(response), args["destination"], message.fields.get("RelayState"), True)


def follow_logout(settings, message, sessions):
    idp = open_idp(settings)
    request = idp.parse_logout_request(message.fields["SAMLRequest"], BINDINGS[message.binding])
    check_redirect(idp, message, request.message.issuer.text)
    indexes = [index.text for index in request.message.session_index]
    ended = next(
        (one for one in sessions if one.sp["index"] in indexes and one.sp["name_id"].text == request.message.name_id.text),
        None,
    )
    if ended is None:
        raise Refused("no such session")
    response = idp.create_logout_response(
        request.message, [BINDINGS[message.binding]], sign=message.binding == "post", **SHA256
    )
    destination = logout_address(idp, ended.sp["entity_id"], message.binding)
    relay_state = message.fields.get("RelayState")
    return ended, send(idp, message.binding, str(response), destination, relay_state, True)


def start_logout(settings, session, binding):
    idp = open_idp(settings)
    destination = logout_address(idp, session.sp["entity_id"], binding)
    id, request = idp.create_logout_request(
        destination,
        session.sp["entity_id"],
        name_id=session.sp["name_id"],
        session_indexes=[session.sp["index"]],
        sign=binding == "post",
        **SHA256,
    )
    session.pending = id
    return send(idp, binding, str(request), destination, None, False)


def end_logout(settings, message, sessions):
    idp = open_idp(settings)
    response = idp.parse_logout_request_response(
        message.fields["SAMLResponse"], BINDINGS[message.binding]
    )
    check_redirect(idp, message, response.issuer())
    if not any(one.pending == response.in_response_to for one in sessions):
        raise Refused("nobody waits for this answer")


def logout_address(idp, sp_entity_id, binding):
    _, url = idp.pick_binding("single_logout_service", [BINDINGS[binding]], entity_id=sp_entity_id)
    return url


def check_redirect(idp, message, sp_entity_id):
    """pysaml2 verifies what is signed inside; the signature of a query is the caller's to verify."""
    if message.binding != "redirect":
        return
    certificates = idp.metadata.certs(sp_entity_id, "spsso", "signing")
    if not any(
        verify_redirect_signature(message.fields, idp.sec.sec_backend, one) for one in certificates
    ):
        raise Refused("the signature of the query")


def send(idp, binding, text, destination, relay_state, is_response):
    if binding == "post":
        name = "SAMLResponse" if is_response else "SAMLRequest"
        message = base64.b64encode(text.encode()).decode()
        return post_form(destination, {name: message, "RelayState": relay_state})
    sent = idp.apply_binding(
        BINDING_HTTP_REDIRECT, text, destination, relay_state or "", is_response, True, SIG_RSA_SHA256
    )
    return redirect(dict(sent["headers"])["Location"])


if __name__ == "__main__":
    serve(sys.modules[__name__])
