"""From the welcome to the receipt, and what is stored then."""

from datetime import UTC, datetime

from sqlalchemy import select

from assessment.campaigns.service import create_campaign, open_campaign
from assessment.models import Campaign, Comment, Draft, Invitation, Release, db, writing
from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from questionnaires import combine, shipped, shipped_text
from tests.assessment.respond.visitor import arrive, stored
from tests.fixtures.surveys import open_survey, plan_survey

DRIVERS = shipped("senior-management-drivers")


def code_at(answers: bytes, item: str) -> int:
    return answers[DRIVERS.position[item]]


def test_answers_are_stored_byte_by_byte_as_given(app, survey):
    visitor = arrive(app, survey)
    assert visitor.heading == "Quality at Zonneveld 2027"

    visitor.press()
    assert (visitor.heading, visitor.path) == ("Commitment", "/survey/questions/1")

    visitor.press(
        fields={
            "q-commitment-attend": "1",
            "q-commitment-see": "cant-tell",
            "q-commitment-money": "not-applicable",
            "q-commitment-cut": "5",
        }
    ).answer_all("2")
    assert visitor.heading == "Check your answers"
    assert "4 of 6 answered" in visitor.text

    visitor.press()
    assert (visitor.heading, visitor.path) == ("We have your answers", "/survey/thanks")
    expected = bytearray([2] * len(DRIVERS.items))
    for item, code in {
        "commitment-attend": 1,
        "commitment-see": CANT_TELL,
        "commitment-money": NOT_APPLICABLE,
        "commitment-cut": 5,
        "commitment-answer": SKIPPED,
        "commitment-belief": SKIPPED,
        "after-survey": NOT_ASKED,
    }.items():
        expected[DRIVERS.position[item]] = code
    assert stored(app) == [("care", "staff", bytes(expected))]


def test_nothing_of_the_draft_stays_and_the_invitation_is_done(app, survey):
    arrive(app, survey).press().answer_all().press()

    with app.app_context():
        assert db.session.scalars(select(Draft)).all() == []
        assert db.session.scalars(select(Invitation.done)).all() == [True]


def test_going_back_shows_what_was_answered_and_keeps_what_is_changed(app, survey):
    visitor = arrive(app, survey).press()
    visitor.press(fields={"q-commitment-attend": "3"})
    assert visitor.heading == "Reward"

    visitor.press("back", fields={"q-reward-soon": "2"})
    assert visitor.heading == "Commitment"
    assert visitor.checked == {"q-commitment-attend": "3"}

    visitor.press(fields={"q-commitment-attend": "4"})
    assert visitor.heading == "Reward"
    assert visitor.checked == {"q-reward-soon": "2"}


def test_switching_the_language_keeps_what_is_filled_in(app, survey):
    visitor = arrive(app, survey).press()

    visitor.switch("nl", fields={"q-commitment-attend": "3", "comment": "Nog niet klaar"})

    assert visitor.heading == "Inzet van de top"
    assert 'lang="nl"' in visitor.page.text
    assert visitor.checked == {"q-commitment-attend": "3"}
    assert ">\nNog niet klaar</textarea>" in visitor.page.text
    assert visitor.open("/survey/review").heading == "Bekijk je antwoorden"


def test_a_forged_answer_is_an_error_and_the_others_are_kept(app, survey):
    visitor = arrive(app, survey).press()

    visitor.press(fields={"q-commitment-attend": "6", "q-commitment-see": "2"})

    assert visitor.page.status_code == 422
    assert visitor.title == "Error: Commitment"
    assert 'href="#q-commitment-attend-0"' in visitor.page.text
    assert visitor.checked == {"q-commitment-see": "2"}


def test_two_answers_to_one_question_are_an_error(app, survey):
    visitor = arrive(app, survey).press().press(fields={"q-commitment-attend": ["1", "2"]})

    assert visitor.page.status_code == 422


def test_a_comment_of_2000_characters_fits_and_one_more_does_not(app, survey):
    visitor = arrive(app, survey).press().press(fields={"comment": "é" * 2001})

    assert visitor.title == "Error: Commitment"
    assert "Shorten your comment to 2,000 characters: it has 2,001" in visitor.text
    assert "é" * 2001 in visitor.page.text
    assert visitor.press(fields={"comment": "é" * 1999 + "\r\n"}).heading == "Reward"


def test_a_nul_in_a_comment_is_refused_with_its_reason(app, survey):
    visitor = arrive(app, survey).press().press(fields={"comment": "one\0two"})

    assert visitor.page.status_code == 422
    assert "Remove the NUL character from your comment" in visitor.text


