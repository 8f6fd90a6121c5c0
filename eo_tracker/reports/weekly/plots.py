"""The pictures of a report: deadlines against its last day, completed directives over time, and the share on time.

Drawn by matplotlib from the table of a chart and from nothing else: no style of the user's, no system font, no clock.
Colour never stands alone: markers, hatches and words say the same in grey.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from eo_tracker.domain.deadlines import MONTHS
from eo_tracker.reports.formats import one_line
from eo_tracker.reports.weekly.document import Cell, Chart, ChartName, Column, Table
from eo_tracker.reports.weekly.inline_svg import make_inline
from eo_tracker.reports.weekly.states import STATE_NAMES, STATES, State, find_state
from eo_tracker.repository.sheets import INSTALL, MissingPart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_ROWS = 40
"""How many directives or agencies are shown one by one; of more, a picture shows counts, or the lowest."""

_WIDTH, _ROW = 7.5, 0.27  # inches
_POINTS = 72
_LETTER = 6.2  # points: how wide one is, at the most common
_DOTS = 200  # per inch, in print
_LONGEST_LABEL = 34
_MOST_BARS, _MOST_TICKS = 30, 9
# Names of units of time, and their months. A day in the year 9999 is there, too.
_UNITS = (
    ("month", 1),
    ("quarter", 3),
    ("year", 12),
    *((f"period of {years} years", years * 12) for years in (5, 20, 100, 500)),
)

_INK, _QUIET, _LINE, _PAPER, _BLUE = "#1b1b1b", "#565c65", "#d0d4d8", "#ffffff", "#005ea2"
_COLOURS: dict[State, str] = {
    "overdue": "#a80c0c",
    "soon": "#8a6100",
    "later": "#2e7cb8",
    "met": "#1f6b2a",
    "late": "#b85400",
    "closed": "#71767a",
    "other": "#a9aeb1",
}
_MARKERS: dict[State, str] = {
    "overdue": "s", "soon": "^", "later": "o", "met": "o", "late": "D", "closed": "X", "other": "d"
}  # fmt: skip
_HATCHES: dict[State, str] = {
    "overdue": "xxxx", "soon": "////", "later": "", "met": "..", "late": r"\\\\", "closed": "----", "other": "oo"
}  # fmt: skip
_HOLLOW = {"later", "other"}

PAGE_COLOURS = {
    _INK: "currentColor",
    _QUIET: f"var(--quiet, {_QUIET})",
    _LINE: f"var(--line, {_LINE})",
    _PAPER: f"var(--paper, {_PAPER})",
    _BLUE: f"var(--blue, {_BLUE})",
    **{colour: f"var(--{state}, {colour})" for state, colour in _COLOURS.items()},
}
"""The colours of a picture in a page's words; a page that has none of its own shows those of print."""

_SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # it comes with the library, so text is as wide everywhere
    "font.size": 9,
    "text.color": _INK,
    "text.parse_math": False,  # "$" in data is a dollar
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "xtick.color": _LINE,
    "xtick.labelcolor": _INK,
    "ytick.color": _LINE,
    "ytick.labelcolor": _INK,
    "ytick.major.size": 0,
    "grid.color": _LINE,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.8,
    "figure.facecolor": _PAPER,
    "axes.facecolor": "none",
    "svg.fonttype": "none",
}


def can_draw() -> bool:
    """Whether the library that draws is installed."""
    return find_spec("matplotlib") is not None


def draw_svg(chart: Chart, report_day: date) -> str:
    """Draw a chart as SVG to stand inside a web page, in the page's colours. Raises MissingPart."""
    with _settled(chart.name):
        drawn = _save(_draw(chart, report_day), format="svg", transparent=True, metadata={"Date": None})
    return make_inline(drawn, chart.name, chart.title, chart.sentence, PAGE_COLOURS)


