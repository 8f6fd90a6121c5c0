"""Dates as people say them: each names one day, or is refused with what to write instead."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eo_tracker.cli.session import NoDate
from eo_tracker.cli.spoken import Preference, read_spoken_date, write_understood
from tests.terminal import environment

MONDAY = date(2025, 6, 23)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))
PREFERENCES: st.SearchStrategy[Preference] = st.sampled_from(("past", "future"))


def read(text: str, today: date = MONDAY, prefer: Preference = "past") -> date:
    return read_spoken_date(text, "--completed", today, prefer=prefer)


def reads_as_on_monday(text: str, prefer: Preference = "past") -> str:
    return read(text, MONDAY, prefer).isoformat()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2025-06-23"),
        ("now", "2025-06-23"),
        ("Yesterday", "2025-06-22"),
        ("tomorrow", "2025-06-24"),
        ("the day before yesterday", "2025-06-21"),
        ("day after tomorrow", "2025-06-25"),
        ("last  Friday", "2025-06-20"),
        ("last monday", "2025-06-16"),
        ("next monday", "2025-06-30"),
        ("next thurs", "2025-06-26"),
        ("last tues.", "2025-06-17"),
        ("next thur", "2025-06-26"),
        ("a week ago", "2025-06-16"),
        ("two weeks ago", "2025-06-09"),
        ("in 3 days", "2025-06-26"),
        ("1 month ago", "2025-05-23"),
        ("a year from now", "2026-06-23"),
        ("June 20, 2025", "2025-06-20"),
        ("20 June 2025", "2025-06-20"),
        ("20th of jun. 2025", "2025-06-20"),
        ("Friday, June 20, 2025", "2025-06-20"),
        ("6/20/2025", "2025-06-20"),
        ("06/07/2025", "2025-06-07"),
        ("31/12/2024", "2024-12-31"),
        ("20.6.2025", "2025-06-20"),
        ("6-20-2025", "2025-06-20"),
        ("7.7.2025", "2025-07-07"),
        ("2025/6/7", "2025-06-07"),
        ("2025/06/20", "2025-06-20"),
        ("20250620", "2025-06-20"),
    ],
)
def test_a_day_is_the_same_whichever_side_is_preferred(text: str, day: str) -> None:
    assert reads_as_on_monday(text) == reads_as_on_monday(text, "future") == day


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("friday", "2025-06-20", "2025-06-27"),
        ("on Fri", "2025-06-20", "2025-06-27"),
        ("monday", "2025-06-23", "2025-06-23"),
        ("june 20", "2025-06-20", "2026-06-20"),
        ("june 24", "2024-06-24", "2025-06-24"),
        ("23 june", "2025-06-23", "2025-06-23"),
        ("6/23", "2025-06-23", "2025-06-23"),
        ("6/7", "2025-06-07", "2026-06-07"),
        ("feb 29", "2024-02-29", "2028-02-29"),
    ],
)
def test_a_day_that_comes_again_is_the_nearest_on_the_side_preferred(text: str, past: str, future: str) -> None:
    assert (reads_as_on_monday(text), reads_as_on_monday(text, "future")) == (past, future)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "42", "13", "2025", "monday 3", "5 pm", "noon", "this friday"),
        *("friday or so", "6/20/25", "6.7.2025", "6-7-2025", "june 20 25", "13/13/2025", "the 5th", "soon", "never"),
        *("feb 30", "feb 29 2025", "9999 years ago", "3.5 days ago", "-3 days ago", "٣ days ago", "yesterday 5pm"),
        *("2 hours ago", "2025-06-20T10:00", "lundi", "June 20, 0000", "0/0/2025", "0 june"),
    ],
)
def test_what_names_no_one_day_is_refused(text: str) -> None:
    with pytest.raises(NoDate, match=r"--completed .* is no date$") as refused:
        read(text)
    assert refused.value.hint == 'write it as 2025-06-20, or as "last friday"'


def test_a_weekday_that_contradicts_its_date_is_refused() -> None:
    with pytest.raises(NoDate, match="2025-06-20 is a Friday"):
        read("Monday, June 20, 2025")


@pytest.mark.parametrize("text", ["June 20, 1600", "June 20, 2300", "1/1/9999"])
def test_a_day_outside_of_the_years_of_orders_is_refused(text: str) -> None:
    with pytest.raises(NoDate) as refused:
        read(text)
    assert refused.value.hint == "check the year"


@pytest.mark.parametrize("text", ["2025-6-20", "2025-13-01", "2025-02-29"])
def test_what_looks_like_a_plain_date_is_one_or_none(text: str) -> None:
    with pytest.raises(NoDate):
        read(text)


@given(DAYS, DAYS, PREFERENCES)
def test_a_plain_date_is_itself(day: date, today: date, prefer: Preference) -> None:
    assert read(day.isoformat(), today, prefer) == day
    assert write_understood(day.isoformat(), day) is None


@settings(deadline=None, max_examples=50)
@given(DAYS, st.integers(0, 400), PREFERENCES)
def test_days_and_weeks_are_counted_from_today(today: date, count: int, prefer: Preference) -> None:
    assert read(f"{count} days ago", today, prefer) == today - timedelta(days=count)
    assert read(f"in {count} days", today, prefer) == today + timedelta(days=count)
    assert read(f"{count} weeks ago", today, prefer) == today - timedelta(weeks=count)
    assert read(f"{count} weeks from now", today, prefer) == today + timedelta(weeks=count)


@settings(deadline=None, max_examples=50)
@given(DAYS, st.integers(0, 6))
def test_weekdays_lie_within_a_week(today: date, ahead: int) -> None:
    coming, gone = today + timedelta(days=ahead), today - timedelta(days=ahead)
    assert read(WEEKDAYS[coming.weekday()], today, "future") == coming
    assert read(WEEKDAYS[gone.weekday()], today, "past") == gone
    week = timedelta(days=7)
    assert read(f"next {WEEKDAYS[coming.weekday()]}", today) == (coming if ahead else today + week)
    assert read(f"last {WEEKDAYS[gone.weekday()][:3]}", today, "future") == (gone if ahead else today - week)


@settings(deadline=None, max_examples=50)
@given(DAYS, st.integers(0, 364), st.sampled_from(["{0:%B} {0.day}", "{0.day} {0:%b}", "{0.month}/{0.day}"]))
def test_a_day_of_the_year_lies_within_a_year(today: date, away: int, form: str) -> None:
    gone, coming = today - timedelta(days=away), today + timedelta(days=away)
    assert read(form.format(gone), today, "past") == gone
    assert read(form.format(coming), today, "future") == coming


@settings(deadline=None, max_examples=50)
@given(DAYS, DAYS, st.sampled_from(["{0:%B} {0.day}, {0.year}", "{0:%A}, {0.day} {0:%B} {0.year}", "{0:%m/%d/%Y}"]))
def test_a_full_date_is_that_day_on_every_day(day: date, today: date, form: str) -> None:
    assert read(form.format(day), today) == day


@settings(deadline=None, max_examples=200)
@given(
    st.one_of(
        st.text(max_size=20),
        st.lists(
            st.sampled_from(
                (
                    "last",
                    "next",
                    "on",
                    "in",
                    "a",
                    "ago",
                    "day",
                    "weeks",
                    "friday",
                    "june",
                    "20",
                    "31",
                    "2025",
                    "9999",
                    "0/",
                )
            ),
            max_size=5,
        ).map(" ".join),
    ),
    DAYS,
    PREFERENCES,
)
@example("in 9999 years", date(2150, 1, 1), "past")
@example("9999 weeks ago", date(1900, 1, 1), "past")
def test_every_text_is_a_day_or_refused(text: str, today: date, prefer: Preference) -> None:
    day = None
    with suppress(NoDate):
        day = read(text, today, prefer)
    assert day is None or date(1789, 1, 1) <= day <= date(2199, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "last month",
        "This week",
        "next quarter",
        "past year",
        "2025-06",
        "2025/6",
        "June 2025",
        "may",
        "last week",
        "next month",
    ],
)
def test_what_has_several_days_is_told_to_name_one(text: str) -> None:
    with pytest.raises(NoDate, match=r"is no date$") as caught:
        read(text)
    assert caught.value.hint == 'name one of its days, as in 2025-06-20, or "last friday"'


@pytest.mark.parametrize("text", ["2025/13/01", "20250631", "20251", "2025/6/7/8", "99999999"])
def test_what_is_no_day_with_the_year_first_is_refused(text: str) -> None:
    with pytest.raises(NoDate, match=f'--completed "{text}" is no date'):
        read(text)


def test_how_a_date_was_understood_is_written() -> None:
    assert write_understood("last friday", date(2025, 6, 20)) == "last friday is Friday, June 20, 2025"


def test_a_plain_date_loads_nothing_and_a_spoken_one_says_nothing(tmp_path: Path) -> None:
    """Neither reads nor writes anything at home, and no library's warning reaches the terminal."""
    code = f"""
import sys
from datetime import date
from eo_tracker.cli.spoken import read_spoken_date
read_spoken_date("2025-06-20", "--completed", date(2025, 6, 23))
assert "dateparser" not in sys.modules
sys.addaudithook(lambda event, given: (event == "open" and str(given[0]).startswith({str(tmp_path)!r})) and sys.exit(3))
for text in ("last friday", "june 20", "6/7", "feb 29", "3 days ago"):
    read_spoken_date(text, "--completed", date(2025, 6, 23))
"""
    home = environment(HOME=str(tmp_path), USERPROFILE=str(tmp_path), PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code], capture_output=True, check=False, text=True, env=home
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())
