"""Checks of the house that no ready-made tool does; `make check` runs them."""
