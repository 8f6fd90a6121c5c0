"""The report's page in a real browser: axe-core finds nothing, keys reach all, nothing is loaded or cut off."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from eo_tracker.reports.weekly.content import Edition
from eo_tracker.reports.weekly.writers import write
from tests.reports.weekly.made import BUSY, HOSTILE, gather, poison

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)")

NARROW, WIDE = 320, 1280
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    arguments = ["--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages as files: of the demo, and with text of strangers in every place."""
    folder = tmp_path_factory.mktemp("pages")
    report = gather(demo, BUSY, Edition(marking="CUI//SP-LEI"))
    (folder / "demo.html").write_bytes(write(report, "html"))
    for number, text in enumerate(HOSTILE):
        (folder / f"hostile-{number}.html").write_bytes(write(poison(report, text), "html"))
    return folder


def open_page(browser: Browser, path: Path, width: int = WIDE, scheme: Scheme = "light", script: bool = True) -> Page:
    viewport: Any = {"width": width, "height": 900}
    page = browser.new_page(viewport=viewport, color_scheme=scheme, java_script_enabled=script)
    page.goto(path.as_uri())
    return page


def listen(page: Page) -> list[str]:
    """Hear what a page asks for, what it says to its reader, and what it complains of."""
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_nothing(browser: Browser, pages: Path, width: int, scheme: Scheme) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    page = open_page(browser, pages / "demo.html", width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.locator("thead button").first.click()
    for words, shown in (("reading", "rows shown"), ("no such words", "0 of ")):
        page.locator("input").first.fill(words)
        page.get_by_role("status").first.filter(has_text=shown).wait_for()
        found = Axe().run(page)
        assert found.response["passes"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []
    page.close()


def test_text_of_strangers_runs_nothing_loads_nothing_and_pushes_nothing_aside(browser: Browser, pages: Path) -> None:
    for path in sorted(pages.glob("*.html")):
        page = browser.new_page(viewport={"width": NARROW, "height": 900})
        told = listen(page)
        page.goto(path.as_uri())
        assert told == [path.as_uri()]
        assert page.locator("thead button").count() > 0, "the page's own script has not run"
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW, path.name
        page.close()


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "demo.html")
    can_be_reached = page.evaluate(
        """() => {
          const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")];
          const shown = all.filter(each => each.checkVisibility());
          shown.forEach((each, n) => { each.dataset.place = n });
          return shown.length;
        }"""
    )
    places = []
    for _ in range(can_be_reached):
        page.keyboard.press("Tab")
        places.append(page.evaluate("Number(document.activeElement.dataset.place)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", places[-1]
    assert places == list(range(can_be_reached))
    page.close()


def test_on_a_telephone_all_is_seen_without_scrolling_sideways(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "demo.html", NARROW)
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    too_wide = """() => [...document.querySelectorAll(".scroll, svg, td, th")]
      .filter(each => each.checkVisibility())
      .filter(each => each.scrollWidth > each.clientWidth + 1 || each.getBoundingClientRect().right > innerWidth)
      .map(each => each.outerHTML.slice(0, 200))"""
    assert page.evaluate(too_wide) == []
    assert not page.locator(".contents ul").first.is_visible()
    words = page.evaluate(
        """() => [...document.querySelectorAll("svg text")].filter(each => each.checkVisibility())
          .map(each => each.getBoundingClientRect().height)"""
    )
    assert len(words) > 30
    assert min(words) >= 10, "words in a picture are too small to be read"
    page.close()


def test_a_card_says_before_each_cell_what_it_is(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "demo.html", NARROW)
    table = page.get_by_role("table", name="Overdue, the longest first, by lead")
    row = table.get_by_role("row").first
    assert row.get_by_role("rowheader").inner_text() == "EO 99101, Sec. 3(a)"
    told = row.get_by_role("cell").evaluate_all(
        "cells => cells.map(each => getComputedStyle(each, '::before').content.slice(1, -1))"
    )
    assert told == ["What it requires", "Lead", "Due", "Standing", "Last word", "Acknowledged"]
    page.close()


def test_beside_a_wide_page_the_contents_are_open(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "demo.html")
    assert page.get_by_role("link", name="Overdue", exact=True).is_visible()
    assert page.locator("svg:visible").count() == 3
    page.close()


def test_print_is_marked_on_each_page_and_has_nothing_to_press(browser: Browser, pages: Path, tmp_path: Path) -> None:
    page = open_page(browser, pages / "demo.html")
    page.emulate_media(media="print")
    assert page.locator("nav:visible, input:visible, summary:visible").count() == 0
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext, which reads the pages, is not installed")
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    printed = ["pdftotext", "-layout", str(tmp_path / "printed.pdf"), "-"]
    text = subprocess.run(printed, capture_output=True, text=True, check=True).stdout
    sheets = text.rstrip("\f\n").split("\f")
    assert len(sheets) > 4
    assert [sheet.count("CUI//SP-LEI") >= 2 for sheet in sheets] == [True] * len(sheets)
    assert all(f"{number} of {len(sheets)}" in sheet for number, sheet in enumerate(sheets, 1))
    assert "Overdue" in sheets[0]
    page.close()


def test_the_contents_are_skipped_by_the_first_key(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "demo.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_a_table_is_sorted_by_keyboard_and_says_so(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "demo.html")
    table = page.get_by_role("table", name="What each agency leads, and how it stands")
    written = table.locator("tbody th").all_inner_texts()
    head = table.locator("thead th", has_text="Leads")
    seen = []
    head.get_by_role("button").focus()
    for _ in range(3):
        page.keyboard.press("Enter")
        numbers = [int(each) for each in table.locator("tbody tr td:nth-child(2)").all_inner_texts()]
        seen.append((head.get_attribute("aria-sort"), numbers))
    assert [state for state, _ in seen] == ["ascending", "descending", "none"]
    assert seen[0][1] == sorted(seen[0][1])
    assert seen[1][1] == sorted(seen[1][1], reverse=True)
    assert table.locator("tbody th").all_inner_texts() == written
    page.close()


def test_a_filter_shows_rows_with_all_its_words_and_counts_them(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "demo.html")
    section = page.locator("section", has=page.locator("#orders"))
    every = section.locator("tbody tr").count()
    section.get_by_label("Show only rows with").fill("OVERDUE bells")
    section.get_by_role("status").filter(has_text=f"1 of {every} rows shown").wait_for()
    assert section.locator("tbody tr:visible th").all_inner_texts() == ["EO 99101, Sec. 3(a)"]
    assert section.locator("h3:visible").count() == 1
    section.get_by_label("Show only rows with").fill("")
    section.get_by_role("status").filter(has_not_text="rows").wait_for(state="attached")
    page.wait_for_function("document.querySelectorAll('tr[hidden]').length === 0")
    page.close()


def test_without_script_all_is_there_and_nothing_is_dead(browser: Browser, pages: Path) -> None:
    page = open_page(browser, pages / "demo.html", script=False)
    assert page.locator("button, input").count() == 0
    assert page.locator("tbody tr:visible").count() > 50
    assert page.locator("svg[role=img]:visible").count() == 3
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_can_be_told_from_the_page(browser: Browser, pages: Path, scheme: Scheme) -> None:
    """Colours of pictures stand out from the page by 3 to 1, and their words by 4.5 to 1 (WCAG 1.4.11 and 1.4.3)."""
    page = open_page(browser, pages / "demo.html", scheme=scheme)
    found = page.evaluate(
        """() => {
          const style = getComputedStyle(document.documentElement);
          const light = (hex) => [1, 3, 5]
            .map(at => parseInt(hex.slice(at, at + 2), 16) / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
          const of = (name) => light(style.getPropertyValue(`--${name}`).trim());
          const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const names = ["overdue", "soon", "later", "met", "late", "closed", "blue", "ink", "quiet"];
          return Object.fromEntries(names.map(name => [name, ratio(of(name), of("paper"))]));
        }"""
    )
    assert {name: ratio for name, ratio in found.items() if ratio < 3} == {}
    assert min(found["ink"], found["quiet"], found["blue"]) >= 4.5
    page.close()
