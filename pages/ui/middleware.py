"""What stands between the browser and Streamlit: compression paid once, the page's language, protective headers."""

import base64
import gzip
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from analytics.texts import Lang, catalogue
from pages.ui import address

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]

HTML_LANG = {"zh": "zh-CN", "en": "en"}
_COMPRESSIBLE = re.compile(r"^/static/.+\.(js|css|json|map|svg)$")
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_POINTERS = re.compile(rb"<link\s+rel=\"(?:preload|service-desc)\".*?/>", re.DOTALL)
#: Paths of the pages; the first one is at the root. Below the others Streamlit serves files and talks to the browser.
_PAGES = frozenset({"", *address.PAGES}) - {address.MEETING}
_NO_PAGES = frozenset({"_stcore", "app", "component", "media", "static"})
_STALE = (b"content-length", b"content-encoding", b"etag", b"last-modified", b"vary")


class _Reply:
    """One whole response of the app, kept back instead of sent."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    @property
    def headers(self) -> list[Header]:
        return list(self.start.get("headers", []))

    async def send(self, send: Send, body: bytes, *extra: Header) -> None:
        """Send the response on with another body; headers that described the old one are dropped."""
        kept = [header for header in self.headers if header[0].lower() not in _STALE]
        length = (b"content-length", str(len(body)).encode())
        await send(dict(self.start, headers=[*kept, *extra, length]))
        await send({"type": "http.response.body", "body": body})


class StaticCompression:
    """Compresses each of Streamlit's own script and style files once and keeps the result: their names carry a hash."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._kept: dict[str, tuple[_Reply, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._concerns(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._kept:
            reply = _Reply()
            await self.app(_plain(scope), receive, reply)
            if reply.start.get("status") != 200:
                await reply.send(send, reply.body)
                return
            self._kept[path] = (reply, gzip.compress(reply.body, 6, mtime=0))
        reply, packed = self._kept[path]
        await reply.send(send, packed, (b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding"))

    @staticmethod
    def _concerns(scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET" or not _COMPRESSIBLE.match(scope["path"]):
            return False
        headers = dict(scope["headers"])
        return b"gzip" in headers.get(b"accept-encoding", b"") and b"range" not in headers


class Language:
    """Gives a page the language, the title and the icon of this dashboard before its first script runs.

    A path that is no page leads to the first one, where Streamlit would say so in English only.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._wants_page(scope):
            await self.app(scope, receive, send)
            return
        query = scope.get("query_string", b"")
        if scope["path"].strip("/") not in _PAGES:
            location = b"/" + (b"?" + query if query else b"")
            await send({"type": "http.response.start", "status": 307, "headers": [(b"location", location)]})
            await send({"type": "http.response.body", "body": b""})
            return
        reply = _Reply()
        await self.app(_plain(scope), receive, reply)
        await reply.send(send, dress(reply.body, language(query)))

    @staticmethod
    def _wants_page(scope: Scope) -> bool:
        """Tell a visit to a page from everything else a browser fetches, files to download included."""
        if scope["type"] != "http" or b"text/html" not in dict(scope["headers"]).get(b"accept", b""):
            return False
        head, _, _ = scope["path"].strip("/").partition("/")
        return head not in _NO_PAGES and "." not in scope["path"]


def language(query: bytes) -> Lang:
    """Return the language that the URL asks for, else the first one."""
    asked = parse_qs(query.decode("latin-1")).get("lang", [""])[0]
    return address.language({"lang": asked})


def dress(page: bytes, lang: Lang) -> bytes:
    """Return Streamlit's page in the language of the reader, under our title and icon."""
    title = catalogue(lang).t("app.title").encode()
    page = page.replace(b'<html lang="en">', f'<html lang="{HTML_LANG[lang]}">'.encode())
    page = page.replace(b"<title>Streamlit</title>", b"<title>" + title + b"</title>")
    page = page.replace(b"./favicon.png", b"./app/static/icon.png")
    return _POINTERS.sub(b"", page)


class Protection:
    """Adds headers that keep the dashboard on its own host: nothing is loaded from, or framed by, anybody else."""

    def __init__(self, app: App, page: Path) -> None:
        self.app = app
        self._headers = _protective(page.read_bytes())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = dict(message, headers=[*message.get("headers", []), *self._headers])
            await send(message)

        await self.app(scope, receive, dressed)


def _protective(page: bytes) -> list[Header]:
    """Return the headers; the scripts that stand in Streamlit's page itself are allowed by their hashes."""
    digests = (hashlib.sha256(script).digest() for script in _INLINE_SCRIPT.findall(page))
    inline = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    policy = (
        f"default-src 'self'; script-src 'self' {inline}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )
    return [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    ]


def _plain(scope: Scope) -> Scope:
    """Return the request without the wish for compression, so that the body can be read."""
    return dict(scope, headers=[header for header in scope["headers"] if header[0] != b"accept-encoding"])
