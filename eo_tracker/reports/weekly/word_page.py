"""The page of the report in Word: paper, styles, what stands on each page, and what the file says of itself.

Built upon the styles that Word itself calls headings, captions and tables, so that its navigation, and whoever has the
page read to them, finds its way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eo_tracker.reports.formats import short
from eo_tracker.reports.weekly.content import Report
from eo_tracker.reports.weekly.office_package import MAKER, clean, name_property, stamp
from eo_tracker.reports.weekly.wording import write_period

if TYPE_CHECKING:
    from docx.document import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

ROOM = 9.5
"""How wide the text is, in inches: Letter paper, across, as its tables are wide."""
GAP = 0.4
"""How far columns of text are apart, in inches."""
INDENT = 5
"""How far numbers are from the end of their column, in points, so that they do not touch the text of the next."""
LEAD, CELL, NUMBER, HEAD, TABLE = "Lead", "Table Text", "Table Number", "Table Heading", "Report Table"

_WIDTH, _HEIGHT, _MARGIN, _EDGE = 11.0, 8.5, 0.75, 0.4  # inches
_FONT, _INK, _DARK, _GREY, _LINE, _PALE, _FAINT = "Arial", "1B1B1B", "162E51", "565C65", "A9AEB1", "D9E8F6", "EFF6FB"
_LANGUAGE = "en-US"
_MODE = "15"  # Word of 2013 and later; else it says "Compatibility Mode"
_PLACE_OF_PICTURE = "/docProps/thumbnail.jpeg"


def set_up(document: Document, report: Report) -> None:
    """Make an empty document ready to be written into."""
    _describe(document, report)
    _set_styles(document)
    _set_page(document.sections[0], report)


def _describe(document: Document, report: Report) -> None:
    """Say what the document is: its title, its language, of when it is."""
    from docx.oxml.ns import qn

    said, moment = document.core_properties, stamp(report.period).replace(tzinfo=None)
    said.title, said.subject = name_property(report.edition.title), name_property(write_period(report))
    said.author = said.last_modified_by = MAKER
    said.created = said.modified = moment
    said.language, said.comments, said.keywords, said.revision = _LANGUAGE, "", "", 1
    for mode in document.settings.element.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), _MODE)
    package = document.part.package
    # A picture of the page that the library begins with, and not of this one.
    for name, relation in list(package.rels.items()):
        if relation.target_part.partname == _PLACE_OF_PICTURE:
            del package.rels[name]


def _set_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    styles = document.styles
    _set_language(styles.element)
    _set_style(styles["Normal"], 10, _INK, before=4, after=4)
    for level, size, before in ((1, 20, 0), (2, 14, 16), (3, 11.5, 12)):
        _set_style(styles[f"Heading {level}"], size, _DARK, before=before, after=4, bold=True, with_next=True)
    _set_style(styles["Caption"], 9.5, _INK, before=10, after=4, bold=True, with_next=True)
    for name, size in (("Header", 9), ("Footer", 9)):
        _set_style(styles[name], size, _GREY)
        styles[name].paragraph_format.tab_stops.clear_all()  # those of a page that is not across
    added = {name: styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in (LEAD, CELL, NUMBER, HEAD)}
    for style in added.values():
        style.base_style = styles["Normal"]
    _set_style(added[LEAD], 13, _DARK, before=8, after=10, bold=True)
    _frame(added[LEAD].element.get_or_add_pPr())
    for name in (CELL, NUMBER, HEAD):
        _set_style(added[name], 9, _INK, before=2, after=2, line=1.0)
    _set_style(added[HEAD], 9, _DARK, before=2, after=2, bold=True, line=1.0, with_next=True)
    added[NUMBER].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    added[NUMBER].paragraph_format.right_indent = Pt(INDENT)
    _set_table_style(styles.add_style(TABLE, WD_STYLE_TYPE.TABLE).element)


def _set_language(styles: _Element) -> None:
    from docx.oxml.ns import qn

    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)


def _set_style(
    style: ParagraphStyle,
    size: float,
    color: str,
    *,
    before: float = 0,
    after: float = 0,
    bold: bool = False,
    line: float = 1.1,
    with_next: bool = False,
) -> None:
    """Set a style; sizes and distances are in points."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the fonts of a theme would come before those that are named
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)
    style.font.size, style.font.color.rgb, style.font.bold = Pt(size), RGBColor.from_string(color), bold
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line
    layout.keep_with_next, layout.widow_control = with_next, True


