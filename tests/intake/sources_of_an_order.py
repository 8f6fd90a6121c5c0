"""A fictional order, which nobody signed, in each form in which official texts come."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from docx import Document

NUMBER = "99001"
TITLE = "Improving the Keeping of Lighthouses and Lightships"
SIGNED = date(2031, 3, 5)
PUBLISHED = date(2031, 3, 10)
_BODY = """
By the authority vested in me as President by the Constitution and the laws of the United States of America, it is
hereby ordered as follows:

Section 1. Policy. It is the policy of the United States that every lighthouse—on the coast or inland—be kept, and that
its keepers’ reports, the so-called “lamp books,” be read.

Sec. 2. Reports. (a) Within 60 days of the date of this order, the Commissioner of Lights (Commissioner) shall report on
lamps, and on non-electric lamps in particular.

(b) The Commissioner, in consultation with the heads of agencies, shall:

(i) count the lamps described in section 2(a) of this order, and the oil they burn, in gallons and in barrels of 42
gallons; and

(ii) propose which are to be kept.

Sec. 3. General Provisions. Nothing in this order shall be construed to impair the keeping of lamps.
"""
PARAGRAPHS = tuple(" ".join(paragraph.split()) for paragraph in _BODY.split("\n\n"))
"""The order's body, as every source is to give it."""


def write_xml() -> str:
    """Write the order as the Federal Register's XML, with a page that turns in mid-sentence."""
    return f"""<PRESDOCU>
  <EXECORD>
    <TITLE3>Title 3—</TITLE3>
    <PRES>The President<PRTPAGE P="20101"/></PRES>
    <EXECORDR>Executive Order {NUMBER} of March 5, 2031</EXECORDR>
    <HD SOURCE="HED">Improving the Keeping of Lighthouses </HD>
    <LI>and Lightships</LI>
    <FP>{PARAGRAPHS[0]}</FP>
    <FP>
      <E T="04">Section 1</E>. <E T="03">Policy.</E> It is the policy of the United States that every lighthouse—on
      the coast or inland—be <PRTPAGE P="20102"/>kept, and that its keepers' reports, the so-called “lamp
      books,” be read.</FP>
    <FP><E T="04">Sec. 2</E>. <E T="03">Reports.</E> (a) {PARAGRAPHS[2].partition("(a) ")[2]}</FP>
    <P>{PARAGRAPHS[3]}</P>
    <ST1>(i)</ST1>
    <TXT> {PARAGRAPHS[4].removeprefix("(i) ")}</TXT>
    <FP SOURCE="FP1">{PARAGRAPHS[5]}</FP>
    <FP><E T="04">Sec. 3</E>. <E T="03">General Provisions.</E> {PARAGRAPHS[6].partition("Provisions. ")[2]}</FP>
    <GPH DEEP="62"><GID>OB#1.EPS</GID></GPH>
    <PSIG>wj</PSIG>
    <PLACE>THE WHITE HOUSE,</PLACE>
    <DATE>March 5, 2031.</DATE>
    <FRDOC>[FR Doc. 2031-04001</FRDOC>
    <FILED>Filed 3-7-31; 8:45 am]</FILED>
    <BILCOD>Billing code 3295-F1</BILCOD>
  </EXECORD>
</PRESDOCU>
"""


