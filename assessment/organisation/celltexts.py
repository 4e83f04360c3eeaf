"""What stands in place of a cell that is never computed or passed on: neither can be typed."""

ERROR_CELL = "\N{NULL}error"
FORMULA_CELL = "\N{NULL}formula"
