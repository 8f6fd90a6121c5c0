"""Downloading an order by its number, from a server that answers as the Federal Register's API does."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from eo_tracker.intake.facts import add_facts
from eo_tracker.intake.federal_register import Download, NoSuchOrder, NotDownloaded, download_order
from eo_tracker.intake.sources import MAX_BYTES, read_official_text
from tests.intake.sources_of_an_order import GPO_TEXT, NUMBER, PARAGRAPHS, write_register_page, write_xml

Reply = tuple[int, dict[str, str], bytes]


def _not_found(_query: dict[str, list[str]]) -> Reply:
    return 404, {}, b"<h1>Not Found</h1>"


@dataclass
class Register:
    """A Federal Register: what it has at which path, and what it was asked."""

    address: str = ""
    replies: dict[str, Callable[[dict[str, list[str]]], Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def have(self, path: str, data: bytes | str, status: int = 200, **headers: str) -> None:
        body = data.encode() if isinstance(data, str) else data
        self.replies[path] = lambda _query: (status, headers, body)

    def fail(self, path: str, times: int, status: int = 503, **headers: str) -> None:
        """Fail so many times before answering as before."""
        before = self.replies[path]
        left = [times]

        def reply(query: dict[str, list[str]]) -> Reply:
            left[0] -= 1
            return (status, headers, b"busy") if left[0] >= 0 else before(query)

        self.replies[path] = reply

    def document(self, **changed: Any) -> dict[str, Any]:
        return {
            "executive_order_number": NUMBER,
            "title": "Improving the Keeping of Lighthouses and Lightships",
            "type": "Presidential Document",
            "subtype": "Executive Order",
            "signing_date": "2031-03-05",
            "publication_date": "2031-03-10",
            "citation": "96 FR 20101",
            "document_number": "2031-04001",
            "html_url": f"{self.address}/documents/2031-04001",
            "full_text_xml_url": f"{self.address}/full_text/xml/2031-04001.xml",
            "body_html_url": f"{self.address}/full_text/html/2031-04001.html",
            "raw_text_url": f"{self.address}/full_text/text/2031-04001.txt",
            **changed,
        }

    def find(self, query: dict[str, list[str]]) -> Reply:
        """Answer a search by an order's number."""
        others = [self.document(executive_order_number=n) for n in ("99000", None)]
        wanted = query.get("conditions[executive_order_numbers][]", [""])[0]
        results = [*others, self.document()] if wanted == NUMBER else others
        return 200, {}, json.dumps({"count": len(results), "results": results}).encode()


