"""The founding of a tracker: its folders, its first files and its first commit; all of it, or nothing.

What is new is made aside, in a folder that goes whatever happens, and takes its place when it is whole. A folder of a
repository becomes a tracker in that repository, whose first commit holds the tracker's own files and nothing else.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import BRANCHES, Repository, find_repository, read_author
from eo_tracker.repository.commits import open_clone
from eo_tracker.repository.contents import reason_of
from eo_tracker.repository.git import UNWATCHED, UTF8, Git
from eo_tracker.repository.merging import ATTRIBUTES_LINE, set_up_merge_driver
from eo_tracker.repository.placing import explain_failure, replace_file
from eo_tracker.repository.refusals import HookRefused, explain_refusal, find_refusing_hook
from eo_tracker.repository.root import DIRECTIVES, OWN_SETTINGS, STATUS
from eo_tracker.repository.upstream import write_first_push

MESSAGE = "A new tracker of executive orders\n"
ATTRIBUTES = ".gitattributes"
SCRATCH = ".eo-tracker-"
_PACKAGED = ("README.md", f"{DIRECTIVES}/README.md", f"{STATUS}/README.md", OWN_SETTINGS)
_MOST_NAMED = 3
_ATTRIBUTES = f"""\
# Records are merged field by field, and files are the same on all systems.
{ATTRIBUTES_LINE}
*.yaml text eol=lf
"""

Files = Mapping[str, bytes]
"""The contents of files by their paths from the tracker's root."""


class NotFree(EOTrackerError):
    """Something stands already where a tracker is to be made."""


@dataclass(frozen=True, slots=True)
class Founded:
    """A tracker that was made: its first commit or, of one that has a history, its last.

    `push` is what to type to share it. `surrounding` is the top of the repository that it was made in, where there was
    one before.
    """

    root: Path
    commit: str
    branch: str
    files: int
    push: str
    surrounding: Path | None = None


def found_tracker(folder: Path) -> Founded:
    """Make a new, empty tracker. Raises EOTrackerError where that cannot be done; then nothing is left of it."""
    target = find_place(folder)
    above = next((each for each in target.parents if (each / DIRECTIVES).is_dir()), None)
    if above:
        hint = "add the order's file to that one, or make a tracker elsewhere"
        raise NotFree(f"{folder} is inside of the tracker {above}", hint)
    require_empty(folder, target, may_hold=(".git",))
    surrounding = _find_surrounding(target)
    if surrounding is not None:
        return _found_within(target, surrounding)
    with building_site(target) as site:
        Git(site).run("init", "--quiet")
        repository = find_repository(site)
        read_author(repository)
        set_up_merge_driver(repository.git)
        write_files(site, starting_files())
        _commit(repository, list(starting_files()))
    return describe(target)


def starting_files() -> dict[str, bytes]:
    """Return what every tracker begins with. Git keeps no empty folders, so a page in each says what it is for."""
    folder = files("eo_tracker").joinpath("data", "start")
    found = {path: folder.joinpath(*path.split("/")).read_bytes() for path in _PACKAGED}
    return {**found, ATTRIBUTES: _ATTRIBUTES.encode()}


def describe(root: Path) -> Founded:
    """Tell what a tracker's repository has come to."""
    repository = find_repository(root)
    listed = repository.git.text("ls-tree", "-r", "--name-only", "-z", "HEAD")
    return _describe(repository, root, listed.count("\0"))


def _describe(repository: Repository, root: Path, count: int, surrounding: Path | None = None) -> Founded:
    ref = repository.ref() or "HEAD"
    push = write_first_push(repository, ref)
    return Founded(root, repository.head() or "", ref.removeprefix(BRANCHES), count, push, surrounding)


def find_place(folder: Path) -> Path:
    """Return the place of a folder that is to be made, or that is there. Raises NotFree."""
    try:
        target = folder.resolve()
        if (target / DIRECTIVES).is_dir():
            raise NotFree(f"{folder} is a tracker already", f"`eo-tracker -C {folder} status` shows it")
        near = next(each for each in (target, *target.parents) if each.exists())
    except (OSError, RuntimeError, ValueError) as e:
        reason = "it is a link to itself" if isinstance(e, RuntimeError) else reason_of(e)
        raise NotFree(f"{folder} cannot be made a tracker: {reason}", "name another folder") from None
    if not near.is_dir():
        raise NotFree(f"{folder if near == target else near} is a file and no folder", "name another folder")
    return target


