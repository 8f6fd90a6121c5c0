"""The Federal Register's API: an order's facts and its text, found by the order's number.

The text is taken as XML, else as the page's HTML, else as the printing office's text, whichever there is and can be
read. The API may be slow, busy or out of reach: it is asked again, a few times, and then that is said.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from eo_tracker.domain.errors import EOTrackerError, MissingPart
from eo_tracker.intake.facts import take_facts
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.sources import MAX_BYTES

if TYPE_CHECKING:
    import httpx

BASE_ADDRESS = "https://www.federalregister.gov/api/v1"
"""Where the API is."""
TEXTS = ("full_text_xml_url", "body_html_url", "raw_text_url")
"""The facts that say where a text is, the best first."""
_FIELDS = (
    "executive_order_number",
    "title",
    "type",
    "subtype",
    "signing_date",
    "publication_date",
    "citation",
    "document_number",
    "html_url",
    *TEXTS,
)
_NUMBER = re.compile(r"[0-9]{4,5}(?:-[A-Z])?")
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_WAITS = (1.0, 3.0, 9.0)
"""Seconds before each further attempt, unless the API says how long to wait."""
_LONGEST_WAIT = 30.0
_SECONDS = 20.0
_MOST_SECONDS = 120.0
"""However slowly an answer comes, it is not waited for longer."""
_AGENT = "eo-tracker (import)"
_OFFLINE = "look whether you are online, or download the order's text and give the file"


class NotDownloaded(EOTrackerError):
    """The Federal Register could not be reached, or its answer not be used."""


class NoSuchOrder(EOTrackerError):
    """The Federal Register has no executive order of that number."""


@dataclass(frozen=True, slots=True)
class Download:
    """An order's text as it was downloaded, from where, and what the Federal Register knows of it."""

    data: bytes
    address: str
    facts: Facts


def download_order(
    number: str, base_address: str = BASE_ADDRESS, waits: Sequence[float] = _WAITS, seconds: float = _SECONDS
) -> Download:
    """Download the text and the facts of an order. Raises NotDownloaded, NoSuchOrder and MissingPart.

    `waits` are the seconds before each further attempt, `seconds` how long nothing may come.
    """
    if not _NUMBER.fullmatch(number):
        raise NoSuchOrder(f"{number} is no number of an executive order", "numbers are like 13636")
    try:
        import httpx
    except ImportError:
        raise MissingPart("downloading needs httpx", "import") from None
    try:
        with httpx.Client(
            timeout=seconds, follow_redirects=True, max_redirects=5, headers={"User-Agent": _AGENT}
        ) as client:
            register = _Register(client, base_address.rstrip("/"), waits)
            found = register.find(number)
            data, address = register.fetch_text(found, number)
    except (httpx.InvalidURL, ValueError):  # what is no address at all
        raise NotDownloaded(
            f"{base_address} is no address of an API", f"the Federal Register's is {BASE_ADDRESS}"
        ) from None
    return Download(data, address, take_facts(found))


class _Register:
    """Asks the API, and asks again where that may help."""

    def __init__(self, client: httpx.Client, base: str, waits: Sequence[float]) -> None:
        self._client, self._base, self._waits = client, base, waits
        self._host = urlsplit(base).hostname or base

    def find(self, number: str) -> dict[str, Any]:
        """Find the document that has an order's number; a corrected order is the later document of the two."""
        results = self._search([("conditions[executive_order_numbers][]", number)], number)
        if not results:  # the index of numbers has gaps
            results = self._search([("conditions[term]", f'"Executive Order {number}"')], number)
        if not results:
            raise NoSuchOrder(
                f"the Federal Register has no Executive Order {number}",
                "a new order appears there some days after it was signed; import the White House's page meanwhile",
            )
        return results[0]

    def fetch_text(self, found: dict[str, Any], number: str) -> tuple[bytes, str]:
        """Fetch the first text that there is; that one is not there is no reason to have none."""
        failed: NotDownloaded | None = None
        for name in TEXTS:
            address = found.get(name)
            if not isinstance(address, str) or not address.startswith(("http://", "https://")):
                continue
            try:
                data = self._get(address)
                if data.strip():
                    return data, address
            except NotDownloaded as e:
                failed = e
        raise failed or NotDownloaded(
            f"the Federal Register has no text of Executive Order {number} yet", "try again later"
        )

    def _search(self, conditions: list[tuple[str, str]], number: str) -> list[dict[str, Any]]:
        query = [
            *conditions,
            ("conditions[type][]", "PRESDOCU"),
            ("conditions[presidential_document_type][]", "executive_order"),
            ("order", "newest"),
            ("per_page", "20"),
            *(("fields[]", name) for name in _FIELDS),
        ]
        data = self._get(f"{self._base}/documents.json", query, refused_is_nothing=True)
        return [r for r in _read_results(data, self._host) if str(r.get("executive_order_number")) == number]

    def _get(
        self, address: str, query: Sequence[tuple[str, str]] | None = None, *, refused_is_nothing: bool = False
    ) -> bytes:
        import httpx

        reason = ""
        for wait in (*self._waits, None):
            try:
                with self._client.stream("GET", address, params=None if query is None else tuple(query)) as answer:
                    if answer.status_code == httpx.codes.OK:
                        return _take(answer, self._host)
                    if answer.status_code == httpx.codes.BAD_REQUEST and refused_is_nothing:
                        return b'{"count": 0}'
                    reason = f"answered {answer.status_code} {answer.reason_phrase}".rstrip()
                    if answer.status_code not in _TRY_AGAIN:
                        raise NotDownloaded(f"{self._host} {reason}", _OFFLINE)
                    asked = _read_wait(answer.headers.get("Retry-After", ""))
            except httpx.TimeoutException:
                reason, asked = "did not answer in time", None
            except (httpx.TransportError, httpx.DecodingError):
                reason, asked = "could not be reached, or broke off", None
            except httpx.TooManyRedirects:
                raise NotDownloaded(f"{self._host} sends from one address to another without end", _OFFLINE) from None
            if wait is not None:
                time.sleep(min(asked if asked is not None else wait, _LONGEST_WAIT))
        raise NotDownloaded(f"{self._host} {reason}", _OFFLINE)


def _take(answer: httpx.Response, host: str) -> bytes:
    """Take an answer, up to a size and for some time."""
    parts: list[bytes] = []
    size, began = 0, time.monotonic()
    for part in answer.iter_bytes():
        size += len(part)
        if size > MAX_BYTES:
            raise NotDownloaded(f"{host} sent more than an order can have", _OFFLINE)
        if time.monotonic() - began > _MOST_SECONDS:
            raise NotDownloaded(f"{host} sent too slowly", _OFFLINE)
        parts.append(part)
    return b"".join(parts)


def _read_wait(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[0-9]{1,6}", text) else None


def _read_results(data: bytes, host: str) -> Iterator[dict[str, Any]]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("results", []), list):
        raise NotDownloaded(f"{host} did not answer as the Federal Register's API does", f"that is at {BASE_ADDRESS}")
    return (result for result in found.get("results", []) if isinstance(result, dict))
