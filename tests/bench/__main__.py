"""`make bench`: all figures, or those of the sections named (answering, scoring, folding, persons,
report, pages, rooms, walls).

Ends with an error where a page, a report, a room, a wall or the folding of answers is over its bound.
"""

import os
import platform
import sys

from tests.bench.answering import report_answering
from tests.bench.folding import report_folding
from tests.bench.machine import OverBoundError
from tests.bench.pages import report_pages
from tests.bench.persons import report_persons
from tests.bench.reporting import report_reports
from tests.bench.rooms import report_rooms
from tests.bench.scoring import report_scoring
from tests.bench.walls import report_walls

SECTIONS = {
    "answering": report_answering,
    "scoring": report_scoring,
    "folding": report_folding,
    "persons": report_persons,
    "report": report_reports,
    "pages": report_pages,
    "rooms": report_rooms,
    "walls": report_walls,
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