def write_register_page() -> str:
    """Write the order as the Federal Register's body of a document, in HTML; lists are loose lines there."""
    turn = '<span class="printed-page unprinted-element"><span class="text">Start Printed Page 20102</span></span>'
    return f"""
      <a class="eo" href="/executive-order/{NUMBER}">Executive Order {NUMBER}</a> of March 5, 2031
      <h1 id="h-1">{TITLE}</h1>
      <p id="p-1" data-page="20101">{PARAGRAPHS[0]}</p>
      <p id="p-2" data-page="20101">
        <strong>Section 1</strong>. <em>Policy.</em> {PARAGRAPHS[1][19:90]}{turn}{PARAGRAPHS[1][90:]}</p>
      <p id="p-3" data-page="20102">{PARAGRAPHS[2]}</p>
      <p id="p-4" data-page="20102">{PARAGRAPHS[3]}</p>
      (i)
      {PARAGRAPHS[4].removeprefix("(i) ")}
      <p class="flush-paragraph flush-paragraph-1 flush-left" id="p-5">{PARAGRAPHS[5]}</p>
      <p id="p-6">{PARAGRAPHS[6]}</p>

      &emsp;
      THE WHITE HOUSE,
      March 5, 2031.

      Filed 3-7-31; 8:45 am]
      <div class="end-matter">
<p class="frdoc">[FR Doc. 2031-04001</p>
<p class="billing-code">Billing code 3295-F1</p>
</div>"""


GPO_TEXT = """<html>
<head>
<title>Federal Register, Volume 96 Issue 46 (Monday, March 10, 2031)</title>
</head>
<body><pre>[Federal Register Volume 96, Number 46 (Monday, March 10, 2031)]
[Presidential Documents]
[Pages 20101-20103]
From the Federal Register Online via the Government Publishing Office [<a href="http://www.gpo.gov">www.gpo.gov</a>]
[FR Doc No: 2031-04001]


\x00
\x00
\x00                        Presidential Documents\x20
\x00
\x00\x00Federal Register / Vol. 96 , No. 46 / Monday, March 10, 2031 /\x20
Presidential Documents\x20\x20

 ___________________________________________________________________

 Title 3--
 The President

[[Page 20101]]

                Executive Order 99001 of March 5, 2031

               \x20
Improving the Keeping of Lighthouses\x20
                and Lightships

                By the authority vested in me as President by the\x20
                Constitution and the laws of the United States of\x20
                America, it is hereby ordered as follows:

                Section 1. Policy. It is the policy of the United States\x20
                that every lighthouse--on the coast or inland--be

[[Page 20102]]

                kept, and that its keepers' reports, the so-called\x20
                ``lamp books,'' be read.

                Sec. 2. Reports. (a) Within 60 days of the date of this\x20
                order, the Commissioner of Lights (Commissioner) shall\x20
                report on lamps, and on non-
                electric lamps in particular.
                    (b) The Commissioner, in consultation with the heads\x20
                of agencies, shall:

(i) count the lamps described in section 2(a) of this order, and the oil\x20
they burn, in gallons and in barrels of 42 gallons; and

[[Page 20103]]

(ii) propose which are to be kept.

                Sec. 3. General Provisions. Nothing in this order shall\x20
                be construed to impair the keeping of lamps.
                <GRAPHIC(S) NOT AVAILABLE IN TIFF FORMAT>
               \x20
                    (Presidential Sig.)

                THE WHITE HOUSE,

                    March 5, 2031.

[FR Doc. 2031-04001
Filed 3-7-31; 8:45 am]
Billing code 3295-F1


</pre></body>
</html>"""

MARKDOWN = """---
tags: presidential-actions
date: '2031-03-05'
source_url: https://www.whitehouse.example/2031/03/lighthouses/
title: "Executive Order on Improving the Keeping of Lighthouses\\
  \\ and\\_Lightships"
---
\x20
By the authority vested in me as President by the Constitution and the
laws of the United States of America, it is hereby ordered as follows:\x20\x20
\x20\x20
<span style="text-decoration: underline">Section</span>
<span style="text-decoration: underline">1</span>.\xa0
<span style="text-decoration: underline">Policy</span>***.***\xa0 It is the policy of the
United States that every lighthouse—on the coast or inland—be kept, and
that its keepers’ reports, the so-called “lamp books,” be read.\x20\x20
**Sec.
2.\xa0 Reports. ** (a)\xa0 Within 60
days of the date of this order, the Commissioner of Lights
(Commissioner) shall report on lamps, and on non-electric lamps in
particular.

\xa0 \xa0 \xa0(b)\xa0 The Commissioner, in consultation with the heads of agencies,
shall:

\\(i\\) \xa0count the lamps described in section 2(a) of this order, and
the oil they burn, in gallons and in barrels of 42 gallons; and\x20\x20
          (ii)\xa0 propose which are\x20\x20
to be kept.

*Sec*. *3*. *General Provisions*. Nothing in this order shall be
construed to impair the keeping of lamps.

                             JANE Q. PUBLIC

THE WHITE HOUSE,\x20\x20
    March 5, 2031.

– – – – – – –

Annex
"""

