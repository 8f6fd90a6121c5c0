"""The report as a web page: one file that loads nothing, and that all can read who can read the web (WCAG 2.2 AA).

Templates, styles and script are the package's own and stand in the page; its policy runs that script and no other, so
that what data says is text and nothing else. Without matplotlib, pictures are left to their sentences and tables.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any

from eo_tracker.reports.formats import one_line, short, visible
from eo_tracker.reports.weekly.content import Report
from eo_tracker.reports.weekly.document import Block, Cell, Chart, Column, Heading, Paragraph, Table, compose
from eo_tracker.reports.weekly.plots import PAGE, PHONE, can_draw, draw_svg, tell_in_table
from eo_tracker.reports.weekly.states import find_state
from eo_tracker.reports.weekly.wording import write_period

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

MOST_LISTED = 12
"""How many orders the contents list openly; more are folded away."""

_PLACE = "data/report"
_LONG = 1000  # directives and changes
_WIDE = {"What it requires", "Change", "Notes", "Last word", "Acknowledged", "Evidence", "What it waits for"}
_STANDING = "Standing"
_MOST_FIGURES = 4
"""So many columns of numbers stand beside each other on a telephone; of more, and of texts, each row is a card."""
_WRITTEN_DAY = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")
_EMPTY = "—"


@dataclass(slots=True)
class _Section:
    """A heading with what stands under it: blocks, then the sections within it."""

    heading: Heading
    blocks: list[Block] = field(default_factory=list)
    parts: list[_Section] = field(default_factory=list)


def write_report(report: Report) -> str:
    """Write a report as a web page."""
    environment = _open_templates()
    styles, script = _read("report.css"), _read("report.js").strip()
    blocks = list(compose(report))
    title, opening, sections = _divide(blocks)
    classes = _classify(blocks)
    is_long = len(report.rows) + len(report.changes) > _LONG
    marking = one_line(report.edition.marking or "")
    numbers = count(1)
    from markupsafe import Markup

    return (
        environment.get_template("report.html.j2").render(
            page_title=short(f"{title.text}: {write_period(report)}"),
            title=title,
            opening=opening,
            sections=sections,
            marking=marking,
            marking_in_styles=_quote_in_styles(marking),
            styles=Markup(styles.strip()),  # noqa: S704 - the package's own
            script=Markup(script),  # noqa: S704 - the package's own
            head_styles=[
                (name, [_quote_in_styles(column.name) for column in columns[1:]]) for columns, name in classes.items()
            ],
            classify=lambda columns: f"{'figures' if _is_of_figures(columns) else 'cards'} {classes[columns]}",
            script_hash=Markup(_hash(f"\n{script}\n")),  # noqa: S704 - letters of base 64
            most_listed=MOST_LISTED,
            is_long=is_long,
            name_table=lambda: f"table-{next(numbers)}",
            write_head=lambda column: Markup(_mark_days(_escape(column.name))),  # noqa: S704 - it is escaped
            write_rows=lambda table: Markup("\n".join(_write_rows(table, is_long))),  # noqa: S704 - each cell is escaped
            draw=lambda chart: [Markup(drawn) for drawn in _draw(chart, report.period.last)],  # noqa: S704 - by a writer of XML
            tell_in_table=tell_in_table,
        )
        + "\n"
    )


def _classify(blocks: Iterable[Block]) -> dict[tuple[Column, ...], str]:
    """Give a class to all tables of the same columns: a style says before each cell what it is, and not the cell."""
    tables = (tell_in_table(block) if isinstance(block, Chart) else block for block in blocks)
    columns = dict.fromkeys(table.columns for table in tables if isinstance(table, Table))
    return {each: f"of-{number}" for number, each in enumerate(columns, 1)}


def _is_of_figures(columns: Sequence[Column]) -> bool:
    return len(columns) <= _MOST_FIGURES and all(column.is_number for column in columns[1:])


def _draw(chart: Chart, day: date) -> list[str]:
    """Draw a chart for wide pages and for narrow ones, of which a style shows one."""
    return [draw_svg(chart, day, room) for room in (PAGE, PHONE)] if can_draw() else []


def _open_templates() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(autoescape=True, finalize=_finish, loader=FunctionLoader(_read), undefined=StrictUndefined)


def _finish(value: Any) -> Any:
    return visible(value) if type(value) is str else value


def _read(name: str) -> str:
    from importlib.resources import files

    return files("eo_tracker").joinpath(_PLACE, name).read_text("utf-8")


def _divide(blocks: Iterable[Block]) -> tuple[Heading, list[Paragraph], list[_Section]]:
    """Divide a document by its headings: its title, what is said first, and its sections."""
    title = Heading(1, "", "top")
    opening: list[Paragraph] = []
    sections: list[_Section] = []
    at: _Section | None = None
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            title = block
        elif isinstance(block, Heading):
            at = _Section(block)
            (sections if block.level == 2 else sections[-1].parts).append(at)
        elif at:
            at.blocks.append(block)
        elif isinstance(block, Paragraph):
            opening.append(block)
    return title, opening, sections


def _write_rows(table: Table, is_long: bool) -> Iterator[str]:
    """Write the rows of a table. There may be a hundred thousand: this is no work for a template.

    Older browsers forget that a table is one when it is laid out as cards, and are told; of a long page, it would be a
    third.
    """
    row, head, cell = ("", "", "") if is_long else (' role="row"', ' role="rowheader"', ' role="cell"')
    begin = f'<tr{row}><th{head} scope="row">'
    opened = [f"<td{cell}{_name_class(column)}>" for column in table.columns]
    standings = [column.name == _STANDING for column in table.columns]
    for first, *rest in table.rows:
        cells = [f"{begin}{_escape(first) or _EMPTY}</th>"]
        for value, start, column, is_standing in zip(rest, opened[1:], table.columns[1:], standings[1:], strict=True):
            cells.append(start)
            cells.append(_set_off(str(value)) if is_standing else _mark_days(_escape(column.write(value))))
            cells.append("</td>")
        cells.append("</tr>")
        yield "".join(cells)


def _name_class(column: Column) -> str:
    classes = column.kind if column.kind != "text" else "wide" if column.name in _WIDE else ""
    return f' class="{classes}"' if classes else ""


def _mark_days(text: str) -> str:
    """Mark the days in a text, which are not broken over lines."""
    return _WRITTEN_DAY.sub(r"<time>\g<0></time>", text) if "-" in text else text


def _escape(cell: Cell) -> str:
    if cell is None:
        return ""
    text = str(cell)
    return escape(text if text.isascii() and text.isprintable() else visible(text))


def _set_off(standing: str) -> str:
    return f'<span class="{find_state(standing)}">{_escape(standing)}</span>'


def _quote_in_styles(text: str) -> Markup:
    """Quote text for a style sheet by the numbers of its letters, in which nothing can end the quotation."""
    from markupsafe import Markup

    quoted = "".join(f"\\{ord(letter):06x}" for letter in text)
    return Markup(f'"{quoted}"')  # noqa: S704 - every letter of it is a number


def _hash(script: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
