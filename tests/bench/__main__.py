"""`make bench`: all figures, or those of the sections named (answering, scoring, persons, reports, pages).

Ends with an error where a page of colleagues is over its bound.
"""

import os
import platform
import sys

from tests.bench.answering import report_answering
from tests.bench.pages import OverBoundError, report_pages
from tests.bench.persons import report_persons
from tests.bench.reporting import report_reports
from tests.bench.scoring import report_scoring

SECTIONS = {
    "answering": report_answering,
    "scoring": report_scoring,
    "persons": report_persons,
    "reports": report_reports,
    "pages": report_pages,
}


def main() -> None:
    # As the command does: the processes that are measured load NumPy after this.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    for name in sys.argv[1:] or SECTIONS:
        print(name)
        try:
            for line in SECTIONS[name]():
                print(line, flush=True)
        except OverBoundError as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
