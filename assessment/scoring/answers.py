"""How one answer is kept: one byte an item, in the order of the questionnaire version's items."""

NOT_ASKED = 0
NOT_APPLICABLE = 253
CANT_TELL = 254
SKIPPED = 255

MISSING = frozenset({NOT_ASKED, NOT_APPLICABLE, CANT_TELL, SKIPPED})
"""Codes that are no answer on the scale. All other codes are scale points as chosen: 1..K, before any reversing."""