PLAIN_TEXT = """Executive Order 99001 of March 5, 2031

Improving the Keeping of Lighthouses and Lightships

By the authority vested in me as President by the Constitution and the
laws of the United States of America, it is hereby ordered as follows:

Section 1. Policy. It is the policy of the United States that every lighthouse--
on the coast or inland--be kept, and that its keepers' reports, the so-called
"lamp books," be read.

Sec. 2. Reports. (a) Within 60 days of the date of this order, the Commissioner
of Lights (Commissioner) shall report on lamps, and on non-electric lamps in
particular.
(b) The Commissioner, in consultation with the heads of agencies, shall:
  (i) count the lamps described in section 2(a) of this order, and the oil
they burn, in gallons and in barrels of 42 gallons; and
  (ii) propose which are to be kept.

Sec. 3. General Provisions. Nothing in this order shall be construed to impair
the keeping of lamps.

JANE Q. PUBLIC

THE WHITE HOUSE,
March 5, 2031.
"""


def list_all() -> Sequence[str]:
    """List the order's paragraphs with what stands above and below them."""
    above = (f"Executive Order {NUMBER} of March 5, 2031", TITLE)
    return (*above, *PARAGRAPHS, "JANE Q. PUBLIC", "THE WHITE HOUSE,", "March 5, 2031.")


def write_white_house_page() -> str:
    """Write the order as a page of the White House's, where `<br>` sets paragraphs apart."""
    body = "<br>\n<br>".join(
        p.replace("Sec. 2. Reports.", "<u>Sec</u>. <u>2</u>.&nbsp; <u>Reports</u>.") for p in PARAGRAPHS
    )
    return f"""<!DOCTYPE html>
<html><head><title>{TITLE} – The White House</title>
<meta property="article:published_time" content="2031-03-06T10:00:00-05:00">
<link rel="canonical" href="https://www.whitehouse.example/2031/03/lighthouses/">
<script>var x = "<p>By the authority vested in me";</script></head>
<body><header><nav><ul><li><a href="/">Home</a></li></ul></nav></header>
<main><h1>{TITLE}</h1><div class="entry"><p>{body}</p><p>JANE Q. PUBLIC</p>
<p>THE WHITE HOUSE,<br>March 5, 2031.</p></div></main>
<footer><p>The White House</p></footer></body></html>"""


def write_word() -> bytes:
    """Write the order in Word."""
    document = Document()
    for paragraph in list_all():
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_pdf(lines: Sequence[str], per_page: int = 40) -> bytes:
    """Write lines of ASCII as a PDF, each page with a running head and its number."""
    pages = [lines[n : n + per_page] for n in range(0, len(lines), per_page)] or [[]]
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>")
    kids = []
    for number, page in enumerate(pages, 1):
        shown = [
            "Federal Register / Vol. 96, No. 46 / Monday, March 10, 2031 / Presidential Documents",
            *page,
            str(number),
        ]
        text = "\n".join(f"({_escape(line)}) Tj T*" for line in shown)
        content = f"BT /F1 9 Tf 11 TL 40 800 Td\n{text}\nET"
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
        page_form = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>"
        objects.append(page_form.format(len(objects)))
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    return _assemble(objects)


def _escape(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _assemble(objects: Sequence[str]) -> bytes:
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    out += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    )
    return out.encode("latin-1")
