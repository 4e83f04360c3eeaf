"""Does the text of a PDF say what its pages show, also where letters carry marks? Read by two readers."""

from dataclasses import replace
from io import BytesIO
from unicodedata import normalize

import pymupdf
import pytest
from pypdf import PdfReader

from reports.document import Paragraph, Report, Title
from reports.pdf import render_pdf
from tests.reports.conftest import PATIENT
from tests.reports.samples import SMALL

STROKE, OVER, TANWIN = "\N{COMBINING LONG STROKE OVERLAY}", "\N{COMBINING DOT ABOVE}", "\N{ARABIC FATHATAN}"
GROUPS = {
    "a letter first seen below marks": (f"q{STROKE}{OVER}", "q", "q"),
    "two letters with one mark": (f"q{STROKE}", f"z{STROKE}", f"q{STROKE}z"),
    "a letter that no font has whole": ("\N{LATIN CAPITAL LETTER O WITH OGONEK AND MACRON}", "Qx", "Qx"),
    "Arabic": (f"ب{TANWIN}", "ب", "ب"),
    "Arabic with one mark": (f"ب{TANWIN}", f"ك{TANWIN}", f"ك{TANWIN}"),
    "a form that the font knows by a number": ("ضؤ\N{ARABIC FATHA}ى", "ضؤ", "ىؤ\N{ARABIC FATHA}"),
    "a ligature": ("لا", "office", "office"),
}


def make_report(*texts: str) -> Report:
    return replace(SMALL, page_one=(Title("T"), *map(Paragraph, texts)), sections=(), attachments=())


@pytest.mark.parametrize("group", GROUPS)
def test_each_sign_says_its_own_letters(group: str) -> None:
    first, then, said = GROUPS[group]
    pdf = render_pdf(make_report(first, then, said), PATIENT)
    (page,) = PdfReader(BytesIO(pdf)).pages
    (other,) = pymupdf.open(stream=pdf)
    wanted = sorted(normalize("NFKD", "T" + first + then + said))
    for read in (page.extract_text(), other.get_text()):
        text = normalize("NFKD", read.partition("report small-1")[0])
        assert sorted(letter for letter in text if not letter.isspace()) == wanted
