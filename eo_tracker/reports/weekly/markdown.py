"""The report in Markdown: what a terminal, a mail or a wiki shows."""

from __future__ import annotations

from eo_tracker.reports.formats import escape_markdown, write_markdown
from eo_tracker.reports.weekly.content import Report
from eo_tracker.reports.weekly.document import Block, Chart, Heading, Paragraph, Table, compose


def write_report(report: Report) -> str:
    """Write a report in Markdown. What data says is escaped."""
    marking = f"**{escape_markdown(report.edition.marking)}**\n\n" if report.edition.marking else ""
    return marking + "\n".join(map(_write, compose(report))) + (f"\n{marking}".rstrip("\n") + "\n" if marking else "")


def _write(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {escape_markdown(block.text)}\n"
    if isinstance(block, Paragraph):
        text = escape_markdown(block.text)
        return f"**{text}**\n" if block.lead else f"{text}\n"
    if isinstance(block, Chart):
        return f"{escape_markdown(block.title)}: {escape_markdown(block.sentence)}\n"
    return _write_table(block)


def _write_table(table: Table) -> str:
    names = [column.name for column in table.columns]
    rows = ([column.write(cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows)
    return f"{escape_markdown(table.caption)}:\n\n" + write_markdown(names, rows)
