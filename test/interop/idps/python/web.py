"""What the Python IdPs of these tests share: HTTP, the sign-in form, and the settings that a test writes.

All SAML is the library's own. `folder` holds settings.json, sp.xml (our metadata) and a key pair per name in it; they are
read anew for every request, so that a test changes them without a restart.
"""
import html
import json
import secrets
import sys
import time
import traceback
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from socketserver import ThreadingMixIn
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

PERSON = {
    "name_id": "ann-0815",
    "targeted_id": "ann@university.example",
    "mail": "ann@university.example",
    "given_name": "Ånn",
    "surname": "O’Neill & Söhne",
    "groups": ["library-staff", "all"],
}


@dataclass
class Settings:
    folder: Path
    origin: str
    signsWith: str
    publishes: list
    logoutBindings: list
    encrypts: str  # not, well or badly

    @property
    def entity_id(self):
        return self.origin + "/metadata"

    @property
    def sp_metadata(self):
        return str(self.folder / "sp.xml")

    def key(self, name):
        return str(self.folder / f"{name}.key.pem")

    def certificate(self, name):
        return str(self.folder / f"{name}.crt.pem")


def read_settings(folder):
    return Settings(folder=folder, **json.loads((folder / "settings.json").read_text()))


@dataclass
class Message:
    """A SAML message as it arrived."""

    binding: str  # redirect or post
    query: str
    fields: dict


@dataclass
class Session:
    """A person who has signed in here; `sp` is the library's own note of what the SP was told."""

    id: str
    signed_in_at: float
    sp: object = None
    pending: object = None


@dataclass
class Reply:
    body: str = ""
    status: str = "200 OK"
    headers: list = field(default_factory=list)


class Refused(Exception):
    """The message is not one that this IdP follows."""


def page(text, status="200 OK"):
    return Reply(f"<!doctype html><meta charset=utf-8><title>IdP</title><main>{text}</main>", status)


def redirect(url):
    return Reply(status="303 See Other", headers=[("Location", url)])


def post_form(action, fields):
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
        for name, value in fields.items()
        if value
    )
    return page(
        f'<form method="post" action="{html.escape(action)}">{inputs}</form>'
        "<script>document.forms[0].submit()</script>"
    )


def sign_in_form(query):
    return page(
        f'<form method="post" action="/login?{html.escape(query)}">'
        '<input name="username"><input name="password" type="password"><button>Sign in</button></form>'
    )


class App:
    """Routes and sessions around a library's IdP, which has metadata, answer, follow_logout, end_logout and start_logout."""

    def __init__(self, folder, idp):
        self.folder = folder
        self.idp = idp
        self.sessions = {}

    def __call__(self, environ, start_response):
        try:
            reply = self.route(environ)
        except Refused as reason:
            reply = page(f"Refused: {html.escape(str(reason))}", "400 Bad Request")
        except Exception:
            traceback.print_exc()
            reply = page("<pre>" + html.escape(traceback.format_exc()), "500 Internal Server Error")
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        start_response(reply.status, headers + reply.headers)
        return [reply.body.encode()]

    def route(self, environ):
        settings = read_settings(self.folder)
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        message = read_message(environ, query)
        session = self.session_of(environ)
        if path == "/metadata":
            return Reply(self.idp.metadata(settings))
        if path == "/sso":
            return self.idp.answer(settings, message, session) if session else sign_in_form(query)
        if path == "/login":
            if (message.fields.get("username"), message.fields.get("password")) != ("ann", "secret"):
                return sign_in_form(query)
            session = Session(secrets.token_urlsafe(), time.time())
            self.sessions[session.id] = session
            reply = self.idp.answer(settings, Message("redirect", query, dict(parse_qsl(query))), session)
            reply.headers.append(("Set-Cookie", f"idp={session.id}; Path=/; HttpOnly; SameSite=Lax"))
            return reply
        if path == "/slo" and "SAMLRequest" in message.fields:
            ended, reply = self.idp.follow_logout(settings, message, list(self.sessions.values()))
            self.sessions.pop(ended.id)
            return reply
        if path == "/slo":
            self.idp.end_logout(settings, message, list(self.sessions.values()))
            return page("Signed out everywhere")
        if path == "/logout" and session:
            return self.idp.start_logout(settings, session, message.fields["binding"])
        return page("There is no such page", "404 Not Found")

    def session_of(self, environ):
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("idp")
        return self.sessions.get(cookie.value) if cookie else None


def read_message(environ, query):
    if environ["REQUEST_METHOD"] != "POST":
        return Message("redirect", query, dict(parse_qsl(query)))
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0)).decode()
    return Message("post", query, dict(parse_qsl(body)))


class Server(ThreadingMixIn, WSGIServer):
    """A thread per connection: browsers open some that they do not use yet."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def serve(idp):
    """python3 <idp>.py <folder> <port>"""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    with make_server("127.0.0.1", port, App(folder, idp), Server, Quiet) as server:
        server.serve_forever()
