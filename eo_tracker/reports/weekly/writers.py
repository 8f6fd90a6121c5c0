"""The formats that a report is written in, and the names of its files."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Literal, get_args

from eo_tracker.reports.weekly.content import Report

FormatName = Literal["md", "html", "docx", "xlsx", "csv", "json"]
FORMATS: tuple[FormatName, ...] = get_args(FormatName)

BINARY = ("docx", "xlsx")
"""Formats that no terminal can show."""

_MODULES = {"md": "markdown", "docx": "word", "xlsx": "excel"}


def write(report: Report, form: FormatName) -> bytes:
    """Write a report in a format. Raises MissingPart where a library is not installed."""
    module = import_module(f"eo_tracker.reports.weekly.{_MODULES.get(form, form)}")
    writer: Callable[[Report], str | bytes] = module.write_report
    written = writer(report)
    return written if isinstance(written, bytes) else written.encode("utf-8", "backslashreplace")


def name_file(report: Report, form: FormatName) -> str:
    """Name the file of a report: "report-2025-W26.md", "report-2025-06-01-to-2025-06-27-DOJ.html"."""
    period = report.period
    days = period.week or f"{period.first}-to-{period.last}"
    whose = f"-{report.agency_key}" if report.agency_key else ""
    return f"report-{days}{whose}.{form}"
