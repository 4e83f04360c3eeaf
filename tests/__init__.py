"""Tests, and what they share."""

import os

# As in the application itself (its command line): several threads only wait for each other in sums as small as ours.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
