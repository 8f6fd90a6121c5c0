"""`report`: the weekly report from the command line."""

from __future__ import annotations

import email
import email.policy
import os
from pathlib import Path

import pytest

from eo_tracker.repository.demo import found_demo
from tests.cli.asking import refusal
from tests.cli.trackers import commit_all, git
from tests.cli.warm import run

TODAY = "2026-10-30"
WEEK = ("--week", "2026-W42")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo; for reading only."""
    return found_demo(tmp_path_factory.mktemp("demo") / "demo").root


def report(root: Path, *words: str, today: str = TODAY, **env: str) -> str:
    done = run("--today", today, "report", *words, cwd=root, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_week_up_to_today_is_the_default(demo: Path) -> None:
    assert report(demo).startswith(
        "# Executive orders: the week\n\nSaturday, October 24, 2026, to Friday, October 30, 2026\n"
    )
    assert report(demo, "--to", "2026-10-18") == report(demo, *WEEK)
    assert report(demo, "--from", "2026-10-12", "--to", "2026-10-18") == report(demo, *WEEK)


def test_days_and_weeks_that_people_say_are_told_as_they_are_understood(demo: Path) -> None:
    done = run("--today", TODAY, "report", "--from", "12 October 2026", "--to", "last sunday", cwd=demo)
    assert done.stderr == (
        "note: 12 October 2026 is Monday, October 12, 2026\nnote: last sunday is Sunday, October 25, 2026\n"
    )
    done = run("--today", "2026-10-19", "report", "--week", "last week", cwd=demo)
    assert done.stderr == ("note: last week is 2026-W42: Monday, October 12, 2026, to Sunday, October 18, 2026\n")
    assert done.stdout == report(demo, *WEEK)


def test_a_report_that_is_of_no_week_is_not_called_one(demo: Path) -> None:
    said = report(demo, "--from", "2026-09-01", "--to", "2026-09-30")
    assert said.startswith("# Executive orders: September 2026\n")


def test_it_speaks_to_an_agency(demo: Path) -> None:
    said = report(demo, *WEEK, "--agency", "READERS")
    assert "**None of 5 directives that you lead is overdue" in said
    assert "Nothing that you lead is overdue." in said


def test_title_and_marking_are_said(demo: Path) -> None:
    said = report(demo, *WEEK, "--title", "Lanterns [weekly]", "--marking", "CUI//SP-X")
    assert said.startswith("**CUI//SP-X**\n\n# Lanterns \\[weekly\\]\n")
    assert said.endswith("\n**CUI//SP-X**\n")


def test_files_are_named_after_the_week(demo: Path, tmp_path: Path) -> None:
    done = run("--today", TODAY, "-C", str(demo), "report", *WEEK, "-o", "out", cwd=tmp_path)
    assert done.stderr == f"written: {Path('out') / 'report-2026-W42.md'}\n"
    assert (tmp_path / "out/report-2026-W42.md").read_bytes().decode() == report(demo, *WEEK)
    run("--today", TODAY, "-C", str(demo), "report", *WEEK, "-a", "READERS", "-f", "csv", "-o", "out", cwd=tmp_path)
    assert (tmp_path / "out/report-2026-W42-READERS.csv").exists()
    done = run("--today", TODAY, "-C", str(demo), "report", *WEEK, "-o", "week.json", cwd=tmp_path)
    assert (tmp_path / "week.json").read_text("utf-8").startswith('{"schema": "eo-tracker/report/1"')


def test_settings_and_watch_lists_set_a_standing_report(demo: Path, tmp_path: Path) -> None:
    watch = tmp_path / "watch.toml"
    watch.write_text('title = "Reading rooms"\nselection = ["99102"]\nsilent_days = 1\n')
    said = report(demo, *WEEK, "--watch-list", str(watch))
    assert said.startswith("# Reading rooms\n")
    assert "1 of 11 directives is overdue" in said
    assert "## No word for 1 day\n" in said
    watch.write_text("silent_days = 1\nselect = 3\n")
    done = run("--today", TODAY, "report", "--watch-list", str(watch), cwd=demo)
    assert done.returncode == 2
    assert f'{watch}:2:1: the key "select" is unknown' in done.stderr


def test_editions_are_written_with_mails_that_reach_the_liaisons(demo: Path, tmp_path: Path) -> None:
    words = ("--today", TODAY, "-C", str(demo), "report", *WEEK, "--editions", "out", "-f", "md", "--marking", "CUI")
    done = run(*words, cwd=tmp_path)
    assert done.stderr == "written: out: 13 editions, each in md and as a mail (.eml)\n"
    assert len(list((tmp_path / "out").iterdir())) == 26
    raw = (tmp_path / "out/report-2026-W42-READERS.eml").read_bytes()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["To"].addresses[0].addr_spec == "page.turner@example.gov"
    assert mail["Subject"].startswith("CUI Executive orders: the week, 2026-W42: Department of Dreamt-Up Reading Rooms")
    body = mail.get_body()
    assert body is not None
    assert (
        "- EO 99102, Sec. 3(c), due soon, in 12 days (Friday, October 30, 2026): List the books" in body.get_content()
    )
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == "report-2026-W42-READERS.md"
    assert attached.get_payload(decode=True) == (tmp_path / "out/report-2026-W42-READERS.md").read_bytes()
    assert not mail.defects
    run(*words, cwd=tmp_path, env={"TZ": "Asia/Tokyo"})
    assert (tmp_path / "out/report-2026-W42-READERS.eml").read_bytes() == raw


@pytest.mark.parametrize("more", [("--editions", "out"), ()], ids=["editions", "plain"])
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('agencies = ["READERS", "REDERS"]', 'watch.toml: no agency is called "REDERS"'),
        ('selection = ["99102", "99109"]', "watch.toml: EO 99109 is not tracked here"),
    ],
    ids=["agency", "order"],
)
def test_what_a_watch_list_names_and_nobody_knows_is_told_before_anything_is_written(
    demo: Path, tmp_path: Path, line: str, message: str, more: tuple[str, ...]
) -> None:
    (tmp_path / "watch.toml").write_text(f"{line}\n")
    words = ("--today", TODAY, "-C", str(demo), "report", "--watch-list", "watch.toml", *more)
    said = refusal(run(*words, cwd=tmp_path))
    assert said.message == message
    assert said.hint
    assert not (tmp_path / "out").exists()


def test_what_is_selected_stands_in_for_what_a_watch_list_selects(demo: Path, tmp_path: Path) -> None:
    watch = tmp_path / "watch.toml"
    watch.write_text('selection = ["99109"]\n')
    assert report(demo, *WEEK, "99102/3", "--watch-list", str(watch)) == report(demo, *WEEK, "99102/3")


def test_an_agency_that_is_named_twice_has_one_edition(demo: Path, tmp_path: Path) -> None:
    watch = tmp_path / "watch.toml"
    watch.write_text('agencies = ["READERS", "readers"]\n')
    words = ("--today", TODAY, "-C", str(demo), "report", "--watch-list", "watch.toml", "--editions", "out", "-f", "md")
    assert run(*words, cwd=tmp_path).stderr == "written: out: 2 editions, each in md and as a mail (.eml)\n"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("--week June", '--week "June" is no week'),
        ("--week 2026-06", '--week "2026-06" may be a week or a month'),
        ("--week W50", "--week: 2026-W50 has not come yet"),
        ("--week 2026-W99", "--week: 2026 has no week 99"),
        ("--week 2027-W01", "2027-01-04 has not come yet"),
        ("--week 2026-W42 --to 2026-10-18", "--week names its own days"),
        ("--from 2026-10-18 --to 2026-10-12", "--from 2026-10-18 is after --to 2026-10-12"),
        ("--to never", '--to "never" is no date'),
        ("--to 2019-01-01", "nothing was tracked yet on 2019-01-01: the first commit that has orders is of 2025-11-03"),
        ("-o ", "-o names nothing"),
        ("--editions ", "--editions names nothing"),
        ("report.docx", '"report.docx" names no order and no directive'),
        ("--format all", "--format all writes several files"),
        ("--format all -o all.docx", "--format all writes several files"),
        ("--to 2026-11-02", "--to 2026-11-02 has not come yet"),
        ("-o report.pdf", '"report.pdf" is named after no format of a report'),
        ("-o report.csv -f md", '"report.csv" is named after csv, and --format is md'),
        ("-o no/such/report.md", "there is no folder no/such"),
        ("-o no/such", "no/such cannot be made: there is no folder no"),
        ("--editions out.docx", '--editions "out.docx" is named after a file'),
        ("--editions README.md -f md", '--editions "README.md" is named after a file'),
        ("--editions directives/agencies.yaml", "directives/agencies.yaml is a file, and no folder"),
        ("--watch-list .", ". cannot be read: it is no file"),
        (f"--watch-list {os.devnull}", f"{os.devnull} cannot be read: it is no file"),
        ("READERS", '"READERS" names no order and no directive'),
        ("--editions out -a READERS", "--editions writes every edition into its folder"),
        ("--agency NOBODY", 'no agency is called "NOBODY"'),
        ("99109", "EO 99109 is not tracked here"),
        ("--watch-list nowhere.toml", "nowhere.toml cannot be read: no such file or directory"),
    ],
)
def test_wrong_use_is_a_plain_sentence(demo: Path, typed: str, message: str) -> None:
    if os.name == "nt":
        message = message.replace("/", "\\")
    said = refusal(run("--today", TODAY, "report", *typed.split(" "), cwd=demo))
    assert said.message.startswith(message)
    assert said.hint


def test_a_folder_without_git_has_no_past(tmp_path: Path) -> None:
    (tmp_path / "directives").mkdir()
    said = refusal(run("--today", TODAY, "report", cwd=tmp_path))
    assert "git" in said.message


def test_a_shallow_clone_that_does_not_know_how_the_week_began_is_refused(demo: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "3", demo.as_uri(), "shallow")
    said = refusal(run("--today", TODAY, "report", cwd=tmp_path / "shallow"))
    assert said.message.startswith("this clone has no commit that was made by the end of 2026-10-23")
    assert "--unshallow" in said.hint


def test_a_week_that_is_not_over_is_told_so(demo: Path) -> None:
    done = run("--today", "2026-10-15", "report", *WEEK, cwd=demo)
    assert done.stderr == "note: 2026-W42 is not over: this is what was on record up to 2026-10-15\n"
    assert "\nMonday, October 12, 2026, to Thursday, October 15, 2026\n" in done.stdout


def test_what_is_not_committed_is_told_and_is_not_in_the_report(demo: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(demo), "mine")
    mine = tmp_path / "mine"
    record = next((mine / "status").rglob("*.yaml"))
    record.write_text("status: completed\n")
    done = run("--today", TODAY, "report", *WEEK, cwd=mine)
    assert (done.returncode, done.stdout) == (0, report(demo, *WEEK))
    name = record.relative_to(mine).as_posix()
    assert done.stderr == f"note: 1 file has changes that are not committed, so they are not in the report: {name}\n"


def test_a_file_in_the_place_of_an_order_is_told_with_its_option(demo: Path) -> None:
    assert refusal(run("report", "my week.docx", cwd=demo)).hint == 'if it is a file, write -o "my week.docx"'
    assert refusal(run("report", "watch.toml", cwd=demo)).hint == "if it is a file, write --watch-list watch.toml"


def test_an_agency_in_the_place_of_an_order_is_told_with_its_option(demo: Path) -> None:
    assert refusal(run("report", "readers", cwd=demo)).hint == "to name an agency, write --agency READERS"


def test_a_dash_is_where_a_report_is_printed_without_one(demo: Path) -> None:
    assert report(demo, *WEEK, "-o", "-") == report(demo, *WEEK)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('[report]\ntitle = "x"', "a watch list has its keys at the top: leave the heading out"),
        ('[tool.eo-tracker.report]\ntitle = "x"', "a watch list has its keys at the top: leave the heading out"),
        ("agencies = 3", "mend it, or leave it out"),
        ("title: x", 'write lines such as selection = ["14288"]'),
        ("agency = 3", 'did you mean "agencies"?'),
    ],
)
def test_a_fault_of_a_watch_list_is_told_with_what_to_do(demo: Path, tmp_path: Path, text: str, hint: str) -> None:
    watch = tmp_path / "watch.toml"
    watch.write_text(f"{text}\n")
    said = refusal(run("--today", TODAY, "report", "--watch-list", str(watch), cwd=demo))
    assert said.message.startswith(f"{watch}:1:")
    assert said.hint == hint


def test_a_watch_list_that_is_larger_than_any_is_not_read(demo: Path, tmp_path: Path) -> None:
    watch = tmp_path / "watch.toml"
    with watch.open("wb") as file:
        file.truncate(1 << 40)
    assert "no watch list is as large" in refusal(run("report", "--watch-list", str(watch), cwd=demo)).message


def test_editions_of_agencies_whose_file_cannot_be_read_are_refused_before_anything_is_written(
    demo: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", str(demo), "mine")
    (tmp_path / "mine/directives/agencies.yaml").write_text("agencies: [\n")
    commit_all(tmp_path / "mine")
    done = run("report", "--editions", "../out", "-f", "md", cwd=tmp_path / "mine")
    assert done.returncode == 2
    assert "hint: it may be in a file that cannot be read, above" in done.stderr
    assert not (tmp_path / "out").exists()
