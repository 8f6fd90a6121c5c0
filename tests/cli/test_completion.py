"""Completion: what a shell is told of the word before the cursor, and what bash, zsh and fish make of it."""

from __future__ import annotations

import json
import os
import re
import select
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.cli.completion import split_line
from eo_tracker.domain.words import Status, Timeliness
from tests.cli.asking import CONTROLS, refusal
from tests.cli.trackers import make_directive, write_file, write_order
from tests.cli.warm import run
from tests.terminal import PROGRAM, ROOT, environment, without_colour

SHELLS = ("bash", "zsh", "fish", "powershell")
MANY = 21


class Told(NamedTuple):
    """What a shell is told: the kind of the proposals, and what each is."""

    kind: str
    proposals: dict[str, str]


def tell(line: str, cwd: Path = ROOT, shell: str = "zsh", **env: str) -> Told:
    """Ask as a shell's script does, with the cursor at the end of `line`."""
    asked = {"_EO_TRACKER_COMPLETE": shell, "_EO_TRACKER_LINE": line, **env}
    done = run(cwd=cwd, env=asked)
    assert (done.returncode, done.stderr) == (0, "")
    kind, *lines = done.stdout.splitlines() or [""]
    return Told(kind, {value: said for value, _, said in (each.partition("\t") for each in lines)})


def words(line: str, cwd: Path = ROOT, shell: str = "zsh", **env: str) -> list[str]:
    return list(tell(line, cwd, shell, **env).proposals)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker of one order, with items, a body of its own, and a decimal section."""
    root = tmp_path_factory.mktemp("one")
    items = [{"id": f"3.a.{mark}", "text": f"item {mark}"} for mark in ("i", "ii")]
    write_order(
        root,
        make_directive("3.a", items=items),
        make_directive("3.b", summary="Review\x1b[31m the\n decrees"),
        make_directive("4.1.a"),
        bodies=[{"key": "Force", "name": "Task Force"}],
    )
    return root


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker of two orders: both have Sec. 3(a), and one each Sec. 3(b) and 3(c)."""
    root = tmp_path_factory.mktemp("two")
    write_order(root, make_directive("3.a"), make_directive("3.b"), number="14288")
    write_order(root, make_directive("3.a"), make_directive("3.c"), number="14300")
    return root


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker of more orders than are read to complete a word, numbered so that their names sort otherwise."""
    root = tmp_path_factory.mktemp("many")
    for number in range(9990, 9990 + MANY):
        write_order(root, make_directive("3.b"), number=str(number))
    return root


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker in which one order can be read, one in part, and others not at all."""
    root = tmp_path_factory.mktemp("faulty")
    write_order(root, make_directive("1.a"), number="100")
    write_order(root, make_directive("1.b"), make_directive("1.c", id="$(true)"), number="101", signed="some day")
    for number, text in (
        ("102", "a: [b"),
        ("103", "- x"),
        ("104", "order: EO 999"),
        ("105", ""),
        ("106", "sections: 1"),
    ):
        write_file(root / "directives" / f"eo-{number}.yaml", text)
    (root / "directives" / "eo-107.yaml").mkdir()
    (root / "directives" / "eo-108.yaml").write_bytes(b"\xff\xfe")
    write_file(root / "directives" / "agencies.yaml", "agencies: {key: [")
    return root


def test_commands_are_proposed_with_what_they_do(one: Path) -> None:
    told = tell("eo-tracker ", one)
    assert told.kind == "words"
    assert {"status", "overdue", "show"} <= told.proposals.keys()
    assert told.proposals["overdue"] == "Show what is overdue, the longest first."
    assert words("eot sho", one) == ["show"]


def test_options_are_proposed_with_what_they_mean(one: Path) -> None:
    told = tell("eo-tracker status --ag", one)
    assert told.proposals == {"--agency": "Only what this agency leads (or see --role)."}
    assert words("eo-tracker --tod", one) == ["--today"]


@pytest.mark.parametrize(
    ("begun", "proposed"),
    [
        ("--status ", list(Status.__args__)),  # type: ignore[attr-defined]
        ("--timeliness ", list(Timeliness.__args__)),  # type: ignore[attr-defined]
        ("--timeliness over", ["overdue"]),
        ("--timeliness=met", ["--timeliness=met", "--timeliness=met_late"]),
        ("--format ", ["table", "json", "csv", "markdown"]),
        ("-f c", ["csv"]),
        ("--role co", ["consulted", "coordinating"]),
        ("--due-from ", []),
    ],
)
def test_words_are_proposed_where_only_words_can_stand(begun: str, proposed: list[str], one: Path) -> None:
    assert words(f"eo-tracker status {begun}", one) == proposed


