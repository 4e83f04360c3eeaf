"""The trail of who changed what: rows are added and never changed, each with the hash of the one before (S32).

A service that changes something calls :func:`record` in the transaction that changes it. Nothing in the trail says who
answered a survey, or what.
"""

from assessment.audit.actor import SYSTEM, act_as, let_act
from assessment.audit.service import record

__all__ = ["SYSTEM", "act_as", "let_act", "record"]
