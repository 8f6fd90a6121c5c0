"""`calendar`: what a calendar program has of the deadlines, after each of the files that it was given."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from tests.cli.recording import ENVIRONMENT
from tests.cli.trackers import TODAY, Data, git, make_directive, write_file, write_order, write_record
from tests.cli.warm import run
from tests.terminal import ROOT

EVENT = "enactment of the Act"
DOMAIN = "@eo-tracker.invalid"
START = datetime(2025, 5, 2, 16, tzinfo=UTC)


def call(root: Path, *arguments: str, today: str = TODAY, **env: str) -> CompletedProcess[str]:
    return run("--today", today, "calendar", *arguments, cwd=root, env={**ENVIRONMENT, **env})


def read(text: str) -> dict[str, Event]:
    """Read a calendar with another library than it was written with: its events by their names, without the domain."""
    found = IcsCalendarStream.calendar_from_ics(text)
    assert all((event.uid or "").endswith(DOMAIN) for event in found.events)
    events = {(event.uid or "").removesuffix(DOMAIN): event for event in found.events}
    assert len(events) == len(found.events)
    return events


def read_calendar(root: Path, *arguments: str, today: str = TODAY) -> dict[str, Event]:
    done = call(root, *arguments, today=today)
    assert done.returncode == 0, done.stderr
    return read(done.stdout)


def commit(root: Path, number: int = 0) -> datetime:
    """Commit all there is, so many days after START; return when that was."""
    when = START + timedelta(days=number)
    if not (root / ".git").exists():
        git(root, "init", "--quiet")
    git(root, "add", "--all")
    person = {
        f"GIT_{role}_{key}": "nobody@example.org" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")
    }
    dates = {f"GIT_{role}_DATE": when.isoformat() for role in ("AUTHOR", "COMMITTER")}
    command = ["git", "-c", "commit.gpgSign=false", "commit", "--quiet", "--allow-empty", "--message", "By hand"]
    subprocess.run(command, cwd=root, env={**os.environ, **ENVIRONMENT, **person, **dates}, check=True)
    return when


def write_tracker(root: Path) -> Path:
    write_order(
        root,
        make_directive("3.a", deadline={"within": "60 days"}),
        make_directive("3.b", deadline={"within": "30 days", "of": "3.a"}),
        make_directive("3.c", deadline={"every": "3 months"}, lead=["DHS", "DOJ"]),
        make_directive("3.d", deadline={"within": "45 days", "of": "event", "event": EVENT}),
        make_directive("3.e", items=[{"id": "3.e.i", "deadline": {"by": "2025-09-01"}}, {"id": "3.e.ii"}]),
        make_directive("3.f", deadline={"immediately": "true"}),
    )
    return root


# What a calendar has


def test_an_order_is_a_calendar_of_its_due_days() -> None:
    done = run("-C", str(ROOT), "--today", "2025-06-01", "calendar", "14288")
    events = read(done.stdout)
    assert done.returncode == 0
    assert {name: event.dtstart for name, event in events.items()} == {
        "eo-14288-3.b-20250627": date(2025, 6, 27),
        "eo-14288-4.a-20250727": date(2025, 7, 27),
        "eo-14288-4.b-20250727": date(2025, 7, 27),
    }
    event = events["eo-14288-3.b-20250627"]
    assert event.summary == (
        "DOJ: EO 14288, Sec. 3(b) due: Review police consent decrees, and modify, rescind or conclude those that impede"
        " law enforcement"
    )
    for line in (
        "Due: 60 days after 2025-04-28, signing: Friday, June 27, 2025",
        "Standing: in progress; while it is open, overdue from Saturday, June 28, 2025 on",
        "Last word: Wednesday, May 21, 2025",
    ):
        assert line in (event.description or "").splitlines()
    assert event.categories == ["EO 14288", "DOJ", "open"]
    assert [alarm.trigger for alarm in event.alarm] == [timedelta(days=-14), timedelta(days=-3)]
    assert {alarm.action for alarm in event.alarm} == {"DISPLAY"}


def test_the_demo_has_what_its_lists_have(tmp_path: Path) -> None:
    assert run("init", "--demo", "demo", cwd=tmp_path, env=ENVIRONMENT).returncode == 0
    demo = tmp_path / "demo"
    events = read_calendar(demo, today="2026-10-30")
    ringing = {name for name, event in events.items() if event.alarm}
    overdue = {name for name, event in events.items() if "open" in event.categories and name not in ringing}
    listed = run("--today", "2026-10-30", "overdue", "--format", "csv", cwd=demo).stdout.splitlines()[1:]
    assert {name.rpartition("-")[0] for name in overdue} == {row.split(",")[0].replace("/", "-") for row in listed}
    cancelled = {name for name, event in events.items() if event.status == "CANCELLED"}
    # Given up, superseded, given another day, its event taken back, told of another day, and found to be there twice.
    assert cancelled == {
        *("eo-99101-4.b-20260225", "eo-99101-4.c-20260327", "eo-99102-2.c-20260608", "eo-99102-2.a-20260708"),
        *("eo-99101-3.c-20260827", "eo-99101-3.b-20261107", "eo-99101-4.f-20261231"),
    }
    assert events["eo-99101-4.a-20260930"].dtstart == date(2026, 12, 15)


def test_a_record_that_cannot_be_read_is_no_word_that_nobody_said(tmp_path: Path) -> None:
    write_file(write_tracker(tmp_path) / "status/eo-14288/3.a.yaml", "status: [\n")
    done = run("--today", "2025-06-01", "calendar", "3.a", cwd=tmp_path)
    [event] = read(done.stdout).values()
    assert "Last word: the record cannot be read" in (event.description or "").splitlines()
    assert done.returncode == 2


def test_a_duty_that_recurs_has_its_occurrences_for_a_year(tmp_path: Path) -> None:
    write_record(write_tracker(tmp_path), "3.c", status="in_progress", occurrences=[{"due": "2025-07-28"}])
    events = read_calendar(tmp_path, "3.c", today="2025-12-01")
    assert [str(event.dtstart) for event in events.values()] == [
        *("2025-07-28", "2025-10-28", "2026-01-28", "2026-04-28", "2026-07-28", "2026-10-28"),
    ]
    assert [bool(event.alarm) for event in events.values()] == [False, False, True, True, True, True]


def test_what_is_far_ahead_and_recurs_has_its_next_day(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", deadline={"every": "4 years"}))
    assert list(read_calendar(tmp_path)) == ["eo-14288-3.a-20290428"]


def test_what_waits_has_no_day_and_is_told(tmp_path: Path) -> None:
    write_record(write_tracker(tmp_path), "3.a", status="in_progress")
    done = call(tmp_path)
    assert not [name for name in read(done.stdout) if "3.b" in name or "3.d" in name or "3.f" in name]
    assert "note: no day is known yet of 2 directives: the clock has not started" in done.stderr
    write_record(tmp_path, "3.a", status="completed", completed="2025-06-20", without_evidence="It is fictional.")
    write_record(tmp_path, "3.d", status="in_progress", events=[{"event": EVENT, "date": "2025-06-01"}])
    done = call(tmp_path)
    assert {"eo-14288-3.b-20250720", "eo-14288-3.d-20250716"} < read(done.stdout).keys()
    assert "no day is known" not in done.stderr


def test_an_item_has_an_entry_if_it_has_a_deadline_of_its_own(tmp_path: Path) -> None:
    events = read_calendar(write_tracker(tmp_path), "3.e")
    assert list(events) == ["eo-14288-3.e.i-20250901"]


def test_what_is_completed_stays_with_its_standing_and_rings_no_more(tmp_path: Path) -> None:
    write_tracker(tmp_path)
    write_record(tmp_path, "3.a", status="completed", completed="2025-06-20", without_evidence="It is fictional.")
    event = read_calendar(tmp_path, "3.a")["eo-14288-3.a-20250627"]
    assert (event.summary or "").startswith("DOJ: EO 14288, Sec. 3(a) completed: ")
    assert "Standing: completed on Friday, June 20, 2025; met 7 days early\n" in (event.description or "")
    assert (event.status, event.alarm, event.categories) == ("CONFIRMED", [], ["EO 14288", "DOJ", "completed"])


def test_what_is_overdue_rings_no_more(tmp_path: Path) -> None:
    events = read_calendar(write_tracker(tmp_path), "3.a", today="2025-06-28")
    assert [(event.alarm, event.status) for event in events.values()] == [([], "CONFIRMED")]
    assert read_calendar(tmp_path, "3.a", today="2025-06-27")["eo-14288-3.a-20250627"].alarm


def test_an_agencys_edition_has_what_it_leads(tmp_path: Path) -> None:
    done = call(write_tracker(tmp_path), "--agency", "dhs", today="2025-05-01")
    assert {name[:12] for name in read(done.stdout)} == {"eo-14288-3.c"}
    title = "Department of Homeland Security: deadlines of executive orders"
    assert f"X-WR-CALNAME:{title}\r\n" in done.stdout.replace("\r\n ", "")
    assert list(read_calendar(tmp_path, "--agency", "DHS", "3.a")) == []


# From one file to the next


def test_an_extension_moves_the_entry(tmp_path: Path) -> None:
    commit(write_tracker(tmp_path))
    before = read_calendar(tmp_path, "3.a")
    write_record(tmp_path, "3.a", status="in_progress", extension={"to": "2025-08-01", "authority": "The President"})
    when = commit(tmp_path, 3)
    (name,), (event,) = before, read_calendar(tmp_path, "3.a").values()
    assert event.uid == f"{name}{DOMAIN}"
    assert (event.dtstart, event.sequence) == (date(2025, 8, 1), 1)
    assert event.dtstamp == event.last_modified == when
    told = "Extended: from Friday, June 27, 2025 to Friday, August 1, 2025, by The President\n"
    assert told in (event.description or "")


def test_another_deadline_cancels_the_old_day(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}))
    commit(tmp_path)
    write_order(tmp_path, make_directive("3.a", deadline={"within": "90 days"}))
    when = commit(tmp_path, 5)
    old, new = read_calendar(tmp_path).values()
    assert (old.dtstart, old.status, old.sequence, old.dtstamp) == (date(2025, 6, 27), "CANCELLED", 1, when)
    assert "EO 14288, Sec. 3(a): deadline: within 60 days -> within 90 days\n" in (old.description or "")
    assert (new.dtstart, new.status, new.sequence) == (date(2025, 7, 27), "CONFIRMED", 1)
    assert (old.summary or "").startswith("DOJ: EO 14288, Sec. 3(a) no longer due: ")
    assert not old.alarm
    # What is done with the new day is nothing to the old one.
    write_record(tmp_path, "3.a", status="in_progress")
    commit(tmp_path, 6)
    still, revised = read_calendar(tmp_path).values()
    assert (still, revised.sequence) == (old, 2)
    # Whoever has not heard of it for a year never had it.
    assert list(read_calendar(tmp_path, today="2026-06-01")) == ["eo-14288-3.a-20250727"]


def test_a_day_that_moved_names_the_day_that_it_moved_to_then(tmp_path: Path) -> None:
    for number, days in enumerate((60, 91, 120)):
        write_order(tmp_path, make_directive("3.a", deadline={"within": f"{days} days"}))
        commit(tmp_path, number)
    first, second, now = (event.description or "" for event in read_calendar(tmp_path).values())
    assert "Moved: to Monday, July 28, 2025\n" in first
    assert "Moved: to Tuesday, August 26, 2025\n" in second
    assert "Moved: " not in now


def test_what_is_gone_or_has_several_days_names_none(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}), make_directive("3.b"))
    commit(tmp_path)
    write_order(tmp_path, make_directive("3.a", deadline={"every": "4 months"}), make_directive("3.b"))
    commit(tmp_path, 1)
    write_order(tmp_path, make_directive("3.b"))
    commit(tmp_path, 2)
    events = read_calendar(tmp_path).values()
    assert {event.status for event in events} == {"CANCELLED"}
    assert not [event for event in events if "Moved: " in (event.description or "")]


def test_a_day_that_came_back_is_not_cancelled(tmp_path: Path) -> None:
    for number, days in enumerate((60, 90, 60)):
        write_order(tmp_path, make_directive("3.a", deadline={"within": f"{days} days"}))
        commit(tmp_path, number)
    events = read_calendar(tmp_path)
    assert {name: (e.status, e.sequence) for name, e in events.items()} == {
        "eo-14288-3.a-20250627": ("CONFIRMED", 2),
        "eo-14288-3.a-20250727": ("CANCELLED", 2),
    }


def test_a_directive_that_is_gone_is_cancelled(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}), make_directive("3.b"))
    commit(tmp_path)
    write_order(tmp_path, make_directive("3.b"))
    commit(tmp_path, 1)
    assert [event.status for event in read_calendar(tmp_path).values()] == ["CANCELLED"]
    (tmp_path / "directives" / "eo-14288.yaml").unlink()
    write_order(tmp_path, make_directive("3.b"), number="14300", signed="2025-05-20")
    commit(tmp_path, 2)
    assert [event.status for event in read_calendar(tmp_path).values()] == ["CANCELLED"]


@pytest.mark.parametrize("keys", [{"status": "not_applicable", "note": "It is moot."}, {}], ids=["record", "order"])
def test_what_is_closed_is_cancelled(tmp_path: Path, keys: dict[str, str]) -> None:
    commit(write_tracker(tmp_path))
    if keys:
        write_record(tmp_path, "3.a", **keys)
    else:
        effect = {"state": "revoked", "by": "EO 14400", "date": "2025-05-10"}
        write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}), effect=effect)
    commit(tmp_path, 8)
    event = read_calendar(tmp_path, "3.a")["eo-14288-3.a-20250627"]
    assert (event.status, event.sequence, event.alarm) == ("CANCELLED", 1, [])
    assert "Standing: closed; " in (event.description or "")
    assert not read_calendar(tmp_path, "3.a", today="2026-06-01")


def test_another_completion_gives_what_counts_from_it_another_day(tmp_path: Path) -> None:
    write_tracker(tmp_path)
    for number, day in enumerate(("2025-06-02", "2025-06-04")):
        write_record(tmp_path, "3.a", status="completed", completed=day, without_evidence="It is fictional.")
        when = commit(tmp_path, number)
    events = read_calendar(tmp_path, "3.b")
    assert {name: (e.status, e.sequence, e.dtstamp) for name, e in events.items()} == {
        "eo-14288-3.b-20250702": ("CANCELLED", 1, when),
        "eo-14288-3.b-20250704": ("CONFIRMED", 1, when),
    }


def test_another_lead_cancels_in_the_edition_of_the_old_one_only(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}))
    commit(tmp_path)
    write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}, lead=["DHS"]))
    commit(tmp_path, 1)
    for agency, status in (("DOJ", "CANCELLED"), ("DHS", "CONFIRMED")):
        (event,) = read_calendar(tmp_path, "--agency", agency).values()
        assert event.status == status
    (event,) = read_calendar(tmp_path).values()
    assert event.status == "CONFIRMED"


def test_a_file_that_cannot_be_read_cancels_nothing_and_is_told(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}))
    write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}), number="14300")
    commit(tmp_path)
    write_order(tmp_path, make_directive("3.a", deadline={"within": "90 days"}))
    commit(tmp_path, 1)
    write_file(tmp_path / "directives" / "eo-14288.yaml", "order: [\n")
    commit(tmp_path, 2)
    done = call(tmp_path, "-o", "due.ics")
    assert done.returncode == 2
    assert "directives/eo-14288.yaml:" in done.stderr
    assert list(read((tmp_path / "due.ics").read_bytes().decode())) == ["eo-14300-3.a-20250627"]


def test_without_git_a_calendar_is_its_orders(tmp_path: Path) -> None:
    (event,) = read_calendar(write_tracker(tmp_path), "3.a").values()
    assert (event.sequence, event.dtstamp) == (0, datetime(2025, 4, 28, tzinfo=UTC))


def test_what_is_in_no_commit_is_told(tmp_path: Path) -> None:
    commit(write_tracker(tmp_path))
    assert "no commit" not in call(tmp_path).stderr
    write_record(tmp_path, "3.a", status="in_progress", extension={"to": "2025-08-01", "authority": "The President"})
    assert "note: files say what no commit does" in call(tmp_path).stderr
    assert "note: files say what no commit does" not in call(tmp_path, "--as-of", "HEAD").stderr


def test_a_shallow_clone_is_told(tmp_path: Path) -> None:
    commit(write_tracker(tmp_path / "whole"))
    commit(tmp_path / "whole", 1)
    git(tmp_path, "clone", "--quiet", "--depth", "1", (tmp_path / "whole").as_uri(), "cut")
    done = call(tmp_path / "cut")
    assert (done.returncode, "note: this clone is shallow" in done.stderr) == (0, True)


def test_a_moment_of_the_past_has_the_calendar_of_then(tmp_path: Path) -> None:
    commit(write_tracker(tmp_path))
    then = call(tmp_path, today="2025-05-03").stdout
    write_record(tmp_path, "3.a", status="in_progress", extension={"to": "2025-08-01", "authority": "The President"})
    commit(tmp_path, 3)
    done = call(tmp_path, "--as-of", "2025-05-03", today="2025-05-03")
    assert done.stdout == then
    assert "note: as of Saturday, May 3, 2025: commit " in done.stderr


def test_clones_in_other_time_zones_write_the_same_bytes(tmp_path: Path) -> None:
    commit(write_tracker(tmp_path / "one"))
    write_record(tmp_path / "one", "3.a", status="in_progress", note="Über die Brücke. " * 30)
    commit(tmp_path / "one", 2)
    git(tmp_path, "clone", "--quiet", "one", "two")
    first = call(tmp_path / "one", "-o", "due.ics", TZ="Asia/Tokyo", LC_ALL="C")
    second = call(tmp_path / "two", TZ="America/Los_Angeles", LC_ALL="C.UTF-8")
    assert first.stdout == ""
    assert (tmp_path / "one" / "due.ics").read_bytes() == second.stdout.encode()


# A calendar program over the years


class Program:
    """A calendar program: it takes over what is newer than what it has, by RFC 5545, and forgets nothing."""

    def __init__(self) -> None:
        self.has: dict[str, Event] = {}

    def take(self, events: dict[str, Event]) -> None:
        for name, event in events.items():
            had = self.has.get(name)
            if had is None:
                self.has[name] = event
            elif (event.sequence, event.dtstamp) == (had.sequence, had.dtstamp):
                assert event == had
            else:
                assert (event.sequence or 0) > (had.sequence or 0), name
                assert event.dtstamp > had.dtstamp, name
                self.has[name] = event

    def shown(self) -> dict[str, object]:
        return {name: event.dtstart for name, event in self.has.items() if event.status != "CANCELLED"}


WITHIN: tuple[dict[str, str], ...] = tuple(
    {"within": "60 days"} | more for more in ({}, {"within": "90 days"}, {"every": "3 months"}, {"of": "4.a"})
)
AFTER_ANOTHER = {"within": "30 days", "of": "3.a"}
PLANS: list[Data] = [
    *({"3.a": deadline} for deadline in WITHIN[:3]),
    *({"4.a": deadline} for deadline in (*WITHIN[:2], {"by": "2025-06-27"})),
    *({"3.b": deadline} for deadline in (AFTER_ANOTHER, WITHIN[3], {"by": "2025-07-15"})),
    *({provision: None} for provision in ("3.a", "3.b", "4.a")),
]
EXTENSION = {"to": "2025-09-09", "authority": "The President"}
SAID: list[Data | None] = [
    *(
        {"status": "completed", "completed": f"2025-05-0{day}", "without_evidence": "It is fictional."}
        for day in (2, 3)
    ),
    {"status": "in_progress", "extension": EXTENSION},
    {"status": "in_progress", "occurrences": [{"due": "2025-06-27", "completed": "2025-05-02"}]},
    {"status": "not_applicable", "note": "It is moot."},
    {"status": "in_progress", "note": "Under way"},
    None,
]
STEPS = st.one_of(
    st.sampled_from(PLANS).map(lambda plan: ("order", plan)),
    st.tuples(st.sampled_from(["3.a", "3.b", "4.a"]), st.sampled_from(SAID)),
)


def write_steps(root: Path, steps: list[tuple[str, Data | None]]) -> Iterator[int]:
    """Take steps, each into a commit; give their numbers."""
    plan: Data = {"3.a": WITHIN[0], "3.b": AFTER_ANOTHER, "4.a": WITHIN[1], "5": {"by": "2025-12-01"}}
    for number, (where, what) in enumerate([("order", {}), *steps]):
        if where == "order":
            plan |= what or {}
            write_order(root, *(make_directive(p, deadline=said) for p, said in plan.items() if said))
        elif what and plan[where]:
            write_record(root, where, **what)
        else:
            (root / "status" / "eo-14288" / f"{where}.yaml").unlink(missing_ok=True)
        for provision in ("3.a", "3.b", "4.a"):
            if not plan[provision]:
                (root / "status" / "eo-14288" / f"{provision}.yaml").unlink(missing_ok=True)
        commit(root, number)
        yield number


@settings(max_examples=5, deadline=None)
@given(steps=st.lists(STEPS, min_size=1, max_size=6))
def test_a_program_that_takes_each_file_over_shows_what_is_due(
    steps: list[tuple[str, Data | None]],
) -> None:
    program = Program()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for _ in write_steps(Path(folder), steps):
            done = call(Path(folder), today="2025-05-20")
            if done.returncode:
                assert "EO" in done.stderr  # such files cannot be together: what they say is told, and not held here
                return
            events = read(done.stdout)
            program.take(events)
            live = {name: event.dtstart for name, event in events.items() if event.status != "CANCELLED"}
            assert program.shown() == live


# Where it is written, and what goes wrong


def test_the_file_is_made_anew_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    write_tracker(tmp_path)
    (tmp_path / "due.ics").write_bytes(b"")
    for _ in range(2):
        done = call(tmp_path, "3.a", "-o", "due.ics")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "written: due.ics: 1 due day\n")
    assert (tmp_path / "due.ics").read_bytes().decode() == call(tmp_path, "3.a", "-o", "-").stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["directives", "due.ics"]


def test_what_is_cancelled_is_counted_by_itself(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}))
    commit(tmp_path)
    write_order(tmp_path, make_directive("3.a", deadline={"within": "90 days"}))
    commit(tmp_path, 1)
    assert call(tmp_path, "-o", "due.ics").stderr == "written: due.ics: 1 due day, 1 cancelled\n"


def test_a_calendar_without_a_day_is_written_and_told(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a"))
    done = call(tmp_path)
    assert (done.returncode, read(done.stdout)) == (0, {})
    assert "note: no due day is in the calendar" in done.stderr


MISTAKES = {
    "a folder": (["-o", "directives"], "directives is a folder", "name a file in it"),
    "no folder": (["-o", "out/due.ics"], "there is no folder out", "make it first"),
    "a data file": (["-o", "directives/eo-14288.yaml"], "is not named after a calendar", "-o directives/eo-14288.ics"),
    "a table": (["-o", "due days.CSV"], '"due days.CSV" is not named after a calendar', '-o "due days.ics"'),
    "a file for an order": (["due.ics"], '"due.ics" names no order and no directive', "write -o due.ics"),
    "no name": (["-o", " "], "-o names nothing", "leave it out"),
    "a role of nobody": (["--role", "any"], "--role says which part an agency has", "--agency DOJ"),
    "a file of another's": (["-o", "notes"], "is there already, and is no calendar", "as in -o due.ics"),
    "another's calendar": (["-o", "own.ics"], "is no calendar of eo-tracker's", "name another file"),
    "a file for a folder": (["-o", "notes.txt/due.ics"], "notes.txt", "hint: "),
    "a device": (["-o", os.devnull], "is no calendar", "as in -o due.ics"),
    "nothing after -o": (["-o"], "option '-o' requires an argument", "`eo-tracker calendar --help`"),
    "no such directive": (["3.z"], "EO 14288 has no directive 3.z", "hint: "),
    "no such order": (["14289"], "EO 14289 is not tracked here", "eo-14288"),
    "no such agency": (["--agency", "DOX"], 'no agency is called "DOX"', "hint: "),
    "no such moment": (["--as-of", "someday"], '--as-of "someday"', "hint: "),
    "a format": (["--format", "json"], "no such option: --format", "`eo-tracker calendar --help`"),
    "today after the command": (["--today", "2025-06-01"], "no such option: --today", "before the command"),
    "a role that is none": (["--role", "leader"], "'leader' is not one of", "hint: "),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_and_changes_nothing(tmp_path: Path, mistake: str) -> None:
    write_file(write_tracker(tmp_path) / "notes.txt", "My notes\n")
    write_file(tmp_path / "notes", "My notes\n")
    write_file(tmp_path / "own.ics", "BEGIN:VCALENDAR\nPRODID:-//Own//Own//EN\nVERSION:2.0\nEND:VCALENDAR\n")
    commit(tmp_path)
    arguments, message, hint = MISTAKES[mistake]
    done = call(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert hint in done.stderr
    assert "Traceback" not in done.stderr
    assert git(tmp_path, "status", "--porcelain") == ""


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to root, or by modes on Windows")
def test_a_place_where_one_may_not_write_is_told(tmp_path: Path) -> None:
    write_tracker(tmp_path)
    (tmp_path / "closed").mkdir(mode=0o500)
    done = call(tmp_path, "-o", "closed/due.ics")
    assert (done.returncode, done.stdout) == (2, "")
    assert "closed/due.ics cannot be written: permission denied" in done.stderr