def test_agencies_are_proposed_by_key_with_their_names(one: Path) -> None:
    assert tell("eo-tracker status --agency DOJ", one).proposals["DOJ"] == "Department of Justice"
    assert words("eo-tracker status -a doj", one)[:1] == ["DOJ"]
    assert words("eo-tracker agencies --parent=dOj", one)[:1] == ["--parent=DOJ"]
    assert "OMB" in words("eo-tracker agencies ", one)


def test_agencies_of_the_tracker_and_bodies_of_its_orders_are_proposed(one: Path, tmp_path: Path) -> None:
    assert tell("eo-tracker status --agency force", one).proposals == {"Force": "Task Force"}
    write_order(tmp_path, make_directive("3.a"))
    own = 'agencies: [{key: ZZZ, name: "Sleepers"}, {key: DOJ, fr_slug: other}, {key: "$(true)", name: no}, 7]'
    write_file(tmp_path / "directives" / "agencies.yaml", own)
    assert tell("eo-tracker status --agency zz", tmp_path).proposals == {"ZZZ": "Sleepers"}
    assert tell("eo-tracker status --agency DOJ", tmp_path).proposals["DOJ"] == "Department of Justice"
    assert words("eo-tracker status --agency $", tmp_path) == []


@pytest.mark.parametrize(
    ("begun", "proposed"),
    [
        ("", ["3.a", "3.b", "4.1.a"]),
        ("3", ["3.a", "3.b"]),
        ("3.b", ["3.b"]),
        ("4.1", ["4.1.a"]),
        ("3.a.", ["3.a.i", "3.a.ii"]),
        ("1", ["14288/3.a", "14288/3.b", "14288/4.1.a"]),
        ("14288/3.b", ["14288/3.b"]),
        ("14288/3.a.", ["14288/3.a.i", "14288/3.a.ii"]),
        ("e", ["eo-14288/3.a", "eo-14288/3.b", "eo-14288/4.1.a"]),
        ("eo-14288/4", ["eo-14288/4.1.a"]),
        ("EO-14288/4", ["EO-14288/4.1.a"]),
        ("'EO 14288/4", ["EO 14288/4.1.a"]),
        ('"EO 142', ["EO 14288/3.a", "EO 14288/3.b", "EO 14288/4.1.a"]),
        ("14289/", []),
        ("9", []),
        ("x", []),
        ("../", []),
    ],
)
def test_a_directive_is_completed_in_the_way_it_was_begun(begun: str, proposed: list[str], one: Path) -> None:
    assert words(f"eo-tracker show {begun}", one) == proposed


def test_a_selection_may_also_be_a_whole_order(one: Path) -> None:
    assert words("eo-tracker status ", one) == ["3.a", "3.b", "4.1.a", "eo-14288"]
    assert words("eo-tracker status 3.b 14", one) == ["14288/3.a", "14288/3.b", "14288/4.1.a", "14288"]
    assert tell("eo-tracker status eo-14288", one).proposals["eo-14288"] == "An Order"


@pytest.mark.parametrize(
    ("begun", "proposed"),
    [
        ("", ["eo-14288/3.a", "eo-14288/3.b", "eo-14300/3.a", "eo-14300/3.c"]),
        ("3", ["3.b", "3.c", "3.a"]),
        ("3.a", ["3.a"]),
        ("143", ["14300/3.a", "14300/3.c"]),
    ],
)
def test_a_provision_alone_is_proposed_whether_one_order_has_it_or_two(
    begun: str, proposed: list[str], two: Path
) -> None:
    assert words(f"eo-tracker show {begun}", two) == proposed


def test_a_provision_that_two_orders_have_says_so(two: Path) -> None:
    assert tell("eo-tracker show 3.a", two).proposals == {"3.a": "in EO 14288 and EO 14300"}


@pytest.mark.parametrize("line", ["update 3.a --status i", "update 3.a -s i"])
def test_what_can_be_reported_is_proposed(line: str, one: Path) -> None:
    assert words(f"eo-tracker {line}", one) == ["in_progress"]
    assert words("eo-tracker status --status not_r", one) == ["not_reported"]


def test_of_many_orders_the_numbers_are_proposed_and_then_the_directives_of_one(many: Path) -> None:
    told = tell("eo-tracker show ", many)
    assert told.kind == "open"
    assert list(told.proposals) == [f"eo-{number}/" for number in range(9990, 9990 + MANY)]
    assert words("eo-tracker show 1000", many) == [f"{number}/" for number in range(10000, 10010)]
    assert tell("eo-tracker show eo-10000", many) == Told("open", {"eo-10000/": ""})
    assert tell("eo-tracker show 10000/", many) == Told("words", {"10000/3.b": "Do what Sec. 3.b says"})
    assert words("eo-tracker status 1000", many) == [str(number) for number in range(10000, 10010)]
    assert words("eo-tracker status EO-10000", many) == ["EO-10000", "EO-10000/3.b"]
    assert words("eo-tracker status 3.", many) == []


