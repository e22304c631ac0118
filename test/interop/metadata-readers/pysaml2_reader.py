"""Reads each document as an IdP of pysaml2 does; see ../our-metadata.spec.ts."""

import calendar
import json
import sys

from saml2.attribute_converter import ac_factory
from saml2.config import Config
from saml2.mdstore import MetadataStore
from saml2.sigver import security_context
from saml2.time_util import str_to_time

NODE_NAME = "urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor"
UI = "urn:oasis:names:tc:SAML:metadata:ui"


def locations(services):
    return sorted([one["binding"], one["location"]] for one in services)


def certificates(store, entity_id, use):
    return ["".join(one.split()) for one in store.certs(entity_id, "spsso", use)]


def verifies(security, xml, file):
    try:
        return security.verify_signature(xml, node_name=NODE_NAME, cert_file=file)
    except Exception:  # whatever it is, the document is not taken
        return False


def read(document):
    config = Config().load({"xmlsec_binary": sys.argv[1]})
    store = MetadataStore(ac_factory(), config)
    store.load("inline", document["xml"])
    (entity_id,) = store.keys()
    entity = store[entity_id]
    (role,) = entity["spsso_descriptor"]
    (ui,) = [one for one in role["extensions"]["extension_elements"] if one["__class__"].startswith(UI)]
    wanted = store.attribute_requirement(entity_id)
    until = entity.get("valid_until")
    security = security_context(config)
    return {
        "entityId": entity_id,
        "validUntilMs": until and calendar.timegm(str_to_time(until)) * 1000,
        "acs": locations(role["assertion_consumer_service"]),
        "slo": locations(role["single_logout_service"]),
        "signing": certificates(store, entity_id, "signing"),
        "encryption": certificates(store, entity_id, "encryption"),
        "attributes": [one["name"] for one in wanted["optional"]],
        "signsRequests": role["authn_requests_signed"] == "true",
        "displayNames": {one["lang"]: one["text"] for one in ui["display_name"]},
        "logo": [ui["logo"][0][part] for part in ("text", "width", "height")],
        "verifies": [verifies(security, document["xml"], file) for file in document["certificateFiles"]],
    }


print(json.dumps([read(document) for document in json.load(sys.stdin)]))
