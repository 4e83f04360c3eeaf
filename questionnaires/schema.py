"""The JSON Schema of a questionnaire file, for editors."""

from typing import Any

from questionnaires.model import Questionnaire


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a questionnaire file as people write it. It knows keys and types; ids, languages and
    slots that must fit together are what ``assessment questionnaire check`` adds.
    """
    schema = Questionnaire.model_json_schema(by_alias=True, mode="validation")
    for piece in (schema, *schema["$defs"].values()):
        for field in piece["properties"].values():
            # The name of a field over again, with capitals, tells an editor's user nothing.
            field.pop("title", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
