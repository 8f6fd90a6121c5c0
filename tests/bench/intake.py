"""How well and how fast orders are read: drafts beside labels made by hand, and beside each other.

    python -m tests.bench.intake [--corpus DIR] [--labels DIR] [--show]

Without a corpus the fictional orders under tests/intake/labelled are read. A corpus is a folder with official texts of
the same orders, by number, in `fr-xml`, `fr-html`, `fr-text` and `whitehouse-md`, with labels in `gold` and documents
that are no executive orders in `negatives`. Told are: five measures against the labels, as F1 or shares; how many
orders give the same draft as XML, HTML and GPO text; which files fail, and how; the time a file takes. Not a test.
"""

# ruff: noqa: T201  # it tells

from __future__ import annotations

import argparse
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import yaml

from eo_tracker.domain.agencies import Registry
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.intake.draft import Draft
from eo_tracker.intake.draft_json import make_draft_json
from eo_tracker.intake.offices import Names
from eo_tracker.intake.reading import read_draft
from eo_tracker.intake.sources import read_official_text
from eo_tracker.repository.registry import built_in_registry

LABELLED = Path(__file__).resolve().parents[1] / "intake" / "labelled"
SAME_ORDER = ("fr-xml/{}.xml", "fr-html/{}.html", "fr-text/{}.htm")
_NO_WORDS = {"quote": None, "event": None}
MEASURES = ("provisions", "deadlines", "anchors", "leads", "duties")


@dataclass(slots=True)
class Reader:
    """Reads texts to drafts, and keeps how long each took, in seconds of CPU."""

    names: Names
    taken: list[float] = field(default_factory=list)

    def read(self, path: Path, number: str | None = None) -> Draft:
        """Read a file. Raises EOTrackerError."""
        data = path.read_bytes()
        start = process_time()
        try:
            return read_draft(read_official_text(data, path.name, number=number), self.names)
        finally:
            self.taken.append(process_time() - start)


def main() -> int:
    """Print the figures; the exit code is 1 when a file gives anything but a draft or a plain refusal."""
    parser = argparse.ArgumentParser(description="Measure the reading of official texts.")
    parser.add_argument("--corpus", type=Path, help="default: the fictional orders that the tests have")
    parser.add_argument("--labels", type=Path, help="default: gold in the corpus")
    parser.add_argument("--show", action="store_true", help="print every difference")
    options = parser.parse_args()
    corpus: Path = options.corpus or LABELLED
    labels = options.labels or (corpus / "gold" if options.corpus else corpus)
    reader = Reader(Names(built_in_registry()))
    _tell_scores(reader, corpus, labels, show=options.show)
    failed = 0
    if options.corpus:
        _tell_sameness(reader, corpus, show=options.show)
        failed = _tell_failures(reader, corpus)
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    middle, longest = 1000 * median(reader.taken), 1000 * max(reader.taken)
    print(f"{len(reader.taken)} files in {sum(reader.taken):.1f} s of CPU, {largest} MiB")
    print(f"a file takes {middle:.0f} ms in the median, {longest:.0f} ms at most")
    return 1 if failed else 0


def _tell_scores(reader: Reader, corpus: Path, labels: Path, *, show: bool) -> None:
    registry = built_in_registry()
    print(f"{'order':8}" + "".join(f"{m:>12}" for m in MEASURES))
    total: Counter[str] = Counter()
    for path in sorted(labels.glob("*.yaml")):
        label = yaml.safe_load(path.read_text("utf-8"))
        draft = make_draft_json(reader.read(corpus / label["file"], str(label["order"])))
        counted = count(label, draft, registry, show=show)
        _tell_line(str(label["order"]), counted)
        total += counted
    _tell_line("total", total)


def _tell_line(name: str, counted: Counter[str]) -> None:
    print(f"{name:8}" + "".join(f"{figure:12.3f}" for figure in tell_figures(counted)))


def tell_figures(counted: Counter[str]) -> tuple[float, ...]:
    """Make the measures, in the order of MEASURES, of what was counted."""
    return (
        _f1(counted, "provisions"),
        _f1(counted, "deadlines"),
        _share(counted["anchors"], counted["elsewhere"]),
        _share(counted["leads"], counted["deadlines"]),
        _f1(counted, "duties"),
    )


