"""The blueprint of all pages of accounts; ``routes`` puts them on it."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
