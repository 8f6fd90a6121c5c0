"""The pictures of a report: deadlines against its last day, completed directives over time, and the share on time.

Drawn by matplotlib from the table of a chart and from nothing else: no style of the user's, no system font, no clock.
Colour never stands alone: markers, hatches and words say the same in grey.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from eo_tracker.domain.deadlines import MONTHS
from eo_tracker.domain.errors import MissingPart
from eo_tracker.reports.formats import one_line
from eo_tracker.reports.weekly.document import Cell, Chart, ChartName, Column, Table
from eo_tracker.reports.weekly.inline_svg import make_inline
from eo_tracker.reports.weekly.states import STATE_NAMES, STATES, State, find_state

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_ROWS = 40
"""How many directives or agencies are shown one by one; of more, a picture shows counts, or the lowest."""

_ROW, _TALL_ROW, _LOW_ROW = 0.27, 0.42, 0.2  # inches
_FONT = "DejaVu Sans"
_POINTS = 72
_LETTER = 6.2  # points: how wide one is, at the most common
_DOTS = 200  # per inch, in print
_LONGEST_LABEL = 34
_MOST_BARS, _MOST_TICKS, _FEW_TICKS = 30, 9, 4
_RIGHT_TO_LEFT = {"R", "AL"}
# Names of units of time, and their months. A day in the year 9999 is there, too.
_UNITS = (
    ("month", 1),
    ("quarter", 3),
    ("year", 12),
    *((f"period of {years} years", years * 12) for years in (5, 20, 100, 500)),
)


@dataclass(frozen=True, slots=True)
class Room:
    """The room that there is for a picture, in inches. In little of it, what is written stands above what is drawn."""

    name: str
    width: float
    highest: float | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether names have no place beside what they name."""
        return self.width < 5

    @property
    def most_ticks(self) -> int:
        """How many ticks of time have their names beside each other."""
        return _FEW_TICKS if self.is_narrow else _MOST_TICKS

    def find_row(self, rows: int, beside: float) -> float:
        """Find how high a row can be, where so much of the height is for other things."""
        row = _TALL_ROW if self.is_narrow else _ROW
        return row if self.highest is None else min(row, (self.highest - beside) / rows)


PAGE, PHONE, PAPER = Room("page", 7.5, 8.6), Room("phone", 2.9), Room("paper", 9.0, 6.1)
"""A web page, which is printed upright; a telephone; and Letter paper, across. Nothing is made much smaller there than
it is drawn, so that words keep their size."""

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
    "font.family": _FONT,  # it comes with the library, so text is as wide everywhere
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


def draw_svg(chart: Chart, report_day: date, room: Room = PAGE) -> str:
    """Draw a chart as SVG to stand inside a web page, in the page's colours. Raises MissingPart."""
    name = chart.name if room is PAGE else f"{chart.name}-{room.name}"
    with _settled(name):
        drawn = _save(_draw(chart, report_day, room), format="svg", transparent=True, metadata={"Date": None})
    return make_inline(drawn, name, chart.title, chart.sentence, PAGE_COLOURS)


def draw_png(chart: Chart, report_day: date) -> bytes:
    """Draw a chart as PNG, for print. Raises MissingPart."""
    with _settled(chart.name):
        drawn = _draw(_name_in_known_letters(chart), report_day, PAPER)
        return _save(drawn, format="png", dpi=_DOTS, metadata={"Software": None})


def _name_in_known_letters(chart: Chart) -> Chart:
    """Give the number of a row for a name that the font cannot write: the words beside a picture have it in full."""
    from matplotlib.font_manager import findfont, get_font

    known = get_font(findfont(_FONT)).get_charmap()

    def name(cell: Cell, number: int) -> Cell:
        can_write = not isinstance(cell, str) or all(
            ord(letter) in known and bidirectional(letter) not in _RIGHT_TO_LEFT for letter in one_line(cell)
        )
        return cell if can_write else f"no. {number}"

    rows = tuple((name(first, number), *rest) for number, (first, *rest) in enumerate(chart.table.rows, 1))
    return replace(chart, table=replace(chart.table, rows=rows))


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
        raise MissingPart("drawing pictures needs matplotlib", "report") from None

    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a letter that the font has not: a page writes it in a font of its own
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({**_SETTINGS, "svg.hashsalt": salt})
        yield


def _save(figure: Figure, **how: Any) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, **how)
    return out.getvalue()


def _draw(chart: Chart, report_day: date, room: Room) -> Figure:
    if chart.name == "timeline" and len(chart.table.rows) > MOST_ROWS:
        return _draw_counts(chart.table.rows, report_day, room)
    draw: Mapping[ChartName, Callable[[Sequence[Sequence[Any]], date, Room], Figure]] = {
        "timeline": _draw_timeline,
        "burn_up": _draw_burn_up,
        "on_time": _draw_on_time,
    }
    return draw[chart.name](chart.table.rows, report_day, room)


