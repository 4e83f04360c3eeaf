"""`make screenshots`: pictures of the README and of the sample report, taken from a freshly built demo."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
from flask import Flask
from PIL import Image

from assessment.app import create_app
from assessment.commands.opening import open_app
from assessment.demo.build import build_demo
from assessment.reporting.service import publish_report
from assessment.settings import Settings, fill_secrets
from tests.fixtures.browser import run_browser, watched_page
from tests.fixtures.colleagues import sign_in_browser
from tests.fixtures.server import serving

PICTURE = Path("docs/images/overview.png")
SAMPLES = Path("docs/works-council/images")
SAMPLE_PAGES = (0, 3)
"""Page one, and the first driver's."""
SAMPLE_WIDTH, SAMPLE_COLOURS = 760, 64
HEIGHT = 1000
GAP = 32
PAPER = (233, 236, 240)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = open_app(fill_secrets(Settings(instance=Path(folder), log_level="ERROR")), create_app)
        with app.app_context():
            demo = build_demo(datetime.now(UTC).date(), step=print)
            path = demo.results_path
            reports = {language: publish_report(demo.this_year, language) for language in ("en", "nl")}
        pictures = [_draw_page(reports["en"], 0), *_photograph(app, path, demo.reader, Path(folder))]
    _lay_side_by_side(pictures)
    _keep_samples(reports)
    print(f"{PICTURE} made anew.")


def _keep_samples(reports: dict[str, bytes]) -> None:
    """A few pages as small pictures, for works councils that want to see what comes of a survey."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for language, report in reports.items():
        for number, place in enumerate(SAMPLE_PAGES, start=1):
            page = _draw_page(report, place)
            small = page.resize(
                (SAMPLE_WIDTH, round(page.height * SAMPLE_WIDTH / page.width)), Image.Resampling.LANCZOS
            )
            small.quantize(SAMPLE_COLOURS, dither=Image.Dither.NONE).save(
                SAMPLES / f"report-{language}-{number}.png", optimize=True
            )


def _draw_page(report: bytes, place: int) -> Image.Image:
    page = pypdfium2.PdfDocument(report)[place]
    return page.render(scale=2).to_pil()


def _photograph(app: Flask, path: str, reader: int, folder: Path) -> list[Image.Image]:
    """The results page on a laptop and on a phone, as much of it as the picture has room for."""
    pictures = []
    with serving(app) as server, run_browser() as browser:
        for name, width, height in (("laptop", 1180, 1500), ("phone", 390, 1120)):
            with watched_page(browser, viewport={"width": width, "height": height}) as page:
                sign_in_browser(app, page, server.url, reader)
                answer = page.goto(server.url + path)
                if answer is None or not answer.ok:
                    raise RuntimeError(f"{path} shows no results")
                page.screenshot(path=folder / f"{name}.png")
            pictures.append(Image.open(folder / f"{name}.png").convert("RGB"))
    return pictures


def _lay_side_by_side(pictures: list[Image.Image]) -> None:
    scaled = [picture.resize((round(picture.width * HEIGHT / picture.height), HEIGHT)) for picture in pictures]
    width = sum(picture.width for picture in scaled) + GAP * (len(scaled) + 1)
    sheet = Image.new("RGB", (width, HEIGHT + 2 * GAP), PAPER)
    left = GAP
    for picture in scaled:
        sheet.paste(picture, (left, GAP))
        left += picture.width + GAP
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
