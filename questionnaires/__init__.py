"""What is asked and how it is read: questionnaires and lenses as files, their types, and the code that checks them."""

from questionnaires.combining import combine
from questionnaires.fault import Fault, QuestionnaireError
from questionnaires.loading import check_text, load_file, load_text, read_text
from questionnaires.model import Lens, Questionnaire
from questionnaires.schema import json_schema
from questionnaires.shipped_lenses import lens, lens_ids, load_lens
from questionnaires.shipped_questionnaires import shipped, shipped_ids, shipped_text
from questionnaires.texts import fill_slots

__all__ = [
    "Fault",
    "Lens",
    "Questionnaire",
    "QuestionnaireError",
    "check_text",
    "combine",
    "fill_slots",
    "json_schema",
    "lens",
    "lens_ids",
    "load_file",
    "load_lens",
    "load_text",
    "read_text",
    "shipped",
    "shipped_ids",
    "shipped_text",
]
