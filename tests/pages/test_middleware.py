"""Between browser and dashboard: the page's language, compression paid once, headers that keep it on its host."""

import asyncio
import gzip
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import streamlit

from pages.ui import middleware

PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
SCRIPT = b"x" * 5000


@dataclass(frozen=True)
class Answer:
    """What a browser gets: status, headers, body as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread of its own: the thread of a browser test has a loop running already."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


class Site:
    """The page and one script behind all of the middleware; counts how often the app itself was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        inner = middleware.StaticCompression(middleware.Language(self.app))
        self.outer = middleware.Protection(inner, PAGE)

    async def app(self, scope, _receive, send) -> None:
        self.asked.append(scope["path"])
        known = {"/": PAGE.read_bytes(), "/static/js/a.js": SCRIPT}
        status = 200 if scope["path"] in known else 404
        await send({"type": "http.response.start", "status": status, "headers": [(b"etag", b"old")]})
        await send({"type": "http.response.body", "body": known.get(scope["path"], b"no")})

    def get(self, path: str, **headers: str) -> Answer:
        sent: list[dict] = []

        async def send(message) -> None:
            sent.append(message)

        name, _, query = path.partition("?")
        scope = {
            "type": "http", "method": "GET", "path": name, "query_string": query.encode(),
            "headers": [(key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()],
        }  # fmt: skip
        _finish(self.outer(scope, None, send))  # pyright: ignore[reportArgumentType]
        told = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:]))


@pytest.fixture
def site() -> Site:
    return Site()


QUERIES = [("", "zh-CN"), ("?lang=zh", "zh-CN"), ("?lang=en", "en"), ("?lang=fr", "zh-CN")]


@pytest.mark.parametrize(("query", "lang"), QUERIES)
def test_the_page_is_in_the_readers_language_before_any_script_runs(site: Site, query: str, lang: str) -> None:
    answer = site.get(f"/{query}", accept="text/html")
    body = answer.body.decode()
    assert f'<html lang="{lang}">' in body
    assert "<title>Streamlit</title>" not in body
    assert "./app/static/icon.png" in body
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "etag" not in answer.headers


def test_a_request_for_no_page_is_left_alone(site: Site) -> None:
    assert site.get("/", accept="application/json").body == PAGE.read_bytes()


def test_a_script_is_compressed_once_and_kept(site: Site) -> None:
    answers = [site.get("/static/js/a.js", accept_encoding="gzip, br") for _ in range(3)]
    assert [gzip.decompress(answer.body) for answer in answers] == [SCRIPT] * 3
    assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}
    assert site.asked == ["/static/js/a.js"]


def test_who_cannot_unpack_gets_it_plain(site: Site) -> None:
    plain = site.get("/static/js/a.js", accept_encoding="identity")
    assert plain.body == SCRIPT
    assert "content-encoding" not in plain.headers


def test_what_is_not_there_is_not_kept(site: Site) -> None:
    assert [site.get("/static/js/absent.js", accept_encoding="gzip").status for _ in range(2)] == [404, 404]
    assert len(site.asked) == 2


def test_a_part_of_a_file_is_left_alone(site: Site) -> None:
    assert site.get("/static/js/a.js", accept_encoding="gzip", range="bytes=0-9").body == SCRIPT


def test_headers_allow_nothing_from_elsewhere(site: Site) -> None:
    headers = site.get("/", accept="text/html").headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")


def test_what_is_no_request_passes_through() -> None:
    seen: list[str] = []

    async def app(scope, _receive, _send) -> None:
        seen.append(scope["type"])

    inner = middleware.StaticCompression(middleware.Language(app))
    _finish(middleware.Protection(inner, PAGE)({"type": "websocket"}, None, None))  # pyright: ignore[reportArgumentType]
    assert seen == ["websocket"]


def test_a_path_that_is_no_page_leads_to_the_first_one(site: Site) -> None:
    answer = site.get("/nothing?lang=en", accept="text/html")
    assert (answer.status, answer.headers["location"]) == (307, "/?lang=en")
    assert site.asked == []


def test_a_file_opened_in_the_browser_is_sent_as_it_is(site: Site) -> None:
    for path in ("/media/a.xlsx", "/app/static/icon.png", "/_stcore/health"):
        assert site.get(path, accept="text/html").body == b"no"
    assert len(site.asked) == 3
