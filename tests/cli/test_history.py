"""`history`, `diff`, `blame` and what `show` ends with, asked of the demo's fictional year."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from eo_tracker.domain.changes import KINDS
from eo_tracker.repository.demo import found_demo
from tests.cli import warm
from tests.cli.asking import refusal
from tests.terminal import environment, run_in_terminal, without_colour

TODAY = "2026-10-30"
ENVIRONMENT = environment(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo; for reading only."""
    return found_demo(tmp_path_factory.mktemp("history") / "demo").root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return warm.run("--today", TODAY, *arguments, cwd=root)


def ask(root: Path, *arguments: str) -> str:
    """Ask, with nothing to complain of; return what is printed."""
    done = run(root, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def changes(root: Path, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ask(root, *arguments, "--format", "json"))["changes"]
    return found


def git(root: Path, *arguments: str, given: str | None = None) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, env=ENVIRONMENT, input=given)
    return done.stdout.strip()


def test_the_shape_of_a_change_is_public(demo: Path) -> None:
    told = json.loads(ask(demo, "history", "99101/3.b", "--kind", "status", "--limit", "1", "--format", "json"))
    assert list(told) == ["schema", "today", "revision", "changes"]
    assert (told["schema"], told["revision"]) == ("eo-tracker/history/1", git(demo, "rev-parse", "HEAD"))
    [change] = told["changes"]
    commit = change.pop("commit")
    assert change == {
        "directive": "eo-99101/3.b",
        "order": "eo-99101",
        "kind": "status_changed",
        "field": "status",
        "from": "not_started",
        "to": "in_progress",
        "date": "2026-10-08T09:19:00-04:00",
        "author": {"name": "Chime Clapper", "email": "chime.clapper@example.gov"},
        "subject": "eo-99101/3.b: not_started -> in_progress",
    }
    assert git(demo, "show", "--no-patch", "--format=%s", commit) == change["subject"]


def test_every_kind_of_change_of_a_record_has_happened_in_the_demo(demo: Path) -> None:
    kinds = {change["kind"] for change in changes(demo, "history")}
    assert set(KINDS[: KINDS.index("record_moved") + 1]) - kinds == set()


def test_the_newest_comes_first_and_reverse_turns_that(demo: Path) -> None:
    found = changes(demo, "history")
    dates = [change["date"] for change in found]
    assert sorted(dates, reverse=True) == dates
    turned = changes(demo, "history", "--reverse")
    assert [*dict.fromkeys(change["commit"] for change in turned)] == [
        *dict.fromkeys(change["commit"] for change in found[::-1])
    ]
    assert sorted(turned, key=lambda change: change["commit"]) == sorted(found, key=lambda change: change["commit"])
    assert changes(demo, "history", "--limit", "7") == found[:7]


def test_since_and_until_take_days_and_commits(demo: Path) -> None:
    found = changes(demo, "history", "--since", "2026-06-01", "--until", "2026-06-30")
    assert found
    assert {change["date"][:7] for change in found} == {"2026-06"}
    newest = changes(demo, "history", "--since", "HEAD~5")
    assert {change["commit"] for change in newest} <= set(git(demo, "rev-list", "HEAD~5..HEAD").split())
    assert len(newest) + len(changes(demo, "history", "--until", "HEAD~5")) == len(changes(demo, "history"))
    spoken = run(demo, "history", "--since", "2 weeks ago")
    assert spoken.stderr == "note: 2 weeks ago is Friday, October 16, 2026\n"


