"""`make pack`: the pages in docs/works-council, written by the code that makes the same paper for a survey."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from assessment.council.facts import describe_standard
from assessment.council.pack import build_pack
from assessment.council.service import LANGUAGES
from assessment.foundation import create_foundation
from assessment.results.numbers import speaking
from assessment.settings import Settings, fill_secrets
from reports.markdown import write_pages

FOLDER = Path(__file__).parent.parent / "docs/works-council"
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""Not printed: pages carry no day, so that they stay the same until a word changes."""

HEAD = "<!-- Written by `make pack`. Change the texts in assessment/council, not here. -->\n\n"
PICTURES = {
    "en": ("Page one of the report of a made-up organisation", "A page of the report about one driver"),
    "nl": ("Pagina één van het rapport van een verzonnen organisatie", "Een pagina van het rapport over één factor"),
}


def write_pack() -> dict[Path, str]:
    """All pages by where they stand below ``FOLDER``."""
    pages: dict[Path, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        app = create_foundation(fill_secrets(Settings(instance=Path(folder))))
        with app.app_context():
            for language in LANGUAGES:
                for name, text in _write_language(language).items():
                    pages[FOLDER / ("" if language == "en" else language) / name] = HEAD + text
    return pages


def _write_language(language: str) -> dict[str, str]:
    with speaking(language):
        pages = write_pages(build_pack(describe_standard(language), MADE_AT, "standard"))
    here = "" if language == "en" else "../"
    other = ("[Nederlands](nl/README.md)", "[English](../README.md)")[language == "nl"]
    pages["README.md"] += f"\n{other}\n"
    pages["sample-report.md"] += "".join(
        f"\n![{text}]({here}images/report-{language}-{number}.png)\n"
        for number, text in enumerate(PICTURES[language], start=1)
    )
    return pages


def main() -> None:
    for path, text in write_pack().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{FOLDER.name} written.")


if __name__ == "__main__":
    main()
