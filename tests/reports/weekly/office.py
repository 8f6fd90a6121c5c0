"""LibreOffice, which opens what is written for Word and Excel; and a look into the packages themselves."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

# What it says of Java, which it does without.
_ITS_OWN = "javaldx"


def convert(file: Path, form: str) -> Path:
    """Convert a file by LibreOffice, in a profile of its own; whatever it warns of fails."""
    profile = (file.parent / "profile").resolve().as_uri()
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", form]
    done = subprocess.run(
        [*command, "--outdir", str(file.parent), str(file)], capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines() if line.strip() and _ITS_OWN not in line]
    assert (done.returncode, said) == (0, []), done.stdout
    return file.with_suffix(f".{form}")


def unpack(package: bytes) -> dict[str, Element]:
    """Parse each part of a package that is XML, without entities."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    return {name: fromstring(raw) for name, raw in parts.items() if name.endswith((".xml", ".rels"))}


def list_links(parts: dict[str, Element]) -> list[str]:
    """List what lies outside a package."""
    relations = (each for name, part in parts.items() if name.endswith(".rels") for each in part)
    return [str(each.get("Target")) for each in relations if each.get("TargetMode") == "External"]
