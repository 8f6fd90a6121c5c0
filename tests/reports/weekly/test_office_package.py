"""Packages tell nothing of when and where they were packed."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from eo_tracker.domain.periods import Period
from eo_tracker.reports.weekly.office_package import clean, name_property, repack, stamp
from tests.reports.weekly.made import HOSTILE


def pack(moment: tuple[int, int, int, int, int, int], system: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in ("[Content_Types].xml", "a/b.xml"):
            part = zipfile.ZipInfo(name, moment)
            part.create_system = system
            package.writestr(part, f"<{name}/>" * 100)
    return out.getvalue()


def test_what_was_packed_elsewhere_and_later_is_the_same() -> None:
    one, other = pack((2025, 6, 1, 12, 0, 0), 3), pack((2026, 1, 2, 3, 4, 6), 0)
    assert one != other
    assert repack(one) == repack(other)


def test_parts_and_their_order_are_kept() -> None:
    given = pack((2025, 6, 1, 12, 0, 0), 3)
    with zipfile.ZipFile(io.BytesIO(given)) as old, zipfile.ZipFile(io.BytesIO(repack(given))) as new:
        assert old.namelist() == new.namelist()
        assert [old.read(name) for name in old.namelist()] == [new.read(name) for name in new.namelist()]
        assert {part.date_time for part in new.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(part.compress_size < part.file_size for part in new.infolist())


def test_a_document_is_of_noon_of_the_last_day() -> None:
    assert stamp(Period.up_to(date(2026, 10, 16))) == datetime(2026, 10, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_a_line_that_can_be_read(text: str) -> None:
    assert clean(text).isprintable()
    assert clean(clean(text)) == clean(text)
    assert len(name_property(text)) <= 255
