"""What checkers say of the report in every language. Those of real releases are checked with `make wide`."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.reports.archive import find_breaches
from tests.reports.checkers import check_paper

PdfOf = Callable[[str, str], bytes]


@pytest.mark.parametrize("language", ["en", pytest.param("nl", marks=pytest.mark.wide)])
def test_no_checker_finds_an_error(language: str, pdf_of: PdfOf, tmp_path: Path, tell: Callable[[str], None]) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_of("full", language))
    tell(f"Checkers, {language}: {check_paper(path)}")


def spoil(content: bytes, change: Callable[[Any], None]) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        kept = BytesIO()
        pdf.save(kept)
    return kept.getvalue()


def test_our_list_sees_what_is_broken(pdf_of: PdfOf) -> None:
    def loosen(pdf: Any) -> None:
        del pdf.Root["/OutputIntents"], pdf.Root["/AF"], pdf.Root["/Lang"]
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == pikepdf.Name.FontDescriptor:
                for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                    if key in one:
                        del one[key]

    found = {breach.partition(":")[0] for breach in find_breaches(spoil(pdf_of("full", "en"), loosen))}
    assert {"6.2.3", "6.7.4", "6.8", "6.2.11"} <= found
