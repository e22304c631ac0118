"""Reads each document with lasso, as mod_auth_mellon reads metadata; see ../our-metadata.spec.ts."""

import json
import sys
import tempfile

import lasso

SP = lasso.PROVIDER_ROLE_SP
BINDINGS = "urn:oasis:names:tc:SAML:2.0:bindings:"
CHECK_SIGNATURE = lasso.SERVER_LOAD_METADATA_FLAG_CHECK_ENTITY_DESCRIPTOR_SIGNATURE


def verifies(path, file):
    try:
        return len(lasso.Server().loadMetadata(SP, path, file, None, CHECK_SIGNATURE)) == 1
    except SystemError:  # what the binding makes of "nothing was loaded"
        return False


def locations(provider, service):
    """The names of what a provider has end in the binding, and in the index where there is one."""
    names = [name for name in provider.getMetadataKeysForRole(SP) if name.startswith(service + " ")]
    return [
        [BINDINGS + name.split(" ")[1], location]
        for name in sorted(names)
        for location in provider.getMetadataListForRole(SP, name)
    ]


def read(document):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".xml") as file:
        file.write(document["xml"])
        file.flush()
        server = lasso.Server()
        server.addProvider(SP, file.name)
        (provider,) = server.providers.values()
        return {
            "entityId": provider.providerId,
            "acs": locations(provider, "AssertionConsumerService"),
            "slo": locations(provider, "SingleLogoutService"),
            "signsRequests": provider.getMetadataOneForRole(SP, "AuthnRequestsSigned") == "true",
            "verifies": [verifies(file.name, name) for name in document["certificateFiles"]],
        }


print(json.dumps([read(document) for document in json.load(sys.stdin)]))
