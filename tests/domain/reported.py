"""Records for property tests: of few words and days, so that two of them often speak of the same thing."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from eo_tracker.domain.records import Record

days = st.sampled_from(["2025-05-02", "2025-06-20", "2026-01-31"])
texts = st.sampled_from(["a word", "another", "Zeile 1\nZeile 2", "x" * 90])
urls = st.sampled_from(["https://example.gov/1", "https://example.gov/2"])
keys = st.sampled_from(["DOJ", "DHS", "OMB"])
Entries = st.SearchStrategy[list[dict[str, Any]]]


def _some(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


_described = {"title": texts, "date": days, "kind": texts}
sources = _some({"url": urls}, reference=texts, **_described) | _some({"reference": texts}, **_described)
events = _some({"event": texts, "date": days}, note=texts)
holds = _some(
    {"court": st.sampled_from(["D.D.C.", "N.D. Cal."]), "docket": st.sampled_from(["1:25-cv-1", "1:25-cv-2"])},
    since=days,
    lifted=days,
    scope=texts,
    note=texts,
    url=urls,
)
occurrences = _some(
    {"due": days}, completed=days, note=texts, evidence=st.lists(sources, max_size=2), without_evidence=texts
)
_states = st.sampled_from(["unverified", "verified", "disputed"])
_fields: dict[str, Any] = {
    "as_of": days,
    "reported_by": keys | st.lists(keys, max_size=3, unique=True),
    "note": texts | st.none(),
    "evidence": st.lists(sources, max_size=3),
    "without_evidence": texts,
    "verification": _some({"state": _states}, by=texts, date=days, note=texts),
    "events": st.lists(events, max_size=2),
    "holds": st.lists(holds, max_size=3),
    "extension": _some({"to": days, "authority": texts}, due=days, date=days, note=texts),
    "acknowledged": _some({"reason": texts, "until": days}, by=texts, date=days),
    "occurrences": st.lists(occurrences, max_size=3),
}
_open = ["not_reported", "not_started", "in_progress", "not_applicable", "not_pursued"]
_stands = _some({}, status=st.sampled_from(_open)) | _some({"status": st.just("completed"), "completed": days})


records = st.builds(
    lambda stands, rest: Record.model_validate({**stands, **rest}), _stands, st.fixed_dictionaries({}, optional=_fields)
)