@pytest.fixture
def register() -> Iterator[Register]:
    it = Register()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            it.asked.append(self.path)
            reply = it.replies.get(parts.path, _not_found)
            status, headers, body = reply(parse_qs(parts.query))
            self.send_response(status)
            for name, value in {"Content_Length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        it.address = f"http://127.0.0.1:{server.server_port}"
        it.replies["/api/v1/documents.json"] = it.find
        it.have("/full_text/xml/2031-04001.xml", write_xml())
        it.have("/full_text/html/2031-04001.html", write_register_page())
        it.have("/full_text/text/2031-04001.txt", GPO_TEXT)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield it
        it.stop.set()
        server.shutdown()
        thread.join()


def _download(register: Register, number: str = NUMBER, seconds: float = 5) -> Download:
    return download_order(number, f"{register.address}/api/v1/", waits=(0.01, 0.01), seconds=seconds)


def test_an_order_is_downloaded_by_its_number(register: Register) -> None:
    download = _download(register)
    assert download.address.endswith(".xml")
    assert (download.facts.number, download.facts.citation) == (NUMBER, "96 FR 20101")
    text = add_facts(read_official_text(download.data), download.facts)
    assert (text.paragraphs, text.doubts) == (PARAGRAPHS, ())


def test_executive_orders_alone_are_asked_for(register: Register) -> None:
    _download(register)
    query = parse_qs(urlsplit(register.asked[0]).query)
    assert query["conditions[presidential_document_type][]"] == ["executive_order"]
    assert query["conditions[type][]"] == ["PRESDOCU"]
    assert "full_text_xml_url" in query["fields[]"]


@pytest.mark.parametrize("missing", [404, 500])
def test_another_form_is_taken_where_one_is_missing(register: Register, missing: int) -> None:
    register.have("/full_text/xml/2031-04001.xml", "gone", missing)
    assert _download(register).address.endswith(".html")
    register.have("/full_text/html/2031-04001.html", "", 200)
    download = _download(register)
    assert download.address.endswith(".txt")
    assert read_official_text(download.data).paragraphs == PARAGRAPHS


def test_an_order_without_a_text_is_said(register: Register) -> None:
    none = dict.fromkeys(("full_text_xml_url", "body_html_url", "raw_text_url"))
    register.have("/api/v1/documents.json", json.dumps({"results": [register.document(**none)]}))
    with pytest.raises(NotDownloaded, match=f"no text of Executive Order {NUMBER} yet"):
        _download(register)


def test_an_order_that_is_not_there_is_said(register: Register) -> None:
    with pytest.raises(NoSuchOrder, match="the Federal Register has no Executive Order 99123") as caught:
        _download(register, "99123")
    assert "White House" in caught.value.hint
    with pytest.raises(NoSuchOrder, match="is no number of an executive order"):
        _download(register, "../x")


def test_an_index_without_numbers_is_searched_by_words(register: Register) -> None:
    def find(query: dict[str, list[str]]) -> Reply:
        if "conditions[term]" not in query:
            return 400, {}, b'{"errors": {"executive_order_numbers": "is not a valid field"}}'
        return 200, {}, json.dumps({"results": [register.document()]}).encode()

    register.replies["/api/v1/documents.json"] = find
    assert _download(register).facts.number == NUMBER


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_register_is_asked_again(register: Register, status: int) -> None:
    register.fail("/api/v1/documents.json", 2, status, Retry_After="0")
    register.fail("/full_text/xml/2031-04001.xml", 1, status)
    assert _download(register).address.endswith(".xml")
    assert len(register.asked) == 5


def test_a_register_that_stays_busy_is_said(register: Register) -> None:
    register.fail("/api/v1/documents.json", 99)
    with pytest.raises(NotDownloaded, match=r"^127\.0\.0\.1 answered 503 Service Unavailable$") as caught:
        _download(register)
    assert "file" in caught.value.hint
    assert len(register.asked) == 3


def test_a_refusal_is_not_asked_again(register: Register) -> None:
    register.have("/api/v1/documents.json", "no", 403)
    with pytest.raises(NotDownloaded, match="answered 403"):
        _download(register)
    assert len(register.asked) == 1


def test_a_slow_register_is_said(register: Register) -> None:
    def wait(_query: dict[str, list[str]]) -> Reply:
        register.stop.wait(30)
        return 200, {}, b"{}"

    register.replies["/api/v1/documents.json"] = wait
    with pytest.raises(NotDownloaded, match="did not answer in time"):
        _download(register, seconds=0.05)


def test_an_answer_that_breaks_off_is_said(register: Register) -> None:
    register.have("/api/v1/documents.json", '{"results": [', Content_Length="5000")
    with pytest.raises(NotDownloaded, match="broke off"):
        _download(register)


def test_a_text_that_breaks_off_is_not_taken(register: Register) -> None:
    register.have("/full_text/xml/2031-04001.xml", write_xml()[:500], Content_Length="5000")
    assert _download(register).address.endswith(".html")


@pytest.mark.parametrize(
    "answer", ["<html>Welcome to the airport's network</html>", "[]", '{"results": 5}', "[" * 50_000]
)
def test_another_site_s_answer_is_said(register: Register, answer: str) -> None:
    register.have("/api/v1/documents.json", answer)
    with pytest.raises(NotDownloaded, match="did not answer as the Federal Register's API does"):
        _download(register)


def test_no_more_is_taken_than_an_order_can_have(register: Register) -> None:
    register.have("/api/v1/documents.json", b" " * (MAX_BYTES + 1))
    with pytest.raises(NotDownloaded, match="sent more"):
        _download(register)


def test_a_redirect_without_end_is_said(register: Register) -> None:
    register.have("/api/v1/documents.json", "", 302, Location=f"{register.address}/api/v1/documents.json")
    with pytest.raises(NotDownloaded, match="without end"):
        _download(register)


def test_being_offline_is_said() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(NotDownloaded, match="could not be reached") as caught:
            download_order(NUMBER, address, waits=(0.01,))
    assert "online" in caught.value.hint


@pytest.mark.parametrize("address", ["ftp://register.example", "register.example", "http://[", "http://a b"])
def test_a_wrong_base_address_is_said(address: str) -> None:
    with pytest.raises(NotDownloaded):
        download_order(NUMBER, address, waits=())
