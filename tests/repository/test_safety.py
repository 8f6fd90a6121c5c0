"""Data of strangers: nothing leads out of the tracker's folders, nothing hangs, nothing is run."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from eo_tracker.repository.snapshot import Snapshot
from eo_tracker.repository.tree import MAX_DEPTH, MAX_NODES, UnreadableYAML, read_places, read_tree
from tests.repository.trackers import (
    ORDER,
    ORDER_PATH,
    RECORD,
    RECORD_PATH,
    list_codes,
    list_problems,
    read,
    write_tracker,
)

needs_posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
MEGABYTE = 1024 * 1024
ENDLESS = Path("/dev/zero")


def read_soon(root: Path, seconds: float = 20) -> Snapshot:
    """Read a tracker, and fail when that takes longer than reading what it has ever could."""
    found: list[Snapshot] = []
    thread = Thread(target=lambda: found.append(read(root)), daemon=True)
    thread.start()
    thread.join(seconds)
    assert found, "it hangs, or was raised in"
    return found[0]


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """A tracker with an order and an empty folder for its records, beside a folder that is none of its business."""
    write_tracker(tmp_path / "elsewhere", {"secret.yaml": "status: completed\ncompleted: 2025-02-02\n"})
    return write_tracker(tmp_path / "tracker", {ORDER_PATH: ORDER, "status/eo-90001/README.md": "Fictional."})


@needs_posix
@pytest.mark.parametrize(
    "target", ["../../../elsewhere/secret.yaml", "/etc/hostname", "nothing.yaml", "3.b.yaml", ".."]
)
def test_a_record_that_links_elsewhere_is_not_followed(tracker: Path, target: str) -> None:
    (tracker / RECORD_PATH).symlink_to(target)
    assert [code for _, code in list_codes(tracker)] in (["EO107"], ["EO101"])
    assert read(tracker).dataset.records == {}


@needs_posix
def test_links_that_lead_to_each_other_are_not_followed(tracker: Path) -> None:
    (tracker / "status/eo-90001/3.a.yaml").symlink_to("3.b.yaml")
    (tracker / "status/eo-90001/3.b.yaml").symlink_to("3.a.yaml")
    assert [code for _, code in list_codes(tracker)] == ["EO107", "EO107"]


@needs_posix
@pytest.mark.parametrize("target", ["../../elsewhere", "..", "../directives", "/", "nothing", "eo-90002"])
def test_a_folder_of_records_that_links_elsewhere_is_not_followed(tracker: Path, target: str) -> None:
    (tracker / "status" / "eo-90002").symlink_to(target)
    assert list_codes(tracker) == [("status/eo-90002", "EO107")]


@needs_posix
def test_an_order_that_links_elsewhere_is_not_followed(tracker: Path) -> None:
    (tracker.parent / "elsewhere" / "order.yaml").write_text(ORDER.replace("90001", "90002"))
    (tracker / "directives" / "eo-90002.yaml").symlink_to("../../elsewhere/order.yaml")
    assert list_codes(tracker) == [("directives/eo-90002.yaml", "EO107")]
    assert list(read(tracker).dataset.orders) == ["eo-90001"]


@needs_posix
def test_a_registry_that_links_elsewhere_is_not_followed(tracker: Path) -> None:
    (tracker.parent / "elsewhere" / "agencies.yaml").write_text("agencies: [{key: BuL, name: Bureau}]\n")
    (tracker / "directives" / "agencies.yaml").symlink_to("../../elsewhere/agencies.yaml")
    assert list_codes(tracker) == [("directives/agencies.yaml", "EO107")]
    assert "BuL" not in read(tracker).dataset.registry


@needs_posix
def test_a_registry_that_links_to_a_broken_file_elsewhere_tells_nothing_of_it(tracker: Path) -> None:
    (tracker.parent / "elsewhere" / "agencies.yaml").write_text("password: hidden\n")
    (tracker / "directives" / "agencies.yaml").symlink_to("../../elsewhere/agencies.yaml")
    assert not any("password" in line for line in list_problems(tracker))


@needs_posix
@pytest.mark.skipif(not ENDLESS.exists(), reason="no endless file")
@pytest.mark.parametrize("path", [RECORD_PATH, "directives/eo-90002.yaml", "directives/agencies.yaml"])
def test_a_link_to_an_endless_file_is_not_followed(tracker: Path, path: str) -> None:
    (tracker / path).symlink_to(ENDLESS)
    assert list_codes(tracker) == [(path, "EO107")]


@needs_posix
def test_a_link_within_its_folder_is_followed(tracker: Path) -> None:
    write_tracker(tracker, {"status/eo-90001/3.a.yaml": RECORD, "status/common/record.txt": RECORD})
    (tracker / RECORD_PATH).symlink_to("3.a.yaml")
    (tracker / "status/eo-90001/3.a.i.yaml").symlink_to("../common/record.txt")
    (tracker / "directives/eo-90002.yaml").symlink_to("copy.txt")
    (tracker / "directives/copy.txt").write_text(ORDER.replace("90001", "90002"))
    (tracker / "status/eo-90002").symlink_to("eo-90001")
    assert list_problems(tracker) == []
    assert len(read(tracker).dataset.records) == 6


@needs_posix
def test_the_trackers_own_folder_may_be_a_link(tracker: Path) -> None:
    write_tracker(tracker, {RECORD_PATH: RECORD})
    (tracker.parent / "link").symlink_to("tracker")
    assert list_problems(tracker.parent / "link") == []
    assert list(read(tracker.parent / "link").dataset.records) == ["eo-90001/3.b"]


@needs_posix
@pytest.mark.parametrize("path", [RECORD_PATH, "directives/eo-90002.yaml", "directives/agencies.yaml"])
def test_a_pipe_does_not_hang(tracker: Path, path: str) -> None:
    os.mkfifo(tracker / path)
    assert [(problem.path, problem.code) for problem in read_soon(tracker).problems] == [(path, "EO101")]


@needs_posix
@pytest.mark.parametrize("name", ["eo-tracker.toml", "pyproject.toml"])
def test_settings_that_are_a_pipe_do_not_hang(tracker: Path, name: str) -> None:
    os.mkfifo(tracker / name)
    try:
        assert list(read_soon(tracker).dataset.orders) == ["eo-90001"]
    finally:
        # Whoever still waits for the pipe's other end is let go.
        os.close(os.open(tracker / name, os.O_RDWR))


@needs_posix
@pytest.mark.skipif(not ENDLESS.exists(), reason="no endless file")
def test_settings_that_link_to_an_endless_file_are_told(tracker: Path) -> None:
    (tracker / "eo-tracker.toml").symlink_to(ENDLESS)
    assert [problem.path for problem in read_soon(tracker).problems] == ["eo-tracker.toml"]


@pytest.mark.parametrize("path", [RECORD_PATH, ORDER_PATH, "directives/agencies.yaml", "eo-tracker.toml"])
def test_a_large_file_is_refused_before_it_is_read(tracker: Path, path: str) -> None:
    with (tracker / path).open("wb") as file:
        file.truncate(50 * MEGABYTE)
    start = time.perf_counter()
    assert list_codes(tracker) == [(path, "EO102")]
    assert time.perf_counter() - start < 2


def test_a_file_may_be_as_large_as_the_limit(tracker: Path) -> None:
    full = RECORD + "#" * (4 * MEGABYTE - len(RECORD))
    write_tracker(tracker, {RECORD_PATH: full})
    assert list_problems(tracker) == []
    write_tracker(tracker, {RECORD_PATH: full + "#"})
    assert list_codes(tracker) == [(RECORD_PATH, "EO102")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
@pytest.mark.parametrize("path", [RECORD_PATH, ORDER_PATH, "directives/agencies.yaml", "eo-tracker.toml"])
def test_a_file_that_must_not_be_read_is_told(tracker: Path, path: str) -> None:
    write_tracker(tracker, {path: "# Fictional.\n"})
    (tracker / path).chmod(0)
    assert list_codes(tracker) == [(path, "EO101")]


def test_a_file_that_fails_while_it_is_opened_is_told(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tracker(tracker, {RECORD_PATH: RECORD})
    really_open = os.open

    def fail(path: str, flags: int) -> int:
        if str(path).endswith("3.b.yaml"):
            raise OSError(5, "Input/output error", path)
        return really_open(path, flags)

    monkeypatch.setattr(os, "open", fail)
    assert list_problems(tracker) == [
        f"{RECORD_PATH}:1:1 EO101 the file cannot be opened: input/output error | check that it is a readable file"
    ]


def bomb(deep: int, wide: int) -> str:
    """Write aliases that stand for `wide` to the power of `deep` values."""
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * wide)}]" for n in range(1, deep)]
    return "\n".join([f"a0: &a0 [{', '.join('x' * wide)}]", *levels, ""])


def mapping_bomb(deep: int) -> str:
    levels = [f"a{n}: &a{n} {{b: *a{n - 1}, c: *a{n - 1}, d: *a{n - 1}}}" for n in range(1, deep)]
    return "\n".join(["a0: &a0 {b: c}", *levels, ""])


HOSTILE: dict[str, Callable[[], str]] = {
    "a bomb of lists": lambda: bomb(12, 10),
    "a bomb of mappings": lambda: mapping_bomb(40),
    "a bomb without an end": lambda: bomb(4000, 2),
    "brackets": lambda: "a: " + "[" * 10_000,
    "closed brackets": lambda: "a: " + "[" * 10_000 + "]" * 10_000,
    "braces": lambda: "a: " + "{a: " * 10_000,
    "dashes": lambda: "- " * 10_000,
    "indents": lambda: "".join(f"{' ' * n}a:\n" for n in range(1_500)),
    "questions": lambda: "? " * 10_000,
    "many brackets": lambda: "[" * 4_000_000,
}


@pytest.mark.parametrize("how", HOSTILE)
@pytest.mark.parametrize("read_text", [read_tree, read_places], ids=["tree", "places"])
def test_hostile_yaml_is_refused_at_once(how: str, read_text: Callable[[str], object]) -> None:
    text = HOSTILE[how]()
    start = time.perf_counter()
    with pytest.raises(UnreadableYAML) as caught:
        read_text(text)
    assert caught.value.code == "EO106"
    assert time.perf_counter() - start < 2


def test_depth_is_allowed_up_to_its_limit() -> None:
    assert read_tree("[" * MAX_DEPTH + "]" * MAX_DEPTH)[0]
    with pytest.raises(UnreadableYAML, match="nested"):
        read_tree("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_values_are_counted_with_what_aliases_stand_for() -> None:
    half = f"a: &a [{'x, ' * (MAX_NODES // 2 - 3)}]\n"
    assert read_tree(half + "b: *a\n")[0]["b"] == read_tree(half)[0]["a"]
    with pytest.raises(UnreadableYAML, match="more than 200,000 values"):
        read_tree(half + "b: *a\nc: *a\n")


@pytest.mark.parametrize(
    "tagged",
    [
        *("!!python/object/apply:os.system [exit]", "!!python/object/new:os.system [exit]", "!!python/name:os.system"),
        *("!!python/module:os", "!!python/tuple [1]", "!!binary aGk=", "!!set {a}", "!!timestamp 2025-01-01"),
        "!!null ''",
        *("!local a", "! a", "!<tag:yaml.org,2002:str> a", "!!str a", "!!str", "!!map {a: b}", "!!seq [a]"),
    ],
)
def test_every_tag_is_refused(tracker: Path, tagged: str) -> None:
    write_tracker(tracker, {RECORD_PATH: f"status: in_progress\nnote: {tagged}\n"})
    assert list_codes(tracker) == [(RECORD_PATH, "EO106")]
    write_tracker(tracker, {RECORD_PATH: f"status: in_progress\nevidence: [{{title: {tagged} }}]\n"})
    assert list_codes(tracker) == [(RECORD_PATH, "EO106")]


@pytest.mark.parametrize(
    "name",
    [
        *("3..b.yaml", "3.b..yaml", "3 b.yaml", " 3.b.yaml", "3.b .yaml", "3(b).yaml", "3-b.yaml", "b.yaml", "3.b.yml"),
        *("3.é.yaml", "٣.b.yaml", "3.b.c.d!.yaml", "eo-90001.yaml", "3.b,yaml.yaml", "~.yaml", "3.B2b.yaml"),
        "1234.yaml",
        *("3.b\u202e.yaml", "'3.b'.yaml", "--help.yaml", "3.aaaaaaa.yaml"),
    ],
)
def test_a_name_that_is_no_id_is_told_and_not_read(tracker: Path, name: str) -> None:
    write_tracker(tracker, {f"status/eo-90001/{name}": RECORD})
    assert list_codes(tracker) == [(f"status/eo-90001/{name}", "EO108")]
    assert read(tracker).dataset.records == {}


@pytest.mark.parametrize(
    "name",
    [
        *("eo-0.yaml", "eo-090002.yaml", "eo-.yaml", "eo.yaml", "EO-90002.yaml", "eo 90002.yaml", "eo-90002.yml"),
        *("eo-90002-.yaml", "eo-90002-ab.yaml", "eo-90002-A.yaml", "eo-9000000.yaml", "eo_90002.yaml"),
        "eo-90002..yaml",
        *("Agencies.yaml", "agency.yaml", "eo-٩.yaml", "-90002.yaml", "90002.yaml", "order.yaml"),
    ],
)
def test_a_name_that_is_no_order_is_told_and_not_read(tracker: Path, name: str) -> None:
    write_tracker(tracker, {f"directives/{name}": ORDER.replace("90001", "90002")})
    assert list_codes(tracker) == [(f"directives/{name}", "EO108")]
    assert list(read(tracker).dataset.orders) == ["eo-90001"]


@pytest.mark.parametrize("folder", ["EO-90001", "eo-90001 ", "eo 90001", "90001", "eo-90001.d", "eo-90002", "..."])
def test_a_folder_that_is_no_order_is_told_and_not_read(tracker: Path, folder: str) -> None:
    write_tracker(tracker, {f"status/{folder}/3.b.yaml": RECORD})
    expected = [] if folder == "..." else [(f"status/{folder}/3.b.yaml", "EO214")]
    assert list_codes(tracker) == expected
    assert read(tracker).dataset.records == {}


@needs_posix
def test_a_name_that_is_no_text_is_told(tracker: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tracker) + b"/status/eo-90001/\xff.yaml")).write_text(RECORD)
    except OSError:
        pytest.skip("this file system takes only names that are text")
    assert [code for _, code in list_codes(tracker)] == ["EO108"]


@pytest.mark.parametrize(
    "reference", ["../../etc/passwd", "eo-90001/../eo-90002/3.b", "/", "eo-90001/", "/3.b", "event/3", "a/b/c", "3(a)"]
)
def test_a_reference_that_is_no_id_is_told(tracker: Path, reference: str) -> None:
    write_tracker(tracker, {ORDER_PATH: ORDER.replace("60 days", f"60 days, of: {reference}")})
    assert list_codes(tracker) == [(ORDER_PATH, "EO212")]