def require_empty(folder: Path, target: Path, may_hold: Sequence[str] = ()) -> None:
    """Refuse a folder, typed as `folder`, that holds anything else. Raises NotFree, and CannotWrite."""
    with _told_plainly(target):
        held = sorted(each.name for each in target.iterdir()) if target.exists() else []
    left = [name for name in held if name not in may_hold]
    if left:
        more = f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
        hint = f"name a new folder, as in: eo-tracker init {folder / 'tracker'}"
        if all(name.startswith(SCRATCH) for name in left):
            hint = "an init that was ended by force has left it; remove it"
        raise NotFree(f"{folder} is not empty: it holds {', '.join(left[:_MOST_NAMED])}{more}", hint)


@contextmanager
def building_site(target: Path) -> Iterator[Path]:
    """Give a folder to build in; what is in it at the end takes the place of `target`, which is empty or is not there.

    When anything fails, nothing is left. Raises CannotWrite where the disk refuses.
    """
    with _told_plainly(target), _folders_made(target.parent):
        home = target if target.is_dir() else target.parent
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=home, ignore_cleanup_errors=True) as scratch:
            site = Path(scratch) / "tracker"
            site.mkdir()
            yield site
            if target.is_dir():
                with _moved_in(site, target):
                    pass
            else:
                replace_file(site, target)


def write_files(root: Path, contents: Files) -> None:
    """Write files, with the folders they are in."""
    for path, content in contents.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _found_within(target: Path, surrounding: Repository) -> Founded:
    """Make a tracker in a folder of a repository that is there already."""
    contents = starting_files()
    with _told_plainly(target), _folders_made(target), open_clone(target) as clone:
        repository = clone.repository or surrounding
        set_up_merge_driver(repository.git)
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=target, ignore_cleanup_errors=True) as scratch:
            write_files(Path(scratch), contents)
            with _moved_in(Path(scratch), target):
                _commit(repository, list(contents))
    return _describe(repository, target, len(contents), repository.top)


def _find_surrounding(target: Path) -> Repository | None:
    """Find the repository that a folder is, or would be, in; one that ignores it is none."""
    near = next(each for each in (target, *target.parents) if each.is_dir())
    code, _, said = Git(near).attempt("rev-parse", "--git-dir")
    if code and "not a git repository" in said:
        return None
    repository = find_repository(near)
    is_ignored = repository.git.attempt("check-ignore", "--quiet", "--", f"{target.as_posix()}/")[0] == 0
    return None if is_ignored else repository


def _commit(repository: Repository, paths: Sequence[str]) -> None:
    """Commit these files, and no others. Raises EOTrackerError where git or a hook refuses; then none is staged."""
    named = ("--", *(f":(literal){path}" for path in paths))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        trace = Path(folder) / "trace"
        try:
            repository.git.run("add", *named)
            command = ("commit", "--only", "--quiet", "--cleanup=verbatim", "--file=-", *named)
            environment = {"GIT_TRACE2_EVENT": str(trace)}
            code, _, said = repository.git.attempt(*UTF8, *UNWATCHED, *command, stdin=MESSAGE.encode(), env=environment)
            if code:
                hook = find_refusing_hook(trace)
                raise HookRefused(hook, said) if hook else explain_refusal("commit", code, said)
        except BaseException:
            repository.git.attempt("rm", "--cached", "--quiet", "--ignore-unmatch", *named)
            raise


@contextmanager
def _told_plainly(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise explain_failure(str(target), e) from None


@contextmanager
def _folders_made(folder: Path) -> Iterator[None]:
    """Make a folder, with those above it; when what follows fails, remove those that were made."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for each in missing:
            with suppress(OSError):
                each.rmdir()
        raise


@contextmanager
def _moved_in(site: Path, target: Path) -> Iterator[None]:
    """Move all that is in a folder into another; when what follows fails, move it back."""
    moved: list[Path] = []
    # The git directory comes last: with it the folder is a tracker.
    entries = sorted(site.iterdir(), key=lambda each: each.name == ".git")
    try:
        for each in entries:
            replace_file(each, target / each.name)
            moved.append(each)
        yield
    except BaseException:
        for each in reversed(moved):
            with suppress(OSError):
                replace_file(target / each.name, each)
        raise
