"""The HTML of a report: user text stays text, links lead nowhere unsafe, headings and tables are in order."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from markupsafe import escape

from reports.document import Picture, Reference, Section
from reports.html import UnsafeLinkError, bind_percent, render_html
from tests.reports.samples import CHARTS, SMALL, with_text

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</title><link rel=attachment href=file:///etc/passwd>",
    "</style><style>@import url(http://x)</style>",
    "{{ 7*7 }} {% raw %}",
    "' onmouseover='alert(1)",
    "<base href=http://x/>",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("medium", ["page", "paper"])
def test_user_text_is_text_everywhere(text: str, medium: str) -> None:
    html = render_html(with_text(text), medium)  # type: ignore[arg-type]  # the two words above are the media
    assert str(escape(text)) in html
    for opening in ("<script", "<img", "<svg onload", "<link rel=attachment", "<base", "' onmouseover='"):
        assert opening not in html
    assert html.count("</style>") == (4 if medium == "paper" else 0)
    assert html.count("</title>") == 1 + html.count("<svg")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", " ftp://x", "//x", "mailto:\na"]
)
def test_unsafe_links_are_refused(address: str) -> None:
    report = replace(SMALL, sections=(Section("x", "X", (Reference("here", address),)),))
    with pytest.raises(UnsafeLinkError):
        render_html(report)


def test_one_first_heading_and_no_level_skipped() -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", render_html(SMALL))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_followed_by_its_table(name: str) -> None:
    report = replace(SMALL, page_one=SMALL.page_one[:1], sections=(Section("x", "X", (Picture(CHARTS[name]),)),))
    html = render_html(report)
    assert html.index("<table", html.index('id="x"')) > 0
    assert bind_percent(escape(CHARTS[name].message)) in html


def test_page_links_the_styles_that_paper_carries() -> None:
    page, paper = render_html(SMALL, "page"), render_html(SMALL, "paper")
    assert page.count('<link rel="stylesheet" href="/look/') == 4
    assert "<style>" not in page
    assert 'url("look:fonts/house-sans-400.woff2")' in paper
