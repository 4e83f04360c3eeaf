"""Links of senior managers."""

from assessment.access.own_links import OwnLinks

MEMBERS = OwnLinks("joint", "/joint")
