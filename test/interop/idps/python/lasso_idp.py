"""An IdP of lasso (the library behind mod_auth_mellon), as Debian ships it."""
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import lasso
from web import PERSON, Refused, post_form, redirect, serve

METHODS = {"redirect": lasso.HTTP_METHOD_REDIRECT, "post": lasso.HTTP_METHOD_POST}
BINDINGS = {"redirect": "HTTP-Redirect", "post": "HTTP-POST"}
KEY_ENCRYPTION = {
    "well": lasso.KEY_ENCRYPTION_METHOD_OAEP,
    "badly": lasso.KEY_ENCRYPTION_METHOD_PKCS1,
}
ATTRIBUTES = {
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.10": [PERSON["targeted_id"]],
    "urn:oid:0.9.2342.19200300.100.1.3": [PERSON["mail"]],
    "urn:oid:2.5.4.42": [PERSON["given_name"]],
    "urn:oid:2.5.4.4": [PERSON["surname"]],
    "Groups": PERSON["groups"],
}


def metadata(settings):
    """lasso reads metadata and writes none."""
    keys = "".join(
        '<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>'
        + "".join(Path(settings.certificate(name)).read_text().splitlines()[1:-1])
        + "</X509Certificate></X509Data></KeyInfo></KeyDescriptor>"
        for name in settings.publishes
    )
    services = [("SingleLogoutService", "/slo", name) for name in settings.logoutBindings]
    endpoints = "".join(
        f'<{service} Binding="urn:oasis:names:tc:SAML:2.0:bindings:{BINDINGS[name]}" Location="{settings.origin}{path}"/>'
        for service, path, name in [*services, ("SingleSignOnService", "/sso", "redirect")]
    )
    return (
        f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{settings.entity_id}">'
        '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        f"{keys}{endpoints}</IDPSSODescriptor></EntityDescriptor>"
    )


def open_server(settings):
    server = lasso.Server.newFromBuffers(
        metadata(settings),
        Path(settings.key(settings.signsWith)).read_text(),
        None,
        Path(settings.certificate(settings.signsWith)).read_text(),
    )
    server.signatureMethod = lasso.SIGNATURE_METHOD_RSA_SHA256
    server.addProvider(lasso.PROVIDER_ROLE_SP, settings.sp_metadata)
    return server


def answer(settings, message, session):
    server = open_server(settings)
    login = lasso.Login(server)
    login.processAuthnRequestMsg(message.query)
    if settings.encrypts != "not":
        service = server.providers[login.remoteProviderId]
        service.setEncryptionMode(lasso.ENCRYPTION_MODE_ASSERTION)
        service.setKeyEncryptionMethod(KEY_ENCRYPTION[settings.encrypts])
    login.validateRequestMsg(True, True)
    now = datetime.now(timezone.utc)
    times = [now, now, now - timedelta(minutes=1), now + timedelta(minutes=5)]
    login.buildAssertion(lasso.SAML2_AUTHN_CONTEXT_PASSWORD, *(f"{one:%Y-%m-%dT%H:%M:%SZ}" for one in times))
    statement = lasso.Saml2AttributeStatement()
    statement.attribute = tuple(attribute(name, values) for name, values in ATTRIBUTES.items())
    login.assertion.attributeStatement = (statement,)
    login.buildAuthnResponseMsg()
    session.sp = {"entity_id": login.remoteProviderId, "dump": login.session.dump()}
    return post_form(login.msgUrl, {"SAMLResponse": login.msgBody, "RelayState": login.msgRelayState})


def attribute(name, values):
    made = lasso.Saml2Attribute()
    made.name = name
    made.nameFormat = lasso.SAML2_ATTRIBUTE_NAME_FORMAT_URI
    made.attributeValue = tuple(attribute_value(value) for value in values)
    return made


def attribute_value(text):
    node = lasso.MiscTextNode.newWithString(text)
    node.textChild = True
    made = lasso.Saml2AttributeValue()
    made.any = (node,)
    return made


def follow_logout(settings, message, sessions):
    server = open_server(settings)
    for session in sessions:
        logout = lasso.Logout(server)
        logout.setSignatureVerifyHint(lasso.PROFILE_SIGNATURE_VERIFY_HINT_FORCE)
        logout.setSessionFromDump(session.sp["dump"])
        logout.processRequestMsg(content_of(message, "SAMLRequest"))
        if message.binding == "post":
            logout.msgRelayState = message.fields.get("RelayState")
        try:
            logout.validateRequest()
        except lasso.Error:
            continue  # of somebody else
        logout.buildResponseMsg()
        return session, send(logout, "SAMLResponse")
    raise Refused("no such session")


def start_logout(settings, session, binding):
    logout = lasso.Logout(open_server(settings))
    logout.setSessionFromDump(session.sp["dump"])
    logout.initRequest(session.sp["entity_id"], METHODS[binding])
    logout.msgRelayState = session.id
    logout.buildRequestMsg()
    session.pending = logout
    return send(logout, "SAMLRequest")


def end_logout(settings, message, sessions):
    asked = next((one for one in sessions if one.id == message.fields.get("RelayState")), None)
    if asked is None or asked.pending is None:
        raise Refused("nobody waits for this answer")
    asked.pending.processResponseMsg(content_of(message, "SAMLResponse"))


def content_of(message, name):
    return message.query if message.binding == "redirect" else message.fields[name]


def send(profile, name):
    if profile.msgBody is None:
        return redirect(profile.msgUrl)
    return post_form(profile.msgUrl, {name: profile.msgBody, "RelayState": profile.msgRelayState})


if __name__ == "__main__":
    serve(sys.modules[__name__])
