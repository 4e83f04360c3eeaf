"""Texts that are painted in an order of their own: a genuine report verifies, and a changed one is seen and named."""

from dataclasses import replace

import pytest

from reports.charts import HeatCell, HeatMap, HeatRow
from reports.document import Bullets, Paragraph, Picture, Report, Section, Title
from reports.html import render_html
from reports.pdf import lay_out
from reports.printed import compare_pages
from reports.texts import squash
from tests.reports.conftest import PATIENT
from tests.reports.samples import GAPS, SMALL

SOUP = (
    "\u202bؿح يىتآؿؿئءح\u202c \u202bאקיכקלדץמכפ התןשיןםחכ\u202c \u202bprice 12,50 (a)\u202c",
    "\u202aprice 12,50 (a) \u202dبأظخ لض خػخقىؤإث \u202aנעזשלחץבעךם",
    "üa\u0301\u0489\u20dd\u0336ẹ\u0336\u0336aC\u0327\u0327\u0331\u0331\u0308\u0301e\u0336\u0489",
    "ْاشئكعلْثئ نٌثع ضؤَىلػ",
    "ﷺ½²℃Åﬀﷺ ﬅ²ﷺﬃ",
    ")%( -[",
    "\u2067\u202eabc (1)",
    "هًصِظدغسًزب منطٍجايَغَى ٍَّؤُءأإ",
    "ÞȰȦÅÚēç ǸȬǬŒíǘ",
    "ab\U000e054c\u2065cd",
    "ن\u200dم\u061cb\u2061a",
    "🏳️‍🌈☃︎1️⃣",
)


def make_report(texts: tuple[str, ...]) -> Report:
    rows = tuple(HeatRow(text, (HeatCell("12", 1), HeatCell("88", 5)), "34") for text in texts)
    heat = HeatMap("Units side by side", "Unit", "Answers", ("Commitment", "Reward"), rows)
    words = tuple(Paragraph(part) for text in texts for part in (text, "Between them", "48 of 100"))
    bullets = Bullets(tuple((text, "") for text in texts), kind="compact")
    gaps = Picture(replace(GAPS, rows=tuple(replace(GAPS.rows[0], label=text) for text in texts[:6])))
    section = Section("soup", "Soup", (*words, Picture(heat), bullets, gaps, Picture(GAPS)))
    return replace(SMALL, page_one=(Title("T"),), sections=(section,), attachments=())


@pytest.mark.wide
@pytest.mark.parametrize("turn", range(3))
def test_a_genuine_report_verifies(turn: int) -> None:
    texts = (*SOUP[4 * turn :], *SOUP[: 4 * turn])
    report = make_report(texts + texts[::-1])
    assert compare_pages(report, lay_out(render_html(report), report, PATIENT)) == ()


CHANGES = {
    "a figure": ("48 of 100", "68 of 100", "6"),
    "a figure in a heat map": (">88</td>", ">98</td>", "9"),
    "a plain word": ("Between them", "Beneath them", "neath"),
    "a plain word in a picture": (">Culture</text>", ">Sculpture</text>", "Culture"),
    "a letter from right to left": ("התןשיןםחכ", "התןשיןםחא", SOUP[0][:8]),
    "a letter below marks": ("üa\u0301", "üo\u0301", SOUP[2][:8]),
    "a letter more": (SOUP[3], SOUP[3] + "ب", SOUP[3][:8]),
    "a letter less": ("بأظخ", "بأظ", SOUP[1][:8]),
    "a figure among turned letters": ("12,50 (a) \u202dبأ", "12,90 (a) \u202dبأ", "price"),
}


@pytest.mark.wide
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_changed_report_is_named(change: str, place: str) -> None:
    before, after, named = CHANGES[change]
    report = make_report(SOUP)
    html = render_html(report)
    parts = html.partition(before) if place == "first" else html.rpartition(before)
    assert parts[1] == before
    changed = after.join(parts[::2])
    found = compare_pages(report, lay_out(changed, report, PATIENT))
    assert found
    assert any(squash(named) in squash(line) for line in found), found