def _f1(counted: Counter[str], what: str) -> float:
    return _share(2 * counted[what], counted[f"{what} labelled"] + counted[f"{what} found"])


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def count(label: dict[str, Any], draft: dict[str, Any], registry: Registry, *, show: bool = False) -> Counter[str]:
    """Count what was found of what is labelled. A dated item may stand as a directive of its own, or not."""
    names = {agency.key: {_plain(name) for name in agency.names()} for agency in registry}
    counted: Counter[str] = Counter()
    dated = {d["provision"] for d in label["deadlines"]} - {d["provision"] for d in label["duties"]}
    _compare(counted, "provisions", set(label["provisions"]), set(draft["provisions"]), show=show)
    duties = {d["provision"] for d in label["duties"]}
    _compare(counted, "duties", duties, {d["id"] for d in draft["directives"]} - dated, show=show)
    found = [(_atom(t), t, d) for d in draft["directives"] for t in d["deadlines"]]
    counted["deadlines labelled"], counted["deadlines found"] = len(label["deadlines"]), len(found)
    for wanted in label["deadlines"]:
        hits = [f for f in found if f[0] == _atom(wanted)]
        if not hits:
            _show(show, "deadline missed", _atom(wanted))
            continue
        fits = [(f[1]["of"] == wanted.get("of"), _same_leads(wanted["leads"], f[2]["lead"], names)) for f in hits]
        hit = hits[fits.index(max(fits))]
        found.remove(hit)
        counted["deadlines"] += 1
        counted["leads"] += _same_leads(wanted["leads"], hit[2]["lead"], names)
        if wanted.get("of", "order") != "order" and wanted.get("within"):
            counted["elsewhere"] += 1
            counted["anchors"] += str(hit[1]["of"]) == str(wanted["of"])
    for atom, _, _ in found:
        _show(show, "deadline too many", atom)
    return counted


def _compare(counted: Counter[str], what: str, labelled: set[str], found: set[str], *, show: bool) -> None:
    counted[what] = len(labelled & found)
    counted[f"{what} labelled"], counted[f"{what} found"] = len(labelled), len(found)
    if labelled != found:
        _show(show, f"{what} missed", sorted(labelled - found), "too many", sorted(found - labelled))


def _atom(deadline: dict[str, Any]) -> tuple[str, ...]:
    """What makes two deadlines the same: where the words stand, lengths and days, and whether the order starts it."""
    kinds = ("within", "every", "by", "by_end_of", "immediately")
    said = [str(deadline[k]) for k in kinds if deadline.get(k) is not None]
    start = deadline.get("of", "order") if deadline.get("within") else "order"
    return (deadline["provision"], *said, "order" if start == "order" else "elsewhere")


def _plain(name: str) -> str:
    return " ".join(w for w in name.casefold().replace("’", "'").split() if w not in {"the", "of", "for", "and"})


def _same_leads(labelled: list[str], found: list[dict[str, str]], names: dict[str, set[str]]) -> bool:
    left = {_plain(name) for name in labelled}
    for lead in found:
        forms = names.get(lead["key"], set()) | {_plain(lead["name"])}
        if not left & forms:
            return False
        left -= forms
    return not left


def _show(show: bool, *what: object) -> None:
    if show:
        print("  ", *what)


def _tell_sameness(reader: Reader, corpus: Path, *, show: bool) -> None:
    """Hold the drafts of each order's XML, HTML and GPO text against each other."""
    same = orders = 0
    for path in sorted((corpus / "fr-xml").glob("*.xml")):
        drafts = [_gist(reader.read(corpus / where.format(path.stem))) for where in SAME_ORDER]
        orders += 1
        same += drafts[0] == drafts[1] == drafts[2]
        if not drafts[0] == drafts[1] == drafts[2]:
            _show(show, f"{path.stem} differs:", *({repr(row) for row in set(a) ^ set(b)} for a, b in _pairs(drafts)))
    print(f"{same} of {orders} orders give the same draft as XML, HTML and GPO text ({_share(same, orders):.1%})")


def _pairs(drafts: list[tuple[object, ...]]) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
    yield from ((drafts[0], other) for other in drafts[1:])


def _gist(draft: Draft) -> tuple[object, ...]:
    """What two drafts must have in common: provisions, and each duty with its leads and deadlines."""
    duties = []
    for duty in draft.duties:
        # Words differ where one source hyphenates and another does not.
        times = tuple((t.provision, str(t.deadline.model_copy(update=_NO_WORDS))) for t in duty.timings)
        duties.append((duty.provision, frozenset(o.name for o in duty.leads), times))
    return (*draft.outline.provisions, *duties)


def _tell_failures(reader: Reader, corpus: Path) -> int:
    """Read everything once; refusals are told, and anything else is a fault."""
    faults = 0
    for path in sorted(p for p in corpus.rglob("*") if p.is_file() and p.parent.name != "gold" and p.suffix != ".json"):
        try:
            reader.read(path)
        except EOTrackerError as e:
            print(f"refused: {path.name[:70]}: {e}")
        except Exception as e:  # that there is none is what is to be shown
            faults += 1
            print(f"FAULT: {path}: {e!r}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
