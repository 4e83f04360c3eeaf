"""Tables, one file an aggregate. Columns and relations only: rules live in the rooms above."""

from assessment.models.answer import AnswerSet, Comment, Draft, Invitation
from assessment.models.base import Base, LanguageMap, UtcDateTime, in_language
from assessment.models.campaign import Campaign, QuestionnaireVersion
from assessment.models.document import Document
from assessment.models.improvement import Action, Decision
from assessment.models.job import Job
from assessment.models.organisation import Organisation, RespondentGroup, Unit
from assessment.models.release import JointAnswer, Release, ReleaseCell
from assessment.models.session import db, reading_once, writing, writing_rows

__all__ = [
    "Action",
    "AnswerSet",
    "Base",
    "Campaign",
    "Comment",
    "Decision",
    "Document",
    "Draft",
    "Invitation",
    "Job",
    "JointAnswer",
    "LanguageMap",
    "Organisation",
    "QuestionnaireVersion",
    "Release",
    "ReleaseCell",
    "RespondentGroup",
    "Unit",
    "UtcDateTime",
    "db",
    "in_language",
    "reading_once",
    "writing",
    "writing_rows",
]