def test_what_is_asked_of_is_told_and_nothing_else(demo: Path) -> None:
    of_one = changes(demo, "history", "99101/2")
    assert of_one
    assert {change["directive"].split(".")[0] for change in of_one} == {"eo-99101/2"}
    of_order = changes(demo, "history", "99102")
    assert {change["order"] for change in of_order} == {"eo-99102"}
    assert None in {change["directive"] for change in of_order}
    by_vera = changes(demo, "history", "--by", "vera")
    assert {change["author"]["name"] for change in by_vera} == {"Vera Seal"}
    of_bells = {change["directive"] for change in changes(demo, "history", "--agency", "BELLS")}
    listed = json.loads(ask(demo, "status", "--agency", "BELLS", "--format", "json"))["directives"]
    assert of_bells
    assert of_bells <= {row["id"] for row in listed} | {item["id"] for row in listed for item in row.get("items", ())}
    evidence = changes(demo, "history", "--kind", "evidence")
    assert {change["kind"] for change in evidence} == {"evidence_added", "evidence_changed", "evidence_removed"}


def test_formats_agree(demo: Path) -> None:
    found = changes(demo, "history", "99102", "--kind", "evidence")
    rows = list(csv.DictReader(io.StringIO(ask(demo, "history", "99102", "--kind", "evidence", "--format", "csv"))))
    assert [row["commit"] for row in rows] == [change["commit"] for change in found]
    assert [json.loads(row["to"] or "null") for row in rows] == [change["to"] for change in found]
    table = ask(demo, "history", "99102", "--kind", "evidence", "--format", "markdown").splitlines()
    assert len(table) == len(found) + 2
    assert len(ask(demo, "history", "99102", "--kind", "evidence").splitlines()) == len(found)


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_on_a_terminal_it_is_a_log_by_day(columns: int, demo: Path) -> None:
    command = f"eo-tracker --today {TODAY} history --limit 40"
    shown = without_colour(run_in_terminal(command, columns=columns, cwd=demo))
    assert shown.startswith("Thursday, October 29, 2026\n")
    assert max(map(len, shown.splitlines())) <= columns
    assert "EO 99101, Sec. 3(a)   Chime Clapper, 11:02" in shown or columns == 40


# diff


def test_what_was_changed_and_changed_back_is_no_difference(demo: Path) -> None:
    effects = changes(demo, "history", "--kind", "effect_changed", "--since", "2026-10-05", "--until", "2026-10-05")
    assert len(effects) == 2
    assert not [c for c in changes(demo, "diff", "2026-10-04", "2026-10-05") if c["kind"] == "effect_changed"]


def test_a_difference_is_told_with_who_made_it_last(demo: Path) -> None:
    found = changes(demo, "diff", "2026-10-13", "2026-10-16")
    made = {change["commit"] for change in found}
    assert made
    assert made <= {change["commit"] for change in changes(demo, "history", "--since", "2026-10-14")}
    assert changes(demo, "diff", "HEAD", "HEAD") == []


def test_the_way_back_is_the_difference_turned_about(demo: Path) -> None:
    there, back = changes(demo, "diff", "2026-01-31", "HEAD"), changes(demo, "diff", "HEAD", "2026-01-31")

    def ends(found: list[dict[str, Any]], one: str, other: str) -> set[tuple[str, str, str]]:
        return {(str(c["directive"]), json.dumps(c[one]), json.dumps(c[other])) for c in found}

    assert ends(there, "from", "to") == ends(back, "to", "from")
    assert all(change["commit"] is None for change in back)


def test_nobody_is_told_to_have_made_the_way_back(demo: Path) -> None:
    lines = ask(demo, "diff", "HEAD", "2026-10-01").splitlines()
    assert lines
    assert {line.split("/")[0] for line in lines} <= {"eo-99101", "eo-99102"}
    shown = run_in_terminal(f"eo-tracker --today {TODAY} diff HEAD 2026-10-01", columns=80, cwd=demo)
    printed = [line.strip() for line in without_colour(shown).splitlines()]
    assert "" in printed
    assert ("", "") not in pairwise(printed[:-1])
    markdown = ask(demo, "diff", "HEAD", "2026-10-01", "--format", "markdown")
    assert [word.strip() for word in markdown.splitlines()[0].split("|")] == ["", "Directive", "What", "Change", ""]


