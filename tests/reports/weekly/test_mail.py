"""The mail of an edition: what it says, to whom, and that no text of strangers becomes a header or an address."""

from __future__ import annotations

import email
import email.policy
import unicodedata
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from eo_tracker.domain.agencies import Liaison
from eo_tracker.domain.problems import Problem
from eo_tracker.reports.weekly.content import Edition
from eo_tracker.reports.weekly.mail import write_mail
from tests.reports.weekly.made import BUSY, HOSTILE, gather, poison

HEADERS = {"subject", "to", "date", "x-unsent", "content-type", "mime-version", "content-transfer-encoding"}


def read(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert not found.defects
    return found


def read_body(mail: EmailMessage) -> str:
    body = mail.get_body()
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_text_has_what_is_overdue_and_what_falls_due(demo: Path) -> None:
    report = gather(demo, BUSY)
    said = read_body(read(write_mail(report, {})))
    for row in (*report.overdue, *report.near, *report.far):
        assert f"- {row['citation']}, " in said
    assert "no legal advice" in said


def test_the_text_has_what_was_completed_and_changed_a_line_each(demo: Path) -> None:
    said = read_body(read(write_mail(gather(demo, BUSY), {})))
    assert "Completed in these days:\n- nothing\n" in said
    told = (
        "- EO 99102, Sec. 4(a), by Page Turner, 2026-10-13: status: not reported -> not started; reported by: READERS"
    )
    assert told in said
    assert "as of" not in said.partition("Changed in these days:")[2]
    said = read_body(read(write_mail(gather(demo, date(2026, 2, 6)), {})))
    assert (
        "Completed in these days:\n- EO 99101, Sec. 2(b), on Friday, February 6, 2026, met 11 days late: Plan" in said
    )


def test_of_many_changes_the_first_are_told_and_the_rest_counted(demo: Path) -> None:
    report = gather(demo, BUSY)
    one = next(change for change in report.changes if change.change.kind == "status_changed")
    changes = tuple(replace(one, commit=f"{n}") for n in range(14))
    said = read_body(read(write_mail(replace(report, changes=changes), {"report.md": b""})))
    lines = said.partition("Changed in these days:\n")[2].partition("\n\n")[0].splitlines()
    assert len(lines) == 11
    assert lines[-1] == "- and 4 more in the attached report"


def test_what_cannot_be_read_is_said_once_for_each_file(demo: Path) -> None:
    found = [Problem("status/eo-99101/2.a.yaml", n, 1, "EO104", f"fault {n}") for n in (3, 4)]
    said = read_body(read(write_mail(replace(gather(demo, BUSY), problems=tuple(found)), {})))
    [line] = [line for line in said.splitlines() if "status/eo-99101/2.a.yaml" in line]
    assert line.startswith("- ")
    assert line.endswith(": fault 3")
    assert " be read" not in read_body(read(write_mail(gather(demo, BUSY), {})))


def test_who_has_no_address_is_left_out(demo: Path) -> None:
    liaisons = (Liaison(name="Ann"), Liaison(name="Bo, of Bells", email="bo@example.gov"))
    mail = read(write_mail(replace(gather(demo, BUSY, Edition(agency="BELLS")), liaisons=liaisons), {}))
    assert [(each.display_name, each.addr_spec) for each in mail["To"].addresses] == [
        ("Bo, of Bells", "bo@example.gov")
    ]


@pytest.mark.parametrize(
    "text", [*HOSTILE, "x\r\nBcc: all@example.gov\r\n\r\nbody", "\n.\n"], ids=lambda text: text[:12]
)
def test_texts_of_strangers_are_text(demo: Path, text: str) -> None:
    report = poison(gather(demo, BUSY), text)
    liaison = Liaison.model_construct(name=text, email="bo@example.gov")
    raw = write_mail(replace(report, liaisons=(liaison,)), {"report.md": b"# Report\n"})
    mail = read(raw)
    assert {name.lower() for name in mail} <= HEADERS
    assert [each.addr_spec for each in mail["To"].addresses] == ["bo@example.gov"]
    [attached] = mail.iter_attachments()
    assert attached.get_payload(decode=True) == b"# Report\n"
    body = read_body(mail)
    assert not [each for each in body if unicodedata.category(each) in ("Cc", "Cf", "Cs") and each not in "\r\n"]
    assert max(map(len, raw.split(b"\r\n"))) <= 998
