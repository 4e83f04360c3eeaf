"""Functions of at most 50 lines, files of at most 400, templates of at most 120: what is longer has two subjects."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_FUNCTION = 50
LONGEST_FILE = 400
LONGEST_TEMPLATE = 120
FOLDERS = ("assessment", "questionnaires", "reports", "tests", "checks")


def find_long(root: Path) -> Iterator[str]:
    """One line for each function, file or template below ``root`` that is too long."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            yield from _find_long_code(path, path.relative_to(root))
        for path in sorted((root / folder).rglob("templates/**/*.html")):
            lines = len(path.read_text().splitlines())
            if lines > LONGEST_TEMPLATE:
                yield f"{path.relative_to(root)}: {lines} lines, a template has at most {LONGEST_TEMPLATE}"


def _find_long_code(path: Path, name: Path) -> Iterator[str]:
    source = path.read_text()
    lines = len(source.splitlines())
    if lines > LONGEST_FILE:
        yield f"{name}: {lines} lines, a file has at most {LONGEST_FILE}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines, a function has at most {LONGEST_FUNCTION}"


def main() -> int:
    found = list(find_long(Path(__file__).parent.parent))
    print("\n".join(found) or "Every function, file and template is short enough.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
