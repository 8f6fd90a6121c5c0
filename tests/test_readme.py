"""The README is held to the program: its commands, their output, its Python, its tables."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import eo_tracker
from eo_tracker.domain.records import Record
from eo_tracker.domain.words import Timeliness
from tests.readme import (
    README,
    Transcript,
    clone_of_the_story,
    demo,
    environment_of_the_story,
    folder_of_the_demo,
    output_in_demo,
    output_of,
    story,
    transcripts,
)
from tests.terminal import ROOT, environment, run

TEXT = README.read_text("utf-8")

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@needs_terminal
@pytest.mark.parametrize(
    "transcript",
    [t for t in transcripts(TEXT) if t not in transcripts(story(TEXT) + demo(TEXT))],
    ids=lambda t: t.command,
)
def test_transcript_shows_what_the_program_shows(transcript: Transcript) -> None:
    assert output_of(transcript.command) == transcript.output


@needs_terminal
def test_the_liaisons_page_tells_what_happens() -> None:
    with clone_of_the_story(TEXT) as clone:
        env = environment_of_the_story()
        for transcript in transcripts(story(TEXT)):
            assert output_of(transcript.command, cwd=clone, env=env) == transcript.output


@needs_terminal
def test_the_demos_page_shows_the_demo() -> None:
    with folder_of_the_demo() as folder:
        for transcript in transcripts(demo(TEXT)):
            assert output_in_demo(transcript.command, folder) == transcript.output


def test_there_are_transcripts() -> None:
    assert len(transcripts(TEXT)) >= 5
    assert len(transcripts(story(TEXT))) >= 5
    assert len(transcripts(demo(TEXT))) >= 3


def test_python_example_prints_what_the_readme_says() -> None:
    code = re.search(r"```python\n(.*?)```\n\nprints `([^`]+)`", TEXT, re.DOTALL)
    assert code
    done = subprocess.run(
        [sys.executable, "-c", code[1]], capture_output=True, check=True, cwd=ROOT, env=environment(), text=True
    )
    assert done.stdout.strip() == code[2]


def test_every_command_is_in_the_table() -> None:
    listed = re.findall(r"^\| `(\w+)[^`]*` \|", TEXT, re.MULTILINE)
    shown = re.findall(r"^  (\w+)  ", run("--help").stdout.partition("Commands:")[2], re.MULTILINE)
    assert set(shown) <= set(listed)


def test_what_a_pipeline_takes_is_shown_in_ten_lines_each() -> None:
    blocks = re.findall(r"```(?:yaml|sh)\n(.*?)```", TEXT.partition("## For CI\n")[2].partition("\n## ")[0], re.DOTALL)
    assert len(blocks) >= 6
    assert max(block.count("\n") for block in blocks) <= 10
    named = "\n".join(blocks)
    assert all(word in named for word in ("actions/checkout@", "file: .gitlab/eo-tracker.yml", "id: eo-tracker-check"))


def test_every_timeliness_is_explained() -> None:
    assert all(f"`{word}`" in TEXT for word in get_args(Timeliness))


@pytest.mark.parametrize("form", ["within", "by", "by_end_of", "every", "immediately"])
def test_every_deadline_of_the_table_can_be_read(form: str) -> None:
    from eo_tracker.domain.deadlines import Deadline
    from eo_tracker.repository.tree import read_tree

    written = re.findall(r"^\| `(\{[^`]*\})` \|", TEXT, re.MULTILINE)
    assert any(form in deadline for deadline in written)
    for deadline in written:
        Deadline.model_validate(read_tree(deadline)[0])


@pytest.mark.parametrize("name", ["status/eo-99001/2.a.yaml", "directives/eo-99001.yaml", "directives/agencies.yaml"])
def test_every_file_of_the_readme_is_read_without_a_fault(tmp_path: Path, name: str) -> None:
    files = dict(re.findall(r"```yaml\n# fictional: (\S+)\n(.*?)```", TEXT, re.DOTALL))
    assert name in files
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, "utf-8")
    assert not eo_tracker.open_repository(tmp_path).problems(datetime.date(2026, 11, 24))


def test_the_readme_names_every_key_of_a_record() -> None:
    assert all(f"{key}:" in TEXT for key in Record.model_fields)
