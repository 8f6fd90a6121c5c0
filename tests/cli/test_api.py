"""The Python interface for scripts: what it gives, what it raises, and that it reads anew each time."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import eo_tracker
from tests.cli.trackers import make_directive, write_every_kind, write_file, write_order, write_record
from tests.terminal import ROOT, environment

DAY = date(2025, 6, 30)


def ids(standings: list[eo_tracker.Standing]) -> list[str]:
    return [standing.id for standing in standings]


def test_the_public_names_are_there_and_no_others_are_promised() -> None:
    public = ["EOTrackerError", "Problem", "Standing", "Tracker", "UnknownReference", "open_repository"]
    assert sorted(eo_tracker.__all__) == public
    assert all(getattr(eo_tracker, name).__doc__ for name in public)
    assert issubclass(eo_tracker.UnknownReference, eo_tracker.EOTrackerError)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'standings'"):
        eo_tracker.standings  # noqa: B018


def test_importing_the_package_does_not_import_what_it_is_made_of() -> None:
    code = "import sys, eo_tracker; print([m for m in ('pydantic', 'typer', 'rich', 'yaml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("folder", [ROOT, str(ROOT), ROOT / "directives", str(ROOT / "status" / "eo-14288")])
def test_a_tracker_is_found_from_any_folder_in_it(folder: str | Path) -> None:
    assert eo_tracker.open_repository(folder).root == ROOT


def test_without_a_folder_it_is_the_current_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "directives")
    assert eo_tracker.open_repository().root == ROOT


@pytest.mark.parametrize("name", ["", "missing"])
def test_no_tracker_is_an_error_that_says_so(name: str, tmp_path: Path) -> None:
    with pytest.raises(eo_tracker.EOTrackerError, match=r"there is no |does not exist") as caught:
        eo_tracker.open_repository(tmp_path / name)
    assert caught.value.hint


def test_standings_are_of_the_day_that_is_asked_for() -> None:
    tracker = eo_tracker.open_repository(ROOT)
    late = {
        day: [s.id for s in tracker.standings(day) if s.timeliness == "overdue"] for day in (DAY, date(2025, 6, 27))
    }
    assert late == {DAY: ["eo-14288/3.b"], date(2025, 6, 27): []}
    (standing,) = tracker.standings(DAY, "3.b")
    assert (standing.due, standing.days, standing.status) == (date(2025, 6, 27), -3, "in_progress")
    assert (standing.lead, standing.verification, standing.completed) == (("DOJ",), "unverified", None)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ("14288/4", ["eo-14288/4.a", "eo-14288/4.b"]),
        ("EO 14288, Sec. 3(b)", ["eo-14288/3.b"]),
        (["4.b", "3.b"], ["eo-14288/3.b", "eo-14288/4.b"]),
        (("3.a.i",), ["eo-14288/3.a.i"]),
    ],
)
def test_a_selection_is_what_the_command_line_takes(selection: str | list[str], expected: list[str]) -> None:
    assert ids(eo_tracker.open_repository(ROOT).standings(DAY, selection)) == expected


def test_an_agency_filters_by_its_role() -> None:
    tracker = eo_tracker.open_repository(ROOT)
    assert ids(tracker.standings(DAY, agency="Secretary of Defense")) == [
        f"eo-14288/{p}" for p in ("3.a", "4.a", "4.b")
    ]
    assert ids(tracker.standings(DAY, agency="dhs", role="consulted")) == ["eo-14288/4.a"]
    assert ids(tracker.standings(DAY, "14288/6", agency="DHS")) == ["eo-14288/6"]


def test_what_does_not_exist_is_an_unknown_reference() -> None:
    tracker = eo_tracker.open_repository(ROOT)
    with pytest.raises(eo_tracker.UnknownReference, match="EO 14289 is not tracked here") as caught:
        tracker.standings(DAY, "14289")
    assert "eo-14288" in caught.value.hint
    with pytest.raises(eo_tracker.UnknownReference, match='no agency is called "DOJJ"'):
        tracker.standings(DAY, agency="DOJJ")
    with pytest.raises(eo_tracker.UnknownReference, match="names no order"):
        tracker.standings(DAY, "")


def test_each_call_reads_the_files_anew(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"))
    tracker = eo_tracker.open_repository(tmp_path)
    assert [s.status for s in tracker.standings(DAY)] == ["not_reported"]
    write_record(tmp_path, "2.a", status="in_progress")
    assert [s.status for s in tracker.standings(DAY)] == ["in_progress"]


def test_problems_are_values_and_hide_nothing_else(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"), make_directive("2.b"))
    tracker = eo_tracker.open_repository(tmp_path)
    assert tracker.problems(DAY) == ()
    write_record(tmp_path, "2.a", status="completd")
    (problem,) = tracker.problems(DAY)
    assert isinstance(problem, eo_tracker.Problem)
    assert (problem.path, problem.line, problem.column) == ("status/eo-14288/2.a.yaml", 1, 9)
    assert (problem.code, problem.severity, problem.directive) == ("EO204", "error", "eo-14288/2.a")
    assert problem.hint == 'did you mean "completed"?'
    told = {s.id: s.status for s in tracker.standings(DAY)}
    assert told == {"eo-14288/2.a": "not_reported", "eo-14288/2.b": "not_reported"}


def test_a_completion_in_the_future_is_a_problem_until_that_day(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"))
    write_record(tmp_path, "2.a", status="completed", completed="2025-07-15")
    tracker = eo_tracker.open_repository(tmp_path)
    assert [problem.code for problem in tracker.problems(DAY)] == ["EO215"]
    assert tracker.problems(date(2025, 7, 15)) == ()


def test_the_configuration_counts(tmp_path: Path) -> None:
    write_every_kind(tmp_path)
    tracker = eo_tracker.open_repository(tmp_path)
    assert [s.timeliness for s in tracker.standings(DAY, "2.b")] == ["due_soon"]
    write_file(tmp_path / "eo-tracker.toml", "due_soon_days = 5\n")
    assert [s.timeliness for s in tracker.standings(DAY, "2.b")] == ["upcoming"]


def test_the_dataset_is_what_the_files_say(tmp_path: Path) -> None:
    write_every_kind(tmp_path)
    dataset = eo_tracker.open_repository(tmp_path).dataset(DAY)
    assert list(dataset.orders) == ["eo-14288", "eo-14300"]
    assert sorted(dataset.records) == [f"eo-14288/2.{letter}" for letter in "acdehi"]
    assert "DOJ" in dataset.registry


def test_values_are_frozen() -> None:
    tracker = eo_tracker.open_repository(ROOT)
    with pytest.raises(AttributeError):
        tracker.root = Path()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        tracker.standings(DAY)[0].status = "completed"  # type: ignore[misc]


def test_what_is_no_day_or_no_role_is_an_error_that_says_so() -> None:
    tracker = eo_tracker.open_repository(ROOT)
    with pytest.raises(eo_tracker.EOTrackerError, match="is no day"):
        tracker.standings("2025-06-30")  # type: ignore[arg-type]
    with pytest.raises(eo_tracker.EOTrackerError, match='no role "head"'):
        tracker.standings(DAY, role="head")  # type: ignore[arg-type]
