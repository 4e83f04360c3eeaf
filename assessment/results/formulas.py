"""Texts in tables for spreadsheets: none of them is taken for a formula (trust rule S22)."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


def defuse(text: str) -> str:
    """The text, with a quote before it where a spreadsheet would reckon it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def defuse_value(text: str) -> str:
    """The same for a figure: a number below zero stays a number."""
    return text if _is_number(text) else defuse(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").replace(".", "", 1).isdigit()