def draw_png(chart: Chart, report_day: date) -> bytes:
    """Draw a chart as PNG, for print. Raises MissingPart."""
    with _settled(chart.name):
        return _save(_draw(chart, report_day), format="png", dpi=_DOTS, metadata={"Software": None})


def tell_in_table(chart: Chart) -> Table:
    """Give the table that tells what a picture shows: of many deadlines, how many there are by month or longer."""
    if chart.name != "timeline" or len(chart.table.rows) <= MOST_ROWS:
        return chart.table
    unit, counts = _count_by_time(chart.table.rows)
    states = [state for state in STATES if any(each[state] for each in counts.values())]
    columns = (Column(unit.capitalize()), *(Column(STATE_NAMES[state].capitalize(), "number") for state in states))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (label, *(each[state] for state in states)) for label, each in counts.items()
    )
    return Table(f"Deadlines by {unit}", columns, rows)


@contextmanager
def _settled(salt: str) -> Iterator[None]:
    """Draw by our own settings, whatever is set for the user; afterwards, theirs are what they were."""
    import logging
    import warnings

    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # where it keeps its cache is no reader's concern
    try:
        import matplotlib
    except ModuleNotFoundError:
        raise MissingPart("drawing pictures needs matplotlib", INSTALL) from None

    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a letter that the font has not: a box stands for it
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({**_SETTINGS, "svg.hashsalt": salt})
        yield


def _save(figure: Figure, **how: Any) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, **how)
    return out.getvalue()


def _draw(chart: Chart, report_day: date) -> Figure:
    if chart.name == "timeline" and len(chart.table.rows) > MOST_ROWS:
        return _draw_counts(chart.table.rows, report_day)
    draw: Mapping[ChartName, Callable[[Sequence[Sequence[Any]], date], Figure]] = {
        "timeline": _draw_timeline,
        "burn_up": _draw_burn_up,
        "on_time": _draw_on_time,
    }
    return draw[chart.name](chart.table.rows, report_day)


