"""Tables, one file an aggregate. Columns and relations only: rules live in the rooms above."""

from assessment.models.account import ROLES, Account, Attempt, Membership, SignIn, Welcome
from assessment.models.answer import AnswerSet, Comment, Draft, Invitation, Receipt
from assessment.models.audit import AuditEntry
from assessment.models.base import Base, LanguageMap, UtcDateTime, in_language
from assessment.models.campaign import Campaign, QuestionnaireVersion
from assessment.models.document import Document
from assessment.models.improvement import SAID, Action, AdviceChoice, Decision, DecisionAnswer, DriverTarget
from assessment.models.job import Job
from assessment.models.joint import JointMember, JointTeam
from assessment.models.mail import Mail
from assessment.models.organisation import HeadCount, Organisation, RespondentGroup, Unit
from assessment.models.paper import PaperBatch
from assessment.models.person import Person, make_sort_key
from assessment.models.publication import Look, Publication, PublicationReader, ReportWords
from assessment.models.release import (
    CommentReview,
    CommentToRead,
    JointAnswer,
    Release,
    ReleaseCell,
    ReleasedComment,
)
from assessment.models.session import db, reading_once, writing, writing_rows
from assessment.models.workshop import (
    Acquaintance,
    CanvasChange,
    Cluster,
    NameProposal,
    NetworkRequest,
    Note,
    PartAgreement,
    Participant,
    PartScore,
    Tap,
    Vote,
    Workshop,
    WorkshopTemplate,
)

__all__ = [
    "ROLES",
    "SAID",
    "Account",
    "Acquaintance",
    "Action",
    "AdviceChoice",
    "AnswerSet",
    "Attempt",
    "AuditEntry",
    "Base",
    "Campaign",
    "CanvasChange",
    "Cluster",
    "Comment",
    "CommentReview",
    "CommentToRead",
    "Decision",
    "DecisionAnswer",
    "Document",
    "Draft",
    "DriverTarget",
    "HeadCount",
    "Invitation",
    "Job",
    "JointAnswer",
    "JointMember",
    "JointTeam",
    "LanguageMap",
    "Look",
    "Mail",
    "Membership",
    "NameProposal",
    "NetworkRequest",
    "Note",
    "Organisation",
    "PaperBatch",
    "PartAgreement",
    "PartScore",
    "Participant",
    "Person",
    "Publication",
    "PublicationReader",
    "QuestionnaireVersion",
    "Receipt",
    "Release",
    "ReleaseCell",
    "ReleasedComment",
    "ReportWords",
    "RespondentGroup",
    "SignIn",
    "Tap",
    "Unit",
    "UtcDateTime",
    "Vote",
    "Welcome",
    "Workshop",
    "WorkshopTemplate",
    "db",
    "in_language",
    "make_sort_key",
    "reading_once",
    "writing",
    "writing_rows",
]
