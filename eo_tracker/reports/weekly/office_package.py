"""Packages of Office: zip files of XML, which is what `.docx` and `.xlsx` are.

The libraries that write them put the clock's time, or the system's name, beside each part; here they are packed anew
without, so that the same report has the same bytes wherever and whenever it is made.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from eo_tracker.domain.periods import Period
from eo_tracker.reports.formats import one_line
from eo_tracker.repository.tables import holdable

MAKER = "eo-tracker"
LONGEST_PROPERTY = 255

_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can tell
_UNIX = 3
_READABLE = 0o644 << 16


def repack(package: bytes) -> bytes:
    """Pack the parts of a package anew, in their order, without when and where they were packed."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            part = ZipInfo(name, _FIRST_MOMENT)
            part.create_system, part.external_attr, part.compress_type = _UNIX, _READABLE, ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()


def stamp(period: Period) -> datetime:
    """Give the moment that a document is said to be of: noon of the last day, in no time zone but UTC."""
    return datetime.combine(period.last, time(12), UTC)


def clean(text: object) -> str:
    """Make what data says a line that XML can hold, and in which no program finds anything to obey."""
    written = str(text)
    if written.isascii() and written.isprintable():  # as nearly all is, of a million cells
        return " ".join(written.split())
    return holdable(one_line(written))


def name_property(text: str) -> str:
    """Make text fit a property of a document, such as its title."""
    return clean(text)[:LONGEST_PROPERTY]
