"""``assessment doctor``"""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import cast

import click
from flask import Flask
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from assessment.assets import AssetsMissingError, require_assets
from assessment.commands.surroundings import Finding, examine_address, examine_keys, examine_mail
from assessment.database import SAFE_SQLITE, choose_sqlite, is_wal_safe
from assessment.foundation import create_foundation
from assessment.migrations import SchemaError, check_schema
from assessment.models import db
from assessment.settings import Settings, load_settings
from reports.document import Footer, Paragraph, Report
from reports.pdf import LayoutError, render_pdf


@click.command()
def command() -> None:
    """Check everything the application needs, and say what to do about what is missing."""
    settings = load_settings()
    failed = False
    for finding in examine(settings):
        failed = failed or bool(finding.problem)
        mark = "wrong" if finding.problem else "fine "
        click.echo(f"{mark}  {finding.subject}: {finding.detail}{finding.problem and f' - {finding.problem}'}")
    raise SystemExit(int(failed))


def examine(settings: Settings) -> Iterator[Finding]:
    """One finding for each part, in the order in which to mend them."""
    yield Finding("Python", sys.version.split()[0])
    yield _examine_sqlite()
    yield _examine_assets()
    yield from _examine_database(settings)
    yield _examine_pdf()
    yield examine_keys(settings)
    yield examine_address(settings)
    yield examine_mail(settings)


def _examine_sqlite() -> Finding:
    driver = choose_sqlite()
    detail = f"{driver.sqlite_version} from {'this Python' if driver is sqlite3 else 'pysqlite3'}"
    if is_wal_safe(driver):
        return Finding("SQLite", detail)
    safe = ".".join(str(part) for part in SAFE_SQLITE)
    return Finding("SQLite", f"{detail}, older than {safe}: slower, one reader or writer at a time, but safe")


def _examine_assets() -> Finding:
    try:
        require_assets()
    except AssetsMissingError as error:
        return Finding("Style sheets and fonts", "missing", str(error))
    return Finding("Style sheets and fonts", "built")


def _examine_database(settings: Settings) -> Iterator[Finding]:
    try:
        app = create_foundation(settings)
    except AssetsMissingError:
        yield Finding("Database", "not looked at", "build the style sheets first")
        return
    yield _examine(app, "Database", _describe_database)
    yield _examine(app, "Tables", _describe_tables)


def _examine(app: Flask, subject: str, describe: Callable[[Flask], str]) -> Finding:
    try:
        return Finding(subject, describe(app))
    except SchemaError as error:
        return Finding(subject, "not of this version", str(error))
    except SQLAlchemyError as error:
        return Finding(subject, f"out of reach ({type(error).__name__})", "check ASSESSMENT_DATABASE_URL")


def _describe_database(app: Flask) -> str:
    with app.app_context():
        kind = db.engine.dialect.name
        if kind == "sqlite":
            mode = db.session.scalar(text("PRAGMA journal_mode"))
            return f"SQLite, journal mode {mode}"
        return f"PostgreSQL {db.session.scalar(text('SHOW server_version'))}"


def _describe_tables(app: Flask) -> str:
    with app.app_context():
        if not inspect(db.engine).get_table_names():
            return "none yet, the first start makes them"
    check_schema(app)
    return "as this version needs them"


def _examine_pdf() -> Finding:
    """Draw one page as reports are drawn: the system may lack Pango, the packages a font."""
    try:
        drawn = render_pdf(_page())
    except LayoutError as error:
        return Finding(
            "PDF", f"cannot be drawn ({error})", "install Pango: apt install libpango-1.0-0 libpangoft2-1.0-0"
        )
    fonts = _list_fonts(PdfReader(BytesIO(drawn)))
    if not any("House-Sans" in font for font in fonts):
        return Finding("PDF", f"drawn in {', '.join(sorted(fonts))}", "the fonts are missing: run `make assets`")
    return Finding("PDF", "drawn in the fonts of the house")


def _page() -> Report:
    return Report(
        language="en",
        title="A page",
        subject="Whether reports can be drawn",
        author="assessment doctor",
        identifier="doctor",
        made_at=datetime(2026, 1, 1, tzinfo=UTC),
        page_one=(Paragraph("Drawn to see whether reports can be."),),
        sections=(),
        footer=Footer("Doctor", "Page {page} of {pages}"),
    )


def _list_fonts(reader: PdfReader) -> set[str]:
    resources = cast(DictionaryObject, reader.pages[0]["/Resources"].get_object())
    fonts = cast(DictionaryObject, resources["/Font"].get_object())
    return {str(cast(DictionaryObject, font.get_object())["/BaseFont"]) for font in fonts.values()}
