"""Every line of a printed report stands out from the paper or the colour under it, drawn at 200 dots an inch."""

from collections.abc import Callable

import pymupdf
import pypdfium2
import pytest

from tests.fixtures.pixels import Box, find_faint

SCALE = 200 / 72


@pytest.mark.wide
@pytest.mark.parametrize(("variant", "language"), [("full", "en"), ("few people", "nl")])
def test_every_line_is_legible(variant: str, language: str, pdf_of: Callable[[str, str], bytes]) -> None:
    content = pdf_of(variant, language)
    faint = []
    with pymupdf.open(stream=content) as document, pypdfium2.PdfDocument(content) as drawn:
        for page, picture in zip(document, drawn, strict=True):
            boxes = [
                Box(span["text"], *(SCALE * edge for edge in span["bbox"]))
                for block in page.get_text("dict")["blocks"]
                for line in block.get("lines", ())
                for span in line["spans"]
                if span["text"].strip()
            ]
            assert boxes
            faint += [
                f"page {page.number + 1}: {one}" for one in find_faint(picture.render(scale=SCALE).to_pil(), boxes)
            ]
    assert faint == []