def test_comments_are_stored_apart_and_as_typed(app, survey):
    texts = {1: "<b>Bold</b> & “quoted”\r\nsecond line", 2: "   ", 3: "العربية 😀 e\u0301"}
    visitor = arrive(app, survey).press()
    for number in (1, 2, 3):
        visitor.press(fields={"comment": texts[number]})
    assert "&lt;b&gt;Bold&lt;/b&gt;" in visitor.open("/survey/review").page.text

    visitor.press()
    with app.app_context():
        comments = db.session.scalars(select(Comment)).all()
        assert {(comment.dimension, comment.text) for comment in comments} == {
            ("commitment", "<b>Bold</b> & “quoted”\nsecond line"),
            ("leadership", "العربية 😀 e\u0301"),
        }
        assert {(comment.unit, comment.group_) for comment in comments} == {("care", "staff")}


def test_no_comment_is_asked_where_the_survey_asks_none(app):
    with app.app_context():
        survey = open_survey(asks_comments=False)
    visitor = arrive(app, survey).press()
    assert "<textarea" not in visitor.page.text

    visitor.press(fields={"comment": "All the same"}).answer_all().press()
    with app.app_context():
        assert db.session.scalars(select(Comment)).all() == []


def test_a_question_changed_from_the_review_leads_back_to_it(app, survey):
    visitor = arrive(app, survey).press().answer_all()

    visitor.open("/survey/questions/2?after=review").press(fields={"q-reward-soon": "1"})

    assert visitor.heading == "Check your answers"
    visitor.press()
    assert code_at(stored(app)[0][2], "reward-soon") == 1


def test_senior_managers_answer_about_themselves_and_are_of_no_unit(app):
    with app.app_context():
        survey = open_survey(joint_answer_promised=False)
    visitor = arrive(app, survey, unit=None, group="senior-managers")
    visitor.press()

    assert visitor.heading == "Commitment"
    assert "When staff met about quality, one of us took part." in visitor.text
    assert "“We” in these questions means: A. Jansen, B. Kaya and C. Smit (the board)." in visitor.text
    visitor.answer_all().press()
    assert stored(app)[0][:2] == (None, "senior-managers")


def test_every_page_of_questions_names_the_senior_managers(app, survey):
    visitor = arrive(app, survey).press()
    for _ in range(6):
        assert "With senior managers we mean: A. Jansen, B. Kaya and C. Smit (the board)." in visitor.text
        visitor.press()


def test_after_a_first_release_people_are_asked_what_came_of_it(app, survey):
    first = arrive(app, survey).press().open("/survey/questions/6")
    assert first.questions == ["q-expect-action"]
    with app.app_context():
        with writing() as session:
            organisation_id = db.session.get_one(Invitation, 1).organisation_id
            earlier = {"format": 1, "released_at": datetime(2020, 1, 1, tzinfo=UTC), "sha256": "", "summary": "{}"}
            session.add(Release(organisation_id=organisation_id, campaign_id=survey, **earlier))
            session.get_one(Campaign, survey).state = "released"
        second = open_survey_of(organisation_id)

    visitor = arrive(app, second).press().open("/survey/questions/6")
    assert visitor.questions == ["q-after-survey"]
    visitor.answer_all().press()
    assert code_at(stored(app)[0][2], "expect-action") == NOT_ASKED
    assert code_at(stored(app)[0][2], "after-survey") == 4


def open_survey_of(organisation_id: int) -> int:
    campaign_id = create_campaign(organisation_id, plan_survey())
    open_campaign(campaign_id)
    return campaign_id


def test_questions_about_software_are_asked_only_where_software_is_built(app):
    both = combine(DRIVERS, shipped("delivery-practices"))
    with app.app_context():
        survey = open_survey(extra=shipped_text("delivery-practices"))

    arrive(app, survey, "care").press().answer_all().press()
    arrive(app, survey, "software").press().answer_all().press()

    care, software = (answers for _, _, answers in stored(app))
    extra = slice(len(DRIVERS.items), len(both.items))
    assert set(care[extra]) == {NOT_ASKED}
    assert set(software[extra]) == {4}


def test_a_unit_with_fewer_than_five_people_is_stored_as_the_one_above(app, survey):
    arrive(app, survey, "archive").press().answer_all().press()

    assert stored(app)[0][0] == "offices"


def test_unanswered_questions_may_be_sent(app, survey):
    visitor = arrive(app, survey).press().open("/survey/review")
    assert "0 of 6 answered" in visitor.text

    assert visitor.press().heading == "We have your answers"
    codes = set(stored(app)[0][2])
    assert codes == {SKIPPED, NOT_ASKED}