def _frame(layout: _Element) -> None:
    """Set off the paragraph that says the whole, by a bar and a tint that also show in grey."""
    _insert_in_order(
        layout,
        f'<w:pBdr {{}}><w:left w:val="single" w:sz="36" w:space="8" w:color="{_DARK}"/></w:pBdr>',
        f'<w:shd {{}} w:val="clear" w:color="auto" w:fill="{_FAINT}"/>',
    )


def _insert_in_order(layout: _Element, *elements: str) -> None:
    """Put elements where the format wants them: before the distances of the paragraph."""
    from docx.oxml.ns import nsdecls, qn
    from docx.oxml.parser import parse_xml

    spacing = layout.find(qn("w:spacing"))
    for each in elements:
        element = parse_xml(each.format(nsdecls("w")))
        if spacing is None:
            layout.append(element)
        else:
            spacing.addprevious(element)


def _set_table_style(style: _Element) -> None:
    """Draw tables with lines between their rows, and a head that is told by tint, weight and line."""
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    edge = f'w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"'
    heavy = f'w:val="single" w:sz="12" w:space="0" w:color="{_DARK}"'
    sides = '<w:top w:w="0" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    margins = f'<w:tblCellMar>{sides}<w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    space = nsdecls("w")
    head = f'<w:tcBorders><w:bottom {heavy}/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{_PALE}"/>'
    for part in (
        f"<w:tblPr {space}><w:tblBorders><w:bottom {edge}/><w:insideH {edge}/></w:tblBorders>{margins}</w:tblPr>",
        f'<w:tblStylePr {space} w:type="firstRow"><w:tcPr>{head}</w:tcPr></w:tblStylePr>',
        f'<w:tblStylePr {space} w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr>',
    ):
        style.append(parse_xml(part))


def _set_page(section: Section, report: Report) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.shared import Inches

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Inches(_WIDTH), Inches(_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(_MARGIN)
    section.header_distance = section.footer_distance = Inches(_EDGE)
    marking = short(clean(report.edition.marking or ""))
    above = section.header.paragraphs[0]
    _mark(above, marking, WD_ALIGN_PARAGRAPH.CENTER)
    below = section.footer.paragraphs[0]
    below.paragraph_format.tab_stops.add_tab_stop(Inches(ROOM), WD_TAB_ALIGNMENT.RIGHT)
    below.add_run(f"{clean(report.edition.title)[:80]}: {clean(write_period(report))[:120]}\tPage ")
    _add_field(below, "PAGE")
    below.add_run(" of ")
    _add_field(below, "NUMPAGES")
    if marking:
        _mark(section.footer.add_paragraph(style="Footer"), marking, WD_ALIGN_PARAGRAPH.CENTER)


def end_section(document: Document, last: Paragraph | None, columns: int) -> None:
    """End a part that has its text in so many columns by its last paragraph; after a table, by one hardly seen."""
    from docx.enum.section import WD_SECTION
    from docx.oxml.ns import qn
    from docx.shared import Inches, Pt

    document.add_section(WD_SECTION.CONTINUOUS)
    *_, ended, _ = document.sections
    layout = ended._sectPr
    for found in layout.findall(qn("w:cols")):
        found.set(qn("w:num"), str(columns))
        found.set(qn("w:space"), str(Inches(GAP).twips))
    ender = document.paragraphs[-1]
    if last is None:
        ender.paragraph_format.space_before = ender.paragraph_format.space_after = Pt(0)
        ender.paragraph_format.line_spacing = Pt(1)
        return
    properties: _Element = last._p.get_or_add_pPr()
    properties.append(layout)
    document.element.body.remove(ender._p)


def _mark(paragraph: Paragraph, marking: str, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """Write the marking as it stands on each page."""
    from docx.shared import RGBColor

    paragraph.alignment = alignment
    run = paragraph.add_run(marking)
    run.font.bold, run.font.color.rgb = True, RGBColor.from_string(_INK)


def _add_field(paragraph: Paragraph, code: str) -> None:
    """Add what Word works out by itself, such as the number of a page."""
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    field = f'<w:fldSimple {nsdecls("w")} w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    element: _Element = paragraph._p
    element.append(parse_xml(field))