def _set_up(
    room: Room, height: float, *, left: float, right: float = 18, top: float = 26, bottom: float = 26
) -> tuple[Figure, Axes]:
    """Make a figure of so many inches, whose axes leave margins of so many points.

    Margins are set and not fitted, so that a picture does not hang on how wide a font is.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(room.width, height))
    wide, high = room.width * _POINTS, height * _POINTS
    axes = figure.add_axes((left / wide, bottom / high, 1 - (left + right) / wide, 1 - (top + bottom) / high))
    return figure, axes


def _label(text: Cell) -> str:
    line = one_line(str(text))
    return line if len(line) <= _LONGEST_LABEL else f"{line[: _LONGEST_LABEL - 1]}…"


def _room_for(labels: Iterable[str]) -> float:
    return max(map(len, labels), default=0) * _LETTER + 12


def _draw_timeline(rows: Sequence[Sequence[Any]], report_day: date, room: Room) -> Figure:
    """Draw each directive in a row of its own, at its due day, with its standing beside it."""
    labels = [_label(citation) for citation, _, _ in rows]
    row = room.find_row(len(rows), 0.9)
    figure, axes = _set_up(room, len(rows) * row + 0.9, left=8 if room.is_narrow else _room_for(labels), top=30)
    for number, (_, due, standing) in enumerate(rows):
        state = find_state(standing)
        at, height = due.toordinal(), number + (0.2 if room.is_narrow else 0)
        axes.plot([report_day.toordinal(), at], [height] * 2, color=_COLOURS[state], linewidth=1, alpha=0.55)
        _mark(axes, at, height, state)
        if room.is_narrow:
            _write_above(axes, number, f"{labels[number]}: {_label(standing)}")
        else:
            _write_beside(axes, at, number, _label(standing), at_left=due <= report_day)
    _set_days(axes, [due for _, due, _ in rows], report_day, room)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [""] * len(rows) if room.is_narrow else labels)
    if row < _LOW_ROW:
        axes.tick_params(axis="y", labelsize=8)
    _draw_last_day(axes, report_day.toordinal(), report_day, room)
    _tick_months(axes, room)
    return figure


def _set_days(axes: Axes, due_days: Sequence[date], report_day: date, room: Room) -> None:
    """Show the days of all that is drawn, and so many more that words beside it have their place."""
    days = [report_day.toordinal(), *(due.toordinal() for due in due_days)]
    most = max(max(days) - min(days), 30) * (0.1 if room.is_narrow else 0.3)
    before = most if any(due <= report_day for due in due_days) else most / 10
    after = most if any(due > report_day for due in due_days) else most / 10
    axes.set_xlim(min(days) - before, max(days) + after)


def _write_beside(axes: Axes, at: float, height: float, text: str, *, at_left: bool) -> None:
    axes.annotate(
        text,
        (at, height),
        xytext=(-8 if at_left else 8, 0),
        textcoords="offset points",
        ha="right" if at_left else "left",
        va="center",
        fontsize=8.5,
    )


def _write_above(axes: Axes, row: int, text: str) -> None:
    """Write what is drawn in a row, at its left end and above it."""
    ground = {"facecolor": _PAPER, "edgecolor": "none", "pad": 1}  # so that no line goes through it
    axes.annotate(text, (0, row - 0.2), xycoords=("axes fraction", "data"), va="center", fontsize=8.5, bbox=ground)


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


def _draw_last_day(axes: Axes, at: float, report_day: date, room: Room) -> None:
    axes.axvline(at, color=_INK, linewidth=1.2, linestyle=(0, (4, 2)), zorder=1.5)
    low, high = axes.get_xlim()
    edge = (high - low) * (0.32 if room.is_narrow else 0.2)
    side = "left" if at < low + edge else "right" if at > high - edge else "center"
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


def _tick_months(axes: Axes, room: Room) -> None:
    """Set ticks at the first days of months, as many as there is room for."""
    low, high = axes.get_xlim()
    first, last = date.fromordinal(max(int(low), 1)), date.fromordinal(min(int(high), date.max.toordinal()))
    months = [
        first.year * 12 + first.month - 1 + n
        for n in range((last.year - first.year) * 12 + last.month - first.month + 1)
    ]
    step = next(n for n in _steps() if len(months) <= n * room.most_ticks)
    days = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0 and month >= 12]
    edge = (high - low) * (0.08 if room.is_narrow else 0)  # where a name would be cut off
    shown = [day for day in days if low + edge <= day.toordinal() <= high - edge]
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


def _draw_counts(rows: Sequence[Sequence[Any]], report_day: date, room: Room) -> Figure:
    """Draw how many directives fall due in each month or longer, one state upon the other."""
    unit, counts = _count_by_time(rows)
    size = dict(_UNITS)[unit]
    narrow = room.is_narrow
    figure, axes = _set_up(room, 3.8, left=34 if narrow else 48, right=8 if narrow else 18, top=88 if narrow else 52,
                           bottom=42)  # fmt: skip
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
    every = max(1, -(-len(counts) // room.most_ticks))
    axes.set_xticks(range(0, len(counts), every), [label.replace(", quarter ", " Q") for label in counts][::every])
    _tick_counts(axes, max(base))
    if not narrow:
        axes.set_ylabel("directives")
    _draw_last_day(axes, at, report_day, room)
    figure.legend(loc="upper left", bbox_to_anchor=(0 if narrow else 0.02, 1), ncols=2 if narrow else 7, frameon=False,
                  columnspacing=1.2, handlelength=1.6)  # fmt: skip
    axes.set_xlabel(f"{'directives ' if narrow else ''}due in the {unit}")
    return figure


def _tick_counts(axes: Axes, most: int) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_ylim(0, max(most, 1) * 1.08)
    axes.grid(axis="y")


def _draw_burn_up(rows: Sequence[Sequence[Any]], _: date, room: Room) -> Figure:
    """Draw how many directives were tracked, and how many of them completed, at each day."""
    days = [day.toordinal() for day, _, _ in rows]
    completed, total = [row[1] for row in rows], [row[2] for row in rows]
    left, right = (34, 8) if room.is_narrow else (48, 104)
    figure, axes = _set_up(room, 2.8, left=left, right=right, top=20 if room.is_narrow else 10)
    axes.fill_between(days, completed, color=_BLUE, alpha=0.18, linewidth=0, step="post")
    marks: dict[str, Any] = {"markevery": max(1, len(days) // 12), "markersize": 4.5}
    axes.plot(days, total, color=_QUIET, linestyle=(0, (5, 2)), linewidth=1.6, marker="o", markerfacecolor=_PAPER,
              drawstyle="steps-post", **marks)  # fmt: skip
    axes.plot(days, completed, color=_BLUE, linewidth=2.2, marker="s", drawstyle="steps-post", **marks)
    _tick_counts(axes, max(total))
    if not room.is_narrow:
        axes.set_ylabel("directives")
    axes.set_xlim(days[0], max(days[-1], days[0] + 7))
    _tick_months(axes, room)
    axes.grid(axis="y")
    apart = max(total) * 0.09
    low = completed[-1]
    above: dict[str, Any] = {"xytext": (0, 6), "ha": "right", "va": "bottom"}
    beside: dict[str, Any] = {"xytext": (8, 0), "va": "center"}
    for height, text, colour in (
        (max(total[-1], low + apart), f"{total[-1]:,} tracked", _QUIET),
        (low, f"{low:,} completed", _BLUE),
    ):
        axes.annotate(text, (1, height), xycoords=("axes fraction", "data"), textcoords="offset points", color=colour,
                      fontweight="bold", annotation_clip=False, **(above if room.is_narrow else beside))  # fmt: skip
    return figure


def _draw_on_time(rows: Sequence[Sequence[Any]], _: date, room: Room) -> Figure:
    """Draw the share of each agency as a bar; of more agencies than there is room for, those with the lowest."""
    shown = sorted(rows, key=lambda row: row[1])[:MOST_ROWS] if len(rows) > MOST_ROWS else rows
    labels = [_label(agency) for agency, _ in shown]
    row = room.find_row(len(shown), 0.85)
    left, top = 12 if room.is_narrow else _room_for(labels), 24 if len(rows) > MOST_ROWS else 8
    figure, axes = _set_up(room, len(shown) * row + 0.85, left=left, right=44, top=top)
    shares = [share for _, share in shown]
    high, offset = (0.4, 0.22) if room.is_narrow else (0.62, 0)
    places = [n + offset for n in range(len(shown))]
    axes.barh(places, [100] * len(shown), height=high, color="none", edgecolor=_LINE, linewidth=0.8)
    axes.barh(places, shares, height=high, color=_BLUE, edgecolor=_PAPER, linewidth=0, hatch="////")
    for number, (place, share) in enumerate(zip(places, shares, strict=True)):
        axes.annotate(
            f"{share} %", (100, place), xytext=(6, 0), textcoords="offset points", va="center", annotation_clip=False
        )
        if room.is_narrow:
            _write_above(axes, number, labels[number])
    axes.set_xlim(0, 100)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_yticks(range(len(shown)), [""] * len(shown) if room.is_narrow else labels)
    if row < _LOW_ROW:
        axes.tick_params(axis="y", labelsize=8)
    axes.set_xticks(range(0, 101, 25), [f"{n} %" for n in range(0, 101, 25)])
    if len(rows) > MOST_ROWS:
        axes.set_title(f"The {MOST_ROWS} lowest of {len(rows)} agencies", loc="left", fontsize=9)
    return figure
