"""Files that pages load: whether the build has put them in place, and under which address they may be kept for good."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory

import reports
from assessment.settings import StartError

ROOT = Path(__file__).parent
LOOK = Path(reports.__file__).parent / "look"
BUILT = (
    ROOT / "static/vendor/bootstrap.min.css",
    ROOT / "static/vendor/htmx.min.js",
    ROOT / "static/vendor/idiomorph-ext.min.js",
    LOOK / "fonts/house-sans-400.woff2",
    LOOK / "fonts/house-sans-600.woff2",
    LOOK / "fonts/house-serif-600.woff2",
)


class AssetsMissingError(StartError):
    """The style sheets, script and fonts have not been built yet."""


def find_missing() -> list[Path]:
    """Built files that are not there."""
    return [path for path in BUILT if not path.is_file()]


def require_assets() -> None:
    missing = find_missing()
    if missing:
        raise AssetsMissingError(f"{missing[0].name} is missing: run `make assets` to build what the pages load.")


def serve_look(app: Flask) -> None:
    """Serve the look that pages and reports share at /look/, and give templates the function ``asset``."""

    @app.get("/look/<path:name>", endpoint="look")
    def look(name: str) -> Response:
        return send_from_directory(LOOK, name)

    app.jinja_env.globals["asset"] = asset


def asset(address: str) -> str:
    """The address with the file's version, e.g. "/look/type.css?v=1f0a"; works on error pages, where url_for fails."""
    return f"{request.script_root}{address}?v={_hash_file(address)}"


@cache
def _hash_file(address: str) -> str:
    folder, _, name = address.removeprefix("/").partition("/")
    path = {"look": LOOK, "static": ROOT / "static"}[folder] / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "none"