def test_hints_are_of_what_was_typed(demo: Path, tmp_path: Path) -> None:
    root = tmp_path / "orphan"
    git(tmp_path, "clone", "--quiet", str(demo), "orphan")
    git(root, "checkout", "--quiet", "--orphan", "new")
    said = refusal(run(root, "diff", "main"))
    assert said == (
        "no commit is on the branch that you are on",
        "name TO as well, as in `eo-tracker diff main~5 main`",
    )
    assert len(changes(root, "diff", "main~9", "main")) > 0
    shutil.copytree(demo, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    for place, asked in (("orphan", "2026-01-01"), ("copy", "HEAD"), ("copy", "2026-01-01")):
        for command in (("diff", asked), ("history", "--since", asked)):
            said = refusal(run(tmp_path / place, *command))
            assert said.hint
            assert "--as-of" not in said.hint
        said = refusal(run(tmp_path / place, "status", "--as-of", asked))
        assert said.hint == "leave --as-of out to see the files as they are"


# blame and show


def test_each_field_has_who_set_it(demo: Path) -> None:
    answer = json.loads(ask(demo, "blame", "99101/3.e", "--format", "json"))
    assert list(answer) == ["schema", "today", "revision", "directive", "fields"]
    told = answer["fields"]
    assert [(said["field"], said["value"]) for said in told][:2] == [("status", "in_progress"), ("as_of", "2026-10-28")]
    for change in told:
        assert change["commit"] in git(demo, "log", "--format=%H", "--", "status/eo-99101/3.e.yaml").split()
        assert change["author"]["name"] == git(demo, "show", "--no-patch", "--format=%an", change["commit"])


def test_all_that_the_demo_reports_was_committed_by_somebody(demo: Path) -> None:
    listed = json.loads(ask(demo, "status", "--format", "json"))["directives"]
    ids = [each["id"] for row in listed for each in (row, *row.get("items", ()))]
    for directive in ids:
        fields = json.loads(ask(demo, "blame", directive, "--format", "json"))["fields"]
        assert bool(fields) == (demo / "status" / f"{directive}.yaml").exists()
        assert all(said["commit"] for said in fields), directive


def test_show_tells_under_which_id_a_record_was_changed(demo: Path) -> None:
    shown = without_colour(run_in_terminal(f"eo-tracker --today {TODAY} show 99102/3.e", columns=200, cwd=demo))
    assert re.search(r"2026-06-08 +eo-99102/3.d.i, status: not reported -> not started", shown)
    assert re.search(r"2026-09-28 +as of: ", shown)


def test_a_record_that_was_moved_is_followed(demo: Path) -> None:
    fields = json.loads(ask(demo, "blame", "99102/3.e", "--format", "json"))["fields"]
    [first] = [said for said in fields if said["field"] == "reported_by"]
    assert first["subject"] == "status: foghorns beside reading rooms"
    for asked in (("99102/3.e",), ("--agency", "FOGHORN")):
        assert first["commit"] in {change["commit"] for change in changes(demo, "history", *asked)}


def test_what_is_only_in_the_file_says_so(tmp_path: Path) -> None:
    root = found_demo(tmp_path / "demo").root
    path = root / "status" / "eo-99101" / "3.e.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("status: in_progress", "status: not_started"), "utf-8")
    done = run(root, "blame", "99101/3.e")
    assert done.returncode == 0
    assert "status         not started (not committed)\n" in done.stdout
    assert "what no commit says yet is in the file only" in done.stderr


def test_what_is_older_than_a_clone_is_kept_apart_from_what_is_not_committed(demo: Path, tmp_path: Path) -> None:
    root, path = tmp_path / "shallow", "status/eo-99101/3.e.yaml"
    depth = len(
        git(demo, "rev-list", "--first-parent", "HEAD", f"^{git(demo, 'log', '-1', '--format=%H', '--', path)}").split()
    )
    git(tmp_path, "clone", "--quiet", f"--depth={depth}", demo.as_uri(), "shallow")
    text = (root / path).read_text("utf-8")
    (root / path).write_text(text.replace("status: in_progress", "status: not_started"), "utf-8")
    done = run(root, "blame", "99101/3.e")
    first, *others = done.stdout.splitlines()
    assert first == "status         not started (not committed)"
    assert others
    assert all(line.endswith(" (older than this clone)") for line in others)
    assert [line[:4] for line in done.stderr.splitlines()] == ["note", "  hi"] * 2
    fields = json.loads(ask(root, "blame", "99101/3.e", "--format", "json"))["fields"]
    assert [said["committed"] for said in fields] == [False, *(True for _ in others)]
    assert {said["commit"] for said in fields} == {None}
    git(root, "fetch", "--quiet", "--unshallow")
    fields = json.loads(ask(root, "blame", "99101/3.e", "--format", "json"))["fields"]
    assert [bool(said["commit"]) for said in fields] == [said["committed"] for said in fields]


def test_show_ends_with_what_was_changed_lately(demo: Path) -> None:
    shown = json.loads(ask(demo, "show", "99101/3.a", "--format", "json"))
    assert shown["changes"] == changes(demo, "history", "99101/3.a", "--limit", "8")
    shown = json.loads(ask(demo, "show", "99101/3.a", "--as-of", "2025-12-31", "--format", "json"))
    assert {change["date"][:4] for change in shown["changes"]} == {"2025"}


def test_a_tracker_without_git_is_shown_all_the_same(demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    assert json.loads(ask(tmp_path / "copy", "show", "99101/3.a", "--format", "json"))["changes"] == []
    assert "is in no git repository, so it has no history" in refusal(run(tmp_path / "copy", "history")).message


@pytest.mark.parametrize("command", ["show", "status", "overdue", "upcoming", "orders"])
@pytest.mark.parametrize(
    ("typed", "day", "what"),
    [
        ("99102/2.a", "2025-12-01", "EO 99102"),
        ("99102", "2025-12-01", "EO 99102"),
        ("99102/3.f", "2026-03-20", "EO 99102, Sec. 3(f)"),
    ],
)
def test_what_came_later_is_told_to_be_not_tracked_yet(
    command: str, typed: str, day: str, what: str, demo: Path
) -> None:
    said = refusal(run(demo, command, typed, "--as-of", day))
    assert said.message == f"{what} was not tracked yet on {day}"
    assert said.hint == "`eo-tracker history eo-99102 --reverse` begins with when it came"
    assert "is not tracked here" in refusal(run(demo, command, "99109/2.a", "--as-of", day)).message


# Audit


def test_an_auditor_is_told_what_to_ask_about(demo: Path) -> None:
    told = json.loads(ask(demo, "history", "--audit", "--format", "json"))
    rules = {finding["rule"] for finding in told["findings"]}
    assert rules == {
        *("completion_moved", "completion_withdrawn", "recorded_late"),
        *("changed_after_due", "evidence_removed", "not_a_liaison"),
    }
    assert told["signatures"]["none"] == sum(told["signatures"].values()) > 100
    sentences = {finding["sentence"] for finding in told["findings"]}
    assert "the day of completion was moved from 2026-01-21 to 2026-01-16" in sentences
    assert "the deadline was changed 12 days after it was due on 2026-07-08" in sentences


def test_signatures_are_verified_by_no_program_of_the_repository(tmp_path: Path) -> None:
    root = found_demo(tmp_path / "demo").root
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n")
    trap.chmod(0o755)
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n"
    commit = git(root, "cat-file", "commit", "HEAD~")
    made = git(
        root, "hash-object", "-t", "commit", "-w", "--stdin", given=commit.replace("\n\n", f"\n{signature}\n", 1) + "\n"
    )
    git(root, "reset", "--quiet", "--hard", made)
    for name in ("gpg.program", "gpg.openpgp.program"):
        git(root, "config", name, str(trap))
    git(root, "log", "-1", "--format=%G?")
    (tmp_path / "sprung").unlink()  # git would run it
    told = json.loads(ask(root, "history", "--audit", "--format", "json"))
    assert told["signatures"]["good"] == 0
    assert not (tmp_path / "sprung").exists()


def test_a_repository_cannot_vouch_for_itself(tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    root = found_demo(tmp_path / "demo").root
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    signers = tmp_path / "signers"
    signers.write_text(f"x@example.gov {key.with_suffix('.pub').read_text()}")
    path = root / "status" / "eo-99101" / "3.e.yaml"
    path.write_text(path.read_text("utf-8").replace("status: in_progress", "status: not_started"), "utf-8")
    settings = {"gpg.format": "ssh", "user.signingKey": str(key), "gpg.ssh.allowedSignersFile": str(signers)}
    for name, value in {**settings, "user.name": "X", "user.email": "x@example.gov"}.items():
        git(root, "config", name, value)
    git(root, "commit", "--quiet", "-S", "--all", "--message", "Signed")
    assert git(root, "log", "-1", "--format=%G?") == "G"
    told = json.loads(ask(root, "history", "--audit", "--format", "json"))["signatures"]
    assert (told["good"], told["unknown"]) == (0, 1)


def commit_file(root: Path, path: str, content: str, day: str, who: str = "dan") -> None:
    """Commit a file's content on a day."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(content, "utf-8")
    git(root, "add", path)
    person = {
        f"GIT_{role}_{part}": said
        for role in ("AUTHOR", "COMMITTER")
        for part, said in (("NAME", who), ("EMAIL", f"{who}@example.gov"), ("DATE", f"{day}T12:00:00-05:00"))
    }
    subprocess.run(["git", "commit", "--quiet", "--message", path], cwd=root, check=True, env={**ENVIRONMENT, **person})


ORDER = """\
# Fictional.
order: EO 99001
title: Fictional
signed: 2026-01-30
sections:
  - section: "2"
    directives:
      - id: "2"
        summary: Report
        lead: [DHS]
        deadline: {within: 30 days}
"""


def liaison(name: str) -> str:
    return f"# Fictional.\nagencies:\n  - {{key: DHS, liaisons: [{{name: {name}, email: {name}@example.gov}}]}}\n"


def test_what_was_said_later_makes_no_difference_to_an_auditor(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    record, agencies, order = "status/eo-99001/2.yaml", "directives/agencies.yaml", "directives/eo-99001.yaml"
    commit_file(tmp_path, order, ORDER, "2026-02-01")
    commit_file(tmp_path, agencies, liaison("dan"), "2026-02-02")
    commit_file(tmp_path, record, "status: in_progress\n", "2026-02-03", "dan")
    commit_file(tmp_path, record, "status: not_started\n", "2026-02-04", "eve")
    commit_file(tmp_path, order, ORDER.replace("30 days", "90 days"), "2026-04-01")
    commit_file(tmp_path, record, "status: completed\ncompleted: 2026-04-02\n", "2026-04-03", "dan")
    commit_file(tmp_path, record, "status: in_progress\n", "2026-04-04", "dan")
    commit_file(tmp_path, record, "status: completed\ncompleted: 2026-03-01\n", "2026-04-05", "dan")

    def sentences() -> list[str]:
        return [f["sentence"] for f in json.loads(ask(tmp_path, "history", "--audit", "-f", "json"))["findings"]]

    before = sentences()
    assert before == [
        "the day of completion was moved from 2026-04-02 to 2026-03-01",
        "the completion of 2026-04-02 was withdrawn",
        "the deadline was changed 31 days after it was due on 2026-03-01",
        "eve is no liaison of DHS",
    ]
    commit_file(tmp_path, agencies, liaison("eve"), "2026-05-01")
    commit_file(tmp_path, order, ORDER.replace("30 days", "90 days").replace("[DHS]", "[DOD]"), "2026-05-02")
    assert sentences() == before


RECORD, AGENCIES, ORDERS = "status/eo-99001/2.yaml", "directives/agencies.yaml", "directives/eo-99001.yaml"
LATER = ORDER.replace("30 days", "90 days")
MOVED = "the deadline was changed 31 days after it was due on 2026-03-01"
STRANGER = "eve is no liaison of DHS"


def remove_file(root: Path, path: str) -> None:
    git(root, "rm", "--quiet", path)
    git(root, "-c", "user.name=X", "-c", "user.email=x@example.gov", "commit", "--quiet", "--message", "gone")


@pytest.mark.parametrize(
    ("meanwhile", "after", "expected"),
    [
        ((ORDERS, ORDER + " : [\n"), (ORDERS, LATER), MOVED),
        ((ORDERS, None), (ORDERS, LATER), MOVED),
        ((ORDERS, ORDER.partition("    directives:")[0]), (ORDERS, LATER), MOVED),
        (
            (ORDERS, None),
            (ORDERS, ORDER.replace("Report", "Report\n        text: It shall report.")),
            MOVED.replace("deadline", "text"),
        ),
        ((AGENCIES, ": ["), (RECORD, "status: in_progress\n"), STRANGER),
        ((ORDERS, ": ["), (RECORD, "status: in_progress\n"), STRANGER),
        ((ORDERS, None), (RECORD, "status: in_progress\n"), STRANGER),
    ],
)
def test_a_commit_that_breaks_or_removes_a_file_silences_no_auditor(
    meanwhile: tuple[str, str | None], after: tuple[str, str], expected: str, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit_file(tmp_path, ORDERS, ORDER, "2026-02-01")
    commit_file(tmp_path, AGENCIES, liaison("dan"), "2026-02-02")
    path, content = meanwhile
    if content is None:
        remove_file(tmp_path, path)
    else:
        commit_file(tmp_path, path, content, "2026-03-31")
        commit_file(tmp_path, "notes.txt", "", "2026-03-31")
    commit_file(tmp_path, *after, "2026-04-01", "eve")
    if path != after[0]:
        commit_file(tmp_path, path, ORDER if path == ORDERS else liaison("dan"), "2026-04-02")
    for asked in ((), ("2",), ("--since", "2026-04-01")):
        found = json.loads(ask(tmp_path, "history", *asked, "--audit", "-f", "json"))["findings"]
        assert [finding["sentence"] for finding in found] == [expected]


def test_what_is_as_it_was_when_it_comes_back_is_not_asked_about(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit_file(tmp_path, ORDERS, ORDER, "2026-02-01")
    remove_file(tmp_path, ORDERS)
    commit_file(tmp_path, ORDERS, ORDER, "2026-04-01")
    assert json.loads(ask(tmp_path, "history", "--audit", "-f", "json"))["findings"] == []


def test_what_came_in_by_a_merge_counts_from_the_merge_on(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    for name, value in {"user.name": "M", "user.email": "m@example.gov"}.items():
        git(tmp_path, "config", name, value)
    commit_file(tmp_path, "directives/eo-99001.yaml", ORDER, "2026-02-01")
    git(tmp_path, "switch", "--quiet", "--create", "side")
    commit_file(tmp_path, "status/eo-99001/2.yaml", "status: in_progress\n", "2026-02-10")
    git(tmp_path, "switch", "--quiet", "main")
    commit_file(tmp_path, "notes.txt", "x", "2026-02-20")
    subprocess.run(
        ["git", "merge", "--quiet", "--no-edit", "side"],
        cwd=tmp_path,
        check=True,
        env={**ENVIRONMENT, "GIT_COMMITTER_DATE": "2026-02-26T12:00:00-05:00"},
    )
    asked = ("history", "2", "--kind", "status")
    assert len(changes(tmp_path, *asked, "--since", "2026-02-21")) == 1
    assert changes(tmp_path, *asked, "--until", "2026-02-25") == []
    assert len(changes(tmp_path, "diff", "2026-02-20", "2026-02-26")) == 1
    git(tmp_path, "switch", "--quiet", "--detach", "main~")
    message = "--until side is no part of the history of the branch you are on"
    assert refusal(run(tmp_path, *asked, "--until", "side")).message == message
    [change] = changes(tmp_path, "diff", "HEAD", "side")[:1]
    assert change["author"] is not None


# Mistakes


def test_an_order_that_cannot_be_read_makes_no_answer_quietly_shorter(demo: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    git(tmp_path, "clone", "--quiet", str(demo), "copy")
    with (root / "directives" / "eo-99102.yaml").open("a", encoding="utf-8") as file:
        file.write(" : [\n")
    for arguments in (("--agency", "FOGHORN"), ("--agency", "FOGHORN", "--audit"), ("--agency", "BELLS"), ("3.a",)):
        done = run(root, "history", *arguments, "--format", "json")
        assert done.returncode == 2
        assert "error: directives/eo-99102.yaml:" in done.stderr
        assert json.loads(done.stdout)["schema"]
    done = run(root, "history", "--limit", "1")
    assert (done.returncode, done.stderr) == (0, "")


def test_help_names_no_option_that_is_not_there() -> None:
    shown = warm.run("history", "--help").stdout
    assert "--agency" in shown
    assert "--role" not in shown


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("--since tomorow", '--since "tomorow" is no date, and names no commit'),
        ("--since=--output=x", '--since "--output=x" is no date, and names no commit'),
        ("--kind foo", '--kind "foo" is no kind of change'),
        ("--kind statsu", '--kind "statsu" is no kind of change'),
        ("--limit 0", '--limit "0" is no number of changes'),
        (f"--limit {'9' * 5000}", None),
        ("--since 2026-10-01 --until 2026-09-01", "--since 2026-10-01 is after --until 2026-09-01"),
        ("--since HEAD --until HEAD~5", "--since HEAD is after --until HEAD~5"),
        ("--since HEAD --until 2026-06-01", "--since HEAD is after --until 2026-06-01"),
        ("--since 2026-10-01 --until HEAD~100", "--since 2026-10-01 is after --until HEAD~100"),
        ("--since 2199-01-01", "--since 2199-01-01 has not come yet"),
        ("99101/9.z", "EO 99101 has no directive 9.z"),
        ("3.z", 'no order has a directive "3.z"'),
        ("--agency nobody", 'no agency is called "nobody"'),
        ("--format xml", None),
    ],
)
def test_mistakes_are_plain_sentences(typed: str, message: str | None, demo: Path) -> None:
    said = refusal(run(demo, "history", *typed.split()))
    assert message is None or said.message == message
    assert said.hint
    assert "statsu" not in typed or said.hint == 'did you mean "status"?'


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("history --by Chimee", "no change matches"),
        ("history --since HEAD --until HEAD", "no change matches"),
        ("history --until 2024-01-01", "no change matches"),
        ("history --audit --by Chimee", "nothing is found"),
        ("diff HEAD HEAD", "nothing is different"),
    ],
)
def test_an_empty_answer_is_told(command: str, sentence: str, demo: Path) -> None:
    for form in ("table", "csv", "markdown"):
        done = run(demo, *command.split(), "--format", form)
        assert done.returncode == 0
        assert done.stderr.splitlines()[0] == f"note: {sentence}"
    assert "note" not in run(demo, *command.split(), "--format", "json").stderr
    shown = without_colour(run_in_terminal(f"eo-tracker --today {TODAY} {command}", cwd=demo))
    assert shown.splitlines()[0] == f"{sentence[:1].upper()}{sentence[1:]}."


def test_a_year_may_be_asked_for_before_it_is_over(demo: Path) -> None:
    found = changes(demo, "history", "--since", "2026-01-01", "--until", "2199-12-31")
    assert found == changes(demo, "history", "--since", "2026-01-01")


@pytest.mark.parametrize("typed", ["2020-01-01", "nope", "--output=x", "HEAD~999", "HEAD nope", ""])
def test_moments_that_are_none_are_refused(typed: str, demo: Path) -> None:
    assert refusal(run(demo, "diff", "--", *(typed.split() or [""]))).hint
