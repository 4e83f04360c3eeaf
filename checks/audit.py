"""Ask the advisory service about every locked package (trust rule S31): a weakness, or a package it skipped, fails.

Where the service knows not one of the packages it was not reached, or a mirror without advisories answered: that is
said in plain words and fails only when asked for (``python -m checks.audit FILE required``).
"""

import json
import subprocess
import sys
from typing import Any

COMMAND = ("pip-audit", "--no-deps", "--disable-pip", "--progress-spinner=off", "--timeout=15", "--format=json")


def audit(requirements: str) -> list[dict[str, Any]] | None:
    """What the service says of each package of the file; None when it cannot be reached at all."""
    command = [sys.executable, "-m", "pip_audit", *COMMAND[1:], "--requirement", requirements]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if not finished.stdout.strip():
        return None
    packages: list[dict[str, Any]] = json.loads(finished.stdout)["dependencies"]
    return None if all("skip_reason" in package for package in packages) else packages


def find_faults(packages: list[dict[str, Any]]) -> list[str]:
    skipped = [f"{package['name']}: {package['skip_reason']}" for package in packages if "skip_reason" in package]
    weak = [
        f"{package['name']} {package['version']}: {weakness['id']}, mended in {', '.join(weakness['fix_versions'])}"
        for package in packages
        for weakness in package.get("vulns", ())
    ]
    return skipped + weak


def main(requirements: str, required: bool) -> int:
    packages = audit(requirements)
    if packages is None:
        print("NOT AUDITED: the advisory service cannot be reached from here, so weaknesses in packages stay unknown.")
        return 1 if required else 0
    faults = find_faults(packages)
    print("\n".join(faults) or f"No known weakness in {len(packages)} packages.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "required" in sys.argv[2:]))
