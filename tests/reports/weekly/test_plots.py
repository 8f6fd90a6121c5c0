"""Pictures say what their tables say, in grey as in colour, and leave the user's settings alone."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("matplotlib", reason="matplotlib is not installed")

from eo_tracker.domain.errors import MissingPart
from eo_tracker.reports.weekly import plots
from eo_tracker.reports.weekly.document import Chart, Column, Table
from eo_tracker.reports.weekly.plots import MOST_ROWS, draw_png, draw_svg, tell_in_table
from eo_tracker.reports.weekly.states import STATES, find_state
from eo_tracker.reports.words import write_days

DAY = date(2026, 4, 17)
DUE_COLUMNS = (Column("Directive"), Column("Due", "day"), Column("Standing"))


def timeline(rows: Any, sentence: str = "Said") -> Chart:
    return Chart("timeline", "Deadlines", sentence, Table("By due day", DUE_COLUMNS, tuple(rows)))


def burn_up(rows: Any) -> Chart:
    columns = (Column("Day", "day"), Column("Completed", "number"), Column("Tracked", "number"))
    return Chart("burn_up", "Completed", "Said", Table("Week by week", columns, tuple(rows)))


def on_time(rows: Any) -> Chart:
    columns = (Column("Agency"), Column("On time, in percent", "number"))
    return Chart("on_time", "On time", "Said", Table("Share on time", columns, tuple(rows)))


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - drawn here


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in parse(svg).iter("text")]


def many(number: int, days: int) -> list[tuple[str, date, str]]:
    standings = ("overdue 3 days", "due in 9 days", "met 1 day early", "met 2 days late", "closed", "due today")
    return [(f"EO {n}", DAY + timedelta(days=n * days // number), standings[n % 6]) for n in range(number)]


def test_an_image_has_a_title_and_a_description_and_stands_in_a_page() -> None:
    drawn = parse(draw_svg(timeline(many(3, 90), "Three of them"), DAY))
    assert drawn.tag == "svg"
    assert drawn.get("role") == "img"
    named = {each.get("id"): each.text for each in drawn if each.tag in {"title", "desc"}}
    assert named == {"chart-timeline-title": "Deadlines", "chart-timeline-desc": "Three of them"}
    assert drawn.get("aria-labelledby") == " ".join(map(str, named))
    assert all(each.get("id", "chart-timeline-").startswith("chart-timeline-") for each in drawn.iter())
    assert not list(drawn.iter("style"))


def test_each_directive_has_its_row_with_its_standing_in_words() -> None:
    said = texts(draw_svg(timeline(many(6, 300)), DAY))
    assert {"EO 0", "EO 5", "overdue 3 days", "due in 9 days", "Last day, 2026-04-17"} <= set(said)


@pytest.mark.parametrize(
    ("days", "unit"), [(300, "Month"), (2_000, "Quarter"), (6_000, "Year"), (90_000, "Period of 20 years")]
)
def test_many_deadlines_are_counted_by_time_and_none_is_lost(days: int, unit: str) -> None:
    chart = timeline(many(2_000, days))
    table = tell_in_table(chart)
    assert table.columns[0].name == unit
    assert sum(int(str(cell)) for _, *cells in table.rows for cell in cells) == 2_000
    assert len({row[0] for row in table.rows}) == len(table.rows)
    said = texts(draw_svg(chart, DAY))
    assert {"overdue", "due soon", "due later", "met", "met late", "closed"} <= set(said)
    assert "EO 1" not in said
    assert draw_png(chart, DAY).startswith(b"\x89PNG")


def test_few_deadlines_are_told_one_by_one() -> None:
    chart = timeline(many(MOST_ROWS, 300))
    assert tell_in_table(chart) is chart.table


def test_of_many_agencies_the_lowest_are_drawn_and_said_to_be() -> None:
    said = texts(draw_svg(on_time([(f"A{n}", n) for n in reversed(range(100))]), DAY))
    assert "A0" in said
    assert "A50" not in said
    assert "The 40 lowest of 100 agencies" in said


def test_the_last_figures_are_written_beside_their_lines() -> None:
    rows = [(DAY - timedelta(weeks=n), 4 - n, 1_027) for n in range(4, -1, -1)]
    assert {"4 completed", "1,027 tracked"} <= set(texts(draw_svg(burn_up(rows), DAY)))


@pytest.mark.parametrize("rows", [[(DAY, 0, 0)], [(DAY, 5, 5)], [(date(1933, 3, 5), 0, 1), (DAY, 1, 1)]])
def test_little_is_drawn_too(rows: Any) -> None:
    assert "tracked" in draw_svg(burn_up(rows), DAY)


@pytest.mark.parametrize("due", [date(1, 1, 1), date(9999, 12, 31), DAY])
def test_a_day_at_the_end_of_time_is_drawn(due: date) -> None:
    assert "EO 1" in texts(draw_svg(timeline([("EO 1", due, "overdue 1 day"), ("EO 2", DAY, "due today")]), DAY))
    rows = [("EO 1", due, "overdue 1 day")] * 41 + [("EO 2", DAY, "due today")]
    assert "overdue" in texts(draw_svg(timeline(rows), DAY))


@settings(max_examples=12, deadline=None)
@given(st.text(), st.text())
def test_whatever_data_says_is_drawn_as_text(one: str, other: str) -> None:
    for chart in (timeline([(one, DAY, other), ("$x^", DAY, "$\\frac")], other), on_time([(one, 50), (other, 100)])):
        drawn = draw_svg(chart, DAY)
        parse(drawn)
        assert draw_png(chart, DAY).startswith(b"\x89PNG")


def test_a_name_that_the_font_cannot_write_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def label(text: str) -> str:
        drawn.append(text)
        return text

    monkeypatch.setattr(plots, "_label", label)
    chart = on_time([("DOJ", 50), ("灯台", 20), ("العربية", 70), ("Añejo – Œuvre", 80)])
    assert draw_png(chart, DAY).startswith(b"\x89PNG")
    assert drawn == ["DOJ", "no. 2", "no. 3", "Añejo – Œuvre"]
    assert {"灯台", "العربية"} <= set(texts(draw_svg(chart, DAY)))


@pytest.mark.parametrize("rows", [1, 25, MOST_ROWS])
def test_words_on_paper_are_not_made_smaller(rows: int) -> None:
    """A picture fits its page as it is drawn, and its rows are at least as high as its words."""
    for chart in (timeline(many(rows, 300)), on_time([(f"A{n}", n) for n in range(rows)])):
        with plots._settled("print"):
            figure = plots._draw(chart, DAY, plots.PAPER)
        assert figure.get_size_inches()[0] <= plots.PAPER.width
        assert figure.get_size_inches()[1] <= 6.1 + 1e-6
        axes = figure.axes[0]
        words = [each for each in (*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels()) if each.get_text()]
        assert min(float(each.get_fontsize()) for each in words) >= 8
        high = figure.get_size_inches()[1] * axes.get_position().height * 72 / rows
        assert high >= 8.5


def test_a_picture_for_a_telephone_has_ids_and_words_of_its_own() -> None:
    for chart in (timeline(many(6, 300)), timeline(many(90, 300)), burn_up([(DAY, 1, 2)]), on_time([("DOJ", 50)])):
        wide, narrow = draw_svg(chart, DAY), draw_svg(chart, DAY, plots.PHONE)
        ids = [{each.get("id") for each in parse(svg).iter() if each.get("id")} for svg in (wide, narrow)]
        assert ids[0].isdisjoint(ids[1])
        assert float(parse(narrow).get("viewBox", "").split()[2]) < 220
    assert "EO 0: overdue 3 days" in texts(draw_svg(timeline(many(6, 300)), DAY, plots.PHONE))


def test_states_differ_without_colour() -> None:
    markers = {(plots._MARKERS[state], state in plots._HOLLOW) for state in STATES}
    assert len(markers) == len(STATES)
    assert len({plots._HATCHES[state] for state in STATES}) == len(STATES)


@pytest.mark.parametrize(
    ("timeliness", "days", "state"),
    [
        ("overdue", -3, "overdue"),
        ("due_soon", 9, "soon"),
        ("due_soon", 0, "soon"),
        ("upcoming", 90, "later"),
        ("met", 0, "met"),
        ("met", 8, "met"),
        ("met_late", -1, "late"),
        ("met_late", None, "late"),
        ("closed", None, "closed"),
        ("no_deadline", None, "other"),
        ("awaiting_trigger", None, "other"),
    ],
)
def test_the_words_of_a_standing_tell_its_state(timeliness: str, days: int | None, state: str) -> None:
    assert find_state(write_days({"timeliness": timeliness, "days": days})) == state


def test_the_users_settings_are_left_alone() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    draw_svg(on_time([("DOJ", 50)]), DAY)
    assert dict(matplotlib.rcParams) == before


def test_drawing_without_the_library_names_its_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingPart) as caught:
        draw_svg(on_time([("DOJ", 50)]), DAY)
    assert "eo-tracker[report]" in caught.value.hint
