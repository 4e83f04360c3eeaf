"""The pages of accounts, together on one blueprint."""

from assessment.accounts import account_routes, colleague_routes, entry_routes, factor_routes, link_routes
from assessment.accounts.blueprint import blueprint

MODULES = (account_routes, colleague_routes, entry_routes, factor_routes, link_routes)
"""Each puts its views on the blueprint."""

__all__ = ["MODULES", "blueprint"]