def opened(line: str, cwd: Path) -> tuple[set[str], set[str]]:
    """Return which order files a completion opens, and which modules it loads."""
    code = """
import sys
found = set()
sys.addaudithook(lambda event, given: event == "open" and "directives" in str(given[0]) and found.add(str(given[0])))
from eo_tracker.cli.completion import answer
answer("zsh", {"_EO_TRACKER_LINE": sys.argv[1]})
import json
sys.stderr.write(json.dumps([[path.replace("\\\\", "/").rpartition("/")[2] for path in found], list(sys.modules)]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, line], capture_output=True, check=True, text=True, cwd=cwd, env=environment()
    )
    assert "\n" in done.stdout
    files, modules = json.loads(done.stderr)
    return set(files), set(modules)


@pytest.mark.parametrize(
    ("begun", "files"),
    [
        ("show 1000", set()),
        ("show eo-10000/", {"eo-10000.yaml"}),
        ("status 10000/3", {"eo-10000.yaml"}),
        ("status --agency D", set()),
        ("status --status ", set()),
    ],
)
def test_nothing_is_read_that_does_not_help(begun: str, files: set[str], many: Path) -> None:
    found, modules = opened(f"eo-tracker {begun}", many)
    assert found == files
    # Each takes as long as all the rest.
    assert modules.isdisjoint({"pydantic", "rich", "holidays", "git", "dateparser", "ruamel.yaml"})


def test_a_command_that_runs_loads_nothing_of_completion() -> None:
    loaded = "{'eo_tracker.cli.completion', 'eo_tracker.cli.proposals', 'importlib.resources', 'shlex'}"
    code = f"import sys, eo_tracker.cli.app; print({loaded} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env=environment())
    assert done.stdout == "set()\n"


def test_what_cannot_be_read_proposes_less_and_says_nothing(faulty: Path) -> None:
    assert words("eo-tracker show ", faulty) == ["eo-100/1.a", "eo-101/1.b"]
    for number in range(102, 110):
        assert words(f"eo-tracker show {number}/", faulty) == []
    assert "DOJ" in words("eo-tracker status --agency ", faulty)


@pytest.mark.parametrize(
    "line", ["show ", "status 3", "-C nowhere show ", "-C", "nonsense", "status --nonsense 3", "-- "]
)
@pytest.mark.parametrize("shell", [*SHELLS, "cmd"])
def test_outside_of_a_tracker_there_is_silence(line: str, shell: str, tmp_path: Path) -> None:
    proposed = words(f"eo-tracker {line}", tmp_path, shell)
    assert not [word for word in proposed if "3" in word]


@pytest.mark.parametrize("line", ["", " ", "eo-tracker", "A=1", "'", '"', "\\", "eo-tracker 'status", "\0", "é |;&"])
@pytest.mark.parametrize("shell", SHELLS)
def test_a_line_that_is_none_is_answered_in_silence(line: str, shell: str, one: Path) -> None:
    code = "import sys; from eo_tracker.cli.completion import answer; answer(sys.argv[1], {'_EO_TRACKER_LINE': LINE})"
    done = subprocess.run(
        [sys.executable, "-c", code.replace("LINE}", f"{line!r}}}"), shell],
        capture_output=True,
        check=False,
        text=True,
        cwd=one,
        env=environment(),
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_agencies_of_the_package_need_no_tracker(tmp_path: Path) -> None:
    assert "DOJ" in words("eo-tracker agencies ", tmp_path)


def test_the_tracker_that_is_named_before_is_the_one_that_is_read(one: Path, two: Path, tmp_path: Path) -> None:
    theirs = ["3.b", "3.c", "3.a"]
    assert words(f"eo-tracker -C {shlex.quote(str(two))} show 3", one) == theirs
    assert words("eo-tracker show 3", one, EO_TRACKER_REPO=str(two)) == theirs
    assert words(f"eo-tracker -C {shlex.quote(str(two))} show 3", tmp_path, EO_TRACKER_REPO=str(one)) == theirs
    home = {"HOME": str(two.parent), "USERPROFILE": str(two.parent)}
    assert words(f"eo-tracker -C ~/{two.name} show 3", one, **home) == theirs
    assert words(f"eo-tracker -C $HOME/{two.name} show 3", one, **home) == theirs


def test_variables_that_are_set_before_the_program_are_passed_over(one: Path) -> None:
    assert words("NO_COLOR=1 A='b c' eo-tracker show 3.b", one) == ["3.b"]


@pytest.mark.parametrize(
    "line", ["--version ", "--version sta", "--install-completion bash ", "--show-completion zsh "]
)
def test_nothing_on_the_line_is_done(line: str, one: Path, tmp_path: Path) -> None:
    told = tell(f"eo-tracker {line}", one, HOME=str(tmp_path), USERPROFILE=str(tmp_path))
    assert told.kind == "words"
    assert "status" in told.proposals
    assert not list(tmp_path.iterdir())


def test_files_and_folders_are_left_to_the_shell(one: Path) -> None:
    assert tell("eo-tracker -C ", one) == Told("folders", {})


def test_what_a_proposal_is_stays_one_line_without_controls(one: Path, tmp_path: Path) -> None:
    assert tell("eo-tracker show 3.b", one).proposals == {"3.b": "Review<U+001B>[31m the decrees"}
    write_order(tmp_path, make_directive("1", summary="word " * 100))
    assert len(tell("eo-tracker show 1", tmp_path).proposals["1"]) <= 100


@pytest.mark.parametrize("columns", [8, 20, 40, 80, 300])
@pytest.mark.parametrize("kind", ["9", "33", "37", "42", "63", ""])
def test_bash_is_told_what_a_proposal_is_only_where_it_lists(kind: str, columns: int, one: Path) -> None:
    proposed = words("eo-tracker show ", one, "bash", COMP_TYPE=kind, COLUMNS=str(columns))
    assert [each.split()[0] for each in proposed] == ["3.a", "3.b", "4.1.a"]
    assert any("(" in each for each in proposed) == (kind in ("9", "33", "63") and columns >= 20)
    assert max(map(len, proposed)) < columns
    assert not CONTROLS.search("".join(proposed))
    assert words("eo-tracker show 3.b", one, "bash", COMP_TYPE=kind, COLUMNS=str(columns)) == ["3.b"]


@pytest.mark.parametrize(
    ("breaks", "proposed"), [(" \t\n\"'><=;|&(:", ["completed"]), (" \t\n", ["--status=completed"])]
)
def test_bash_is_told_what_comes_behind_its_word_breaks(breaks: str, proposed: list[str], one: Path) -> None:
    assert words("eo-tracker status --status=com", one, "bash", COMP_WORDBREAKS=breaks) == proposed


def test_in_powershell_a_backslash_is_one() -> None:
    assert split_line(r"eot -C C:\data\new 'a b' 3", "powershell") == ["eot", "-C", r"C:\data\new", "a b", "3"]


@given(st.lists(st.text(st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_a_line_is_split_as_its_shell_would(typed: list[str]) -> None:
    line = shlex.join(typed)
    assert split_line(f"{line} ", "bash") == [*typed, ""]
    assert split_line(line, "zsh") == typed


@given(st.text(), st.sampled_from(SHELLS))
def test_every_line_has_a_word_that_is_begun(line: str, shell: str) -> None:
    assert split_line(line, shell)


# What the shells run, and how they come to it.


def install(shell: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return run("--install-completion", shell, cwd=home, env={"HOME": str(home), "USERPROFILE": str(home), **env})


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_shown_that_serves_both_programs(shell: str, tmp_path: Path) -> None:
    done = run("--show-completion", shell, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"_EO_TRACKER_COMPLETE", "_EO_TRACKER_LINE"} <= set(re.findall(r"_EO_TRACKER_[A-Z]+", done.stdout))
    assert re.search(r"\beo-tracker\b'?,? '?eot\b", done.stdout)
    assert "\r" not in done.stdout
    assert done.stdout.isascii()


@pytest.mark.parametrize(("shell", "name"), [("bash", ".bashrc"), ("zsh", ".zshrc")])
@pytest.mark.parametrize("before", [b"", b"alias ll='ls -l'\n", b"caf\xe9=1\r\nno end"])
def test_a_start_file_gets_one_line_and_keeps_the_rest(shell: str, name: str, before: bytes, tmp_path: Path) -> None:
    home = tmp_path / "it's home"
    home.mkdir()
    (home / name).write_bytes(before)
    first = install(shell, home)
    assert (first.returncode, first.stdout) == (0, "")
    after = (home / name).read_bytes()
    assert after.startswith(before)
    added = after[len(before) :].strip().decode()
    script = home / ".local" / "share" / "eo-tracker" / f"completion.{shell}"
    assert added.endswith(f". {shlex.quote(script.as_posix())}")
    assert "\n" not in added
    assert after.endswith(f"\n{added}\n".encode()[not before :])
    assert script.read_text("utf-8") == run("--show-completion", shell).stdout
    assert install(shell, home).returncode == 0
    assert (home / name).read_bytes() == after


def test_the_folders_that_the_environment_names_are_used(tmp_path: Path) -> None:
    named = {name: str(tmp_path / name) for name in ("ZDOTDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    for shell in ("zsh", "fish"):
        assert install(shell, tmp_path, **named).returncode == 0
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    fish = "XDG_CONFIG_HOME/fish/completions"
    data = "XDG_DATA_HOME/eo-tracker/completion.zsh"
    assert found == {"ZDOTDIR/.zshrc", data, f"{fish}/eo-tracker.fish", f"{fish}/eot.fish"}


def test_what_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / ".bashrc").mkdir()
    said = refusal(install("bash", tmp_path))
    assert said.message.startswith(f"{tmp_path / '.bashrc'} cannot be written: ")
    assert said.hint == "`eo-tracker --show-completion bash` prints what the shell is to run"


def test_powershell_is_told_the_line_for_its_start_file(tmp_path: Path) -> None:
    said = refusal(install("powershell", tmp_path))
    assert said.hint.endswith("eo-tracker --show-completion powershell | Out-String | Invoke-Expression")
    assert not list(tmp_path.iterdir())


def test_an_unknown_shell_is_refused(tmp_path: Path) -> None:
    assert "bash" in refusal(install("tcsh", tmp_path)).message


# The shells themselves, in a terminal of their own.


class Terminal:
    """An interactive shell in a pseudo-terminal."""

    def __init__(self, shell: str, home: Path, cwd: Path) -> None:
        import pty

        path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
        kept = {k: v for k, v in environment().items() if not k.startswith(("XDG_", "ZDOTDIR", "ZSH"))}
        env = {**kept, "HOME": str(home), "PATH": path, "TERM": "xterm", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
        self.ours, theirs = pty.openpty()
        # The shell takes the terminal for its own in a process that has no threads to fork.
        begin = "import os, sys; os.login_tty(0); os.execvp(sys.argv[1], sys.argv[1:])"
        self.process = subprocess.Popen([sys.executable, "-c", begin, shell, "-i"], stdin=theirs, cwd=cwd, env=env)
        os.close(theirs)
        self.shown = ""

    def type(self, keys: str) -> None:
        self.shown = ""
        os.write(self.ours, keys.encode())

    def wait_for(self, text: str, seconds: float = 30) -> None:
        """Wait until the text is shown, whatever colours it has."""
        end = time.monotonic() + seconds
        while text not in without_colour(self.shown):
            ready, _, _ = select.select([self.ours], [], [], max(0, end - time.monotonic()))
            assert ready, f"{text!r} is not in {self.shown[-2000:]!r}"
            self.shown += os.read(self.ours, 65536).decode(errors="replace")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)


_READY = "ready to type> "
_START_FILES = {
    "bash": (".bashrc", f"PS1='{_READY}'\n"),
    "zsh": (".zshrc", f"PROMPT='{_READY}'\nunsetopt PROMPT_SP\n"),
    "fish": (".config/fish/config.fish", f"function fish_prompt; printf '{_READY}'; end\nset -g fish_greeting\n"),
}


@pytest.fixture(params=list(_START_FILES))
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """A shell of each kind that is installed, as a user has it who has let completion be set up."""
    shell = request.param
    if os.name == "nt" or not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    name, text = _START_FILES[shell]
    home = tmp_path / "home"
    write_file(home / name, text)
    assert install(shell, home).returncode == 0
    tracker = tmp_path / "tracker"
    # What an order says is text to every shell, and nothing to run.
    hostile = "$(touch pwned) `touch pwned` \\$(touch pwned) '; touch pwned; ' %F{red} * :x"
    write_order(tracker, make_directive("3.a", summary=hostile), make_directive("4.a", summary="Only this one"))
    opened = Terminal(shell, home, tracker)
    opened.wait_for(_READY)
    yield opened
    opened.close()
    assert not list(tracker.glob("pwned*"))


def test_a_shell_completes_what_is_begun(terminal: Terminal) -> None:
    terminal.type("eo-tracker sho\teo-14288/4\t--format=js\t\n")
    terminal.wait_for('"summary": "Only this one"')


def test_a_shell_lists_directives_with_what_they_say(terminal: Terminal) -> None:
    terminal.type("eot show \t\t\t")
    terminal.wait_for("$(touch pwned)")
    terminal.wait_for("Only this one")
