"""Dutch pages say "je" or "u", as the survey chose; no request takes it over from another."""

import re

import pytest

from tests.assessment.respond.visitor import Visitor, arrive, change_campaign

JE = re.compile(r"\b(je|jij|jou|jouw|jezelf)\b", re.IGNORECASE)
U = re.compile(r"\b(u|uw)\b", re.IGNORECASE)


def walk(visitor: Visitor) -> dict[str, str]:
    """Every page from the welcome to the receipt, in Dutch, by its heading."""
    visitor.switch("nl")
    pages = {visitor.heading: visitor.text}
    while "/thanks" not in visitor.path:
        visitor.press(fields=dict.fromkeys(visitor.questions, "3") | {"unit": "care", "group": "staff"})
        pages[visitor.heading] = visitor.text
    return pages


@pytest.mark.parametrize(("form", "says", "never"), [("u", U, JE), ("je", JE, U)])
def test_pages_address_people_as_the_survey_chose(app, survey, form, says, never):
    purpose = {"nl": "Wij willen weten hoe onze directie helpt om goed werk te leveren."}
    change_campaign(app, survey, form_of_address=form, purpose=purpose)
    pages = walk(arrive(app, survey, unit=None, group=None))
    assert len(pages) == 10
    told = [heading for heading, text in pages.items() if says.search(text)]
    assert len(told) >= 4, told
    assert {heading: never.findall(text) for heading, text in pages.items() if never.search(text)} == {}
    assert ("Bekijk uw antwoorden" if form == "u" else "Bekijk je antwoorden") in pages


def test_two_surveys_in_one_process_keep_their_own_address(app, survey):
    """Pages, the promise and texts are kept by the process: each by the address it was written for."""
    for form in ("u", "je", "u"):
        change_campaign(app, survey, form_of_address=form)
        text = arrive(app, survey).switch("nl").text
        assert f"We weten óf {'u hebt' if form == 'u' else 'je hebt'} geantwoord" in text
        assert ("U mag elke vraag overslaan" in text) is (form == "u")
        start = app.test_client().get("/", headers={"Accept-Language": "nl"})
        assert start.text.count("Ben je uitgenodigd") == 1


def test_english_has_one_form(app, survey):
    change_campaign(app, survey, form_of_address="u")
    assert "We know whether you answered, to remind you once" in arrive(app, survey).text