def _set_up(
    height: float, *, left: float, right: float = 18, top: float = 26, bottom: float = 26
) -> tuple[Figure, Axes]:
    """Make a figure of so many inches, whose axes leave margins of so many points.

    Margins are set and not fitted, so that a picture does not hang on how wide a font is.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, height))
    wide, high = _WIDTH * _POINTS, height * _POINTS
    axes = figure.add_axes((left / wide, bottom / high, 1 - (left + right) / wide, 1 - (top + bottom) / high))
    return figure, axes


def _label(text: Cell) -> str:
    line = one_line(str(text))
    return line if len(line) <= _LONGEST_LABEL else f"{line[: _LONGEST_LABEL - 1]}…"


def _room_for(labels: Iterable[str]) -> float:
    return max(map(len, labels), default=0) * _LETTER + 12


def _draw_timeline(rows: Sequence[Sequence[Any]], report_day: date) -> Figure:
    """Draw each directive in a row of its own, at its due day, with its standing beside it."""
    labels = [_label(citation) for citation, _, _ in rows]
    figure, axes = _set_up(len(rows) * _ROW + 0.9, left=_room_for(labels), top=30)
    for number, (_, due, standing) in enumerate(rows):
        state = find_state(standing)
        at = due.toordinal()
        axes.plot([report_day.toordinal(), at], [number] * 2, color=_COLOURS[state], linewidth=1, alpha=0.55)
        _mark(axes, at, number, state)
        past = due <= report_day
        axes.annotate(
            _label(standing),
            (at, number),
            xytext=(-8 if past else 8, 0),
            textcoords="offset points",
            ha="right" if past else "left",
            va="center",
            fontsize=8,
        )
    days = [report_day.toordinal(), *(due.toordinal() for _, due, _ in rows)]
    room = max(max(days) - min(days), 30) * 0.3
    before = room if any(due <= report_day for _, due, _ in rows) else room / 10
    after = room if any(due > report_day for _, due, _ in rows) else room / 10
    axes.set_xlim(min(days) - before, max(days) + after)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), labels)
    _draw_last_day(axes, report_day.toordinal(), report_day)
    _tick_months(axes)
    return figure


def _mark(axes: Axes, at: float, height: float, state: State) -> None:
    axes.plot(
        [at],
        [height],
        linestyle="none",
        marker=_MARKERS[state],
        markersize=7,
        markeredgewidth=1.4,
        color=_COLOURS[state],
        markerfacecolor=_PAPER if state in _HOLLOW else _COLOURS[state],
    )


def _draw_last_day(axes: Axes, at: float, report_day: date) -> None:
    axes.axvline(at, color=_INK, linewidth=1.2, linestyle=(0, (4, 2)))
    low, high = axes.get_xlim()
    side = "left" if at < low + (high - low) * 0.2 else "right" if at > high - (high - low) * 0.2 else "center"
    axes.annotate(
        f"Last day, {report_day}",
        (at, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 6),
        textcoords="offset points",
        ha=side,
        fontsize=9,
        fontweight="bold",
    )


def _tick_months(axes: Axes) -> None:
    """Set ticks at the first days of months, as many as there is room for."""
    low, high = axes.get_xlim()
    first, last = date.fromordinal(max(int(low), 1)), date.fromordinal(min(int(high), date.max.toordinal()))
    months = [
        first.year * 12 + first.month - 1 + n
        for n in range((last.year - first.year) * 12 + last.month - first.month + 1)
    ]
    step = next(n for n in _steps() if len(months) <= n * _MOST_TICKS)
    days = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0 and month >= 12]
    shown = [day for day in days if low <= day.toordinal() <= high]
    axes.set_xticks([day.toordinal() for day in shown], [_write_month(day) for day in shown])
    axes.grid(axis="x")


def _steps() -> Iterator[int]:
    """Give the numbers of months between ticks that read well, without an end."""
    yield from (1, 2, 3, 6)
    years = 1
    while True:
        yield years * 12
        years *= 2


def _write_month(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3].capitalize()} {day.year}"


def _count_by_time(rows: Sequence[Sequence[Any]]) -> tuple[str, dict[str, Counter[State]]]:
    """Count deadlines by state in each month or longer, whichever gives few enough; what has none is there, too."""
    months = [due.year * 12 + due.month - 1 for _, due, _ in rows]
    span = max(months) - min(months) + 1
    unit, size = next(each for each in _UNITS if span <= each[1] * _MOST_BARS)
    counts: dict[str, Counter[State]] = {
        _name_time(n, size): Counter() for n in range(min(months) // size, max(months) // size + 1)
    }
    for month, (_, _, standing) in zip(months, rows, strict=True):
        counts[_name_time(month // size, size)][find_state(standing)] += 1
    return unit, counts


def _name_time(number: int, size: int) -> str:
    if size >= 12:
        years = size // 12
        return str(number) if years == 1 else f"{number * years}-{number * years + years - 1}"
    if size == 3:
        return f"{number // 4}, quarter {number % 4 + 1}"
    return _write_month(date(number // 12, number % 12 + 1, 1))


def _draw_counts(rows: Sequence[Sequence[Any]], report_day: date) -> Figure:
    """Draw how many directives fall due in each month or longer, one state upon the other."""
    unit, counts = _count_by_time(rows)
    size = dict(_UNITS)[unit]
    figure, axes = _set_up(3.8, left=48, top=52, bottom=42)
    base = [0] * len(counts)
    for state in STATES:
        heights = [each[state] for each in counts.values()]
        if any(heights):
            axes.bar(
                range(len(counts)),
                heights,
                bottom=base,
                width=0.8,
                label=STATE_NAMES[state],
                color=_COLOURS[state],
                edgecolor=_PAPER,
                linewidth=0.6,
                hatch=_HATCHES[state],
            )
            base = [below + height for below, height in zip(base, heights, strict=True)]
    first = min(due.year * 12 + due.month - 1 for _, due, _ in rows) // size
    at = (report_day.year * 12 + report_day.month - 1 + (report_day.day - 1) / 31) / size - first - 0.5
    axes.set_xlim(min(-0.6, at - 0.3), max(len(counts) - 0.4, at + 0.3))
    every = max(1, -(-len(counts) // _MOST_TICKS))
    axes.set_xticks(range(0, len(counts), every), [label.replace(", quarter ", " Q") for label in counts][::every])
    _tick_counts(axes, max(base))
    axes.set_ylabel("directives")
    _draw_last_day(axes, at, report_day)
    figure.legend(
        loc="upper left", bbox_to_anchor=(0.02, 1), ncols=7, frameon=False, columnspacing=1.2, handlelength=1.6
    )
    axes.set_xlabel(f"due in the {unit}")
    return figure


def _tick_counts(axes: Axes, most: int) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_ylim(0, max(most, 1) * 1.08)
    axes.grid(axis="y")


def _draw_burn_up(rows: Sequence[Sequence[Any]], _: date) -> Figure:
    """Draw how many directives were tracked, and how many of them completed, at each day."""
    days = [day.toordinal() for day, _, _ in rows]
    completed, total = [row[1] for row in rows], [row[2] for row in rows]
    figure, axes = _set_up(2.8, left=48, right=104, top=10)
    axes.fill_between(days, completed, color=_BLUE, alpha=0.18, linewidth=0, step="post")
    marks: dict[str, Any] = {"markevery": max(1, len(days) // 12), "markersize": 4.5}
    axes.plot(days, total, color=_QUIET, linestyle=(0, (5, 2)), linewidth=1.6, marker="o", markerfacecolor=_PAPER,
              drawstyle="steps-post", **marks)  # fmt: skip
    axes.plot(days, completed, color=_BLUE, linewidth=2.2, marker="s", drawstyle="steps-post", **marks)
    _tick_counts(axes, max(total))
    axes.set_ylabel("directives")
    axes.set_xlim(days[0], max(days[-1], days[0] + 7))
    _tick_months(axes)
    axes.grid(axis="y")
    apart = max(total) * 0.09
    low = completed[-1]
    for height, text, colour in (
        (max(total[-1], low + apart), f"{total[-1]:,} tracked", _QUIET),
        (low, f"{low:,} completed", _BLUE),
    ):
        axes.annotate(text, (1, height), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points",
                      va="center", color=colour, fontweight="bold", annotation_clip=False)  # fmt: skip
    return figure


def _draw_on_time(rows: Sequence[Sequence[Any]], _: date) -> Figure:
    """Draw the share of each agency as a bar; of more agencies than there is room for, those with the lowest."""
    shown = rows
    if len(rows) > MOST_ROWS:
        shown = sorted(rows, key=lambda row: row[1])[:MOST_ROWS]
    labels = [_label(agency) for agency, _ in shown]
    figure, axes = _set_up(
        len(shown) * _ROW + 0.85, left=_room_for(labels), right=44, top=24 if len(rows) > MOST_ROWS else 8
    )
    shares = [share for _, share in shown]
    axes.barh(range(len(shown)), [100] * len(shown), height=0.62, color="none", edgecolor=_LINE, linewidth=0.8)
    axes.barh(range(len(shown)), shares, height=0.62, color=_BLUE, edgecolor=_PAPER, linewidth=0, hatch="////")
    for number, share in enumerate(shares):
        axes.annotate(
            f"{share} %", (100, number), xytext=(6, 0), textcoords="offset points", va="center", annotation_clip=False
        )
    axes.set_xlim(0, 100)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_yticks(range(len(shown)), labels)
    axes.set_xticks(range(0, 101, 25), [f"{n} %" for n in range(0, 101, 25)])
    if len(rows) > MOST_ROWS:
        axes.set_title(f"The {MOST_ROWS} lowest of {len(rows)} agencies", loc="left", fontsize=9)
    return figure
