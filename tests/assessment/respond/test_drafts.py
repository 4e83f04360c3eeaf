"""Unfinished answers: sealed, shared between devices, gone after sending (trust rules A17, A18, F4)."""

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from assessment.access.invitations import invite
from assessment.access.tokens import hash_token, random_token
from assessment.models import Draft, Invitation, db
from assessment.respond.drafts import Answers, open_draft, seal_draft
from tests.assessment.respond.visitor import Visitor, arrive, change_campaign, stored

ANSWERS = Answers(b"\x01\x00\xfe\xff", {"goals": "Zoë\n"}, "care", "staff", {"goals": "1a2b"})


def test_a_draft_opens_with_its_token_and_invitation_only():
    token = random_token()
    sealed = seal_draft(ANSWERS, token, 7)

    assert open_draft(sealed, token, 7) == ANSWERS
    for wrong in ((random_token(), 7), (token, 8)):
        with pytest.raises(InvalidTag):
            open_draft(sealed, *wrong)


def test_what_the_database_holds_opens_no_draft(app, survey):
    arrive(app, survey).press().press(fields={"q-commitment-attend": "1", "comment": "canary"})

    with app.app_context():
        draft = db.session.scalars(select(Draft)).one()
        invitation = db.session.scalars(select(Invitation)).one()
    assert b"canary" not in draft.sealed
    digest = invitation.token_sha256
    for guess in (digest, digest[:22], hash_token(digest), str(invitation.id), str(invitation.campaign_id)):
        with pytest.raises(InvalidTag):
            open_draft(draft.sealed, guess, invitation.id)


def test_the_length_of_a_draft_does_not_tell_how_much_was_answered():
    token = random_token()
    few, many = Answers(bytes(31)), Answers(bytes([5] * 31), {"goals": "x" * 100})

    assert len(seal_draft(few, token, 1)) == len(seal_draft(many, token, 1))


def two_devices(app, survey: int) -> tuple[Visitor, Visitor]:
    """The same person with the first page open on two devices."""
    with app.app_context():
        token = invite(survey, "care", "staff")[1]
    phone, desk = (Visitor(app.test_client()).open(f"/s/{token}").press() for _ in range(2))
    return phone, desk


def test_a_second_device_sees_what_the_first_saved(app, survey):
    phone, desk = two_devices(app, survey)
    phone.press(fields={"q-commitment-attend": "2"})

    assert desk.open("/survey/questions/1").checked == {"q-commitment-attend": "2"}


def test_an_older_page_is_shown_beside_the_newer_and_mine_can_be_kept(app, survey):
    phone, desk = two_devices(app, survey)
    phone.press(fields={"q-commitment-attend": "2", "q-commitment-see": "3", "comment": "from the phone"})

    desk.press(fields={"q-commitment-attend": "5", "q-commitment-see": "3", "comment": "from the desk"})
    assert (desk.page.status_code, desk.heading) == (409, "Two versions of this page")
    assert "When we met about quality, a senior manager took part. Here Always Other device Rarely" in desk.text
    assert "the problem on the spot" not in desk.text
    assert "Here from the desk Other device from the phone" in desk.text

    desk.press(fields={"comment": "from the desk"})
    assert desk.heading == "Reward"
    assert phone.open("/survey/questions/1").checked == {"q-commitment-attend": "5", "q-commitment-see": "3"}


def test_an_older_page_can_give_way(app, survey):
    phone, desk = two_devices(app, survey)
    phone.press(fields={"q-commitment-attend": "2"})
    desk.press(fields={"q-commitment-attend": "5"})

    assert desk.open("/survey/questions/1").checked == {"q-commitment-attend": "2"}


def test_devices_on_different_pages_do_not_meet(app, survey):
    phone, desk = two_devices(app, survey)
    phone.press(fields={"q-commitment-attend": "2"}).press(fields={"q-reward-soon": "2"})
    desk.press(fields={})

    assert desk.heading == "Two versions of this page"
    desk.open("/survey/questions/3").press(fields={"q-leadership-first": "4"})
    assert desk.open("/survey/questions/2").checked == {"q-reward-soon": "2"}
    assert desk.open("/survey/questions/3").checked == {"q-leadership-first": "4"}


def test_saving_the_same_page_again_and_again_is_no_conflict(app, survey):
    visitor = arrive(app, survey).press()
    before = visitor.page
    for value in ("1", "2", "3"):
        visitor.page = before
        visitor.press(fields={"q-commitment-attend": value}, **{"HX-Request": "true"})
        assert visitor.page.text == "Saved"

    visitor.page = before
    assert visitor.press(fields={"q-commitment-attend": "4"}).heading == "Reward"


def test_an_older_save_that_comes_late_changes_nothing(app, survey):
    visitor = arrive(app, survey).press()
    before = visitor.page
    quiet = {"HX-Request": "true"}
    visitor.press(fields={"q-commitment-attend": "2", "edits": "3"})
    after = visitor.page

    for late, value in (("1", "5"), ("2", "4")):
        visitor.page = before
        visitor.press(fields={"q-commitment-attend": value, "edits": late}, **quiet)
        assert visitor.page.text == "Saved"
        assert visitor.open("/survey/questions/1").checked == {"q-commitment-attend": "2"}

    visitor.page = before
    visitor.press(fields={"q-commitment-attend": "3", "edits": "4"}, **quiet)
    assert visitor.open("/survey/questions/1").checked == {"q-commitment-attend": "3"}
    visitor.page = before
    visitor.press(fields={"q-commitment-attend": "3", "edits": "6"}, **quiet)
    visitor.page = before
    visitor.press(fields={"q-commitment-attend": "1", "edits": "5"}, **quiet)
    assert visitor.open("/survey/questions/1").checked == {"q-commitment-attend": "3"}

    visitor.page = after
    visitor.answer_all()
    visitor.page, review = before, visitor.page
    visitor.press(fields={"q-commitment-attend": "1", "edits": "2"}, **quiet)
    visitor.page = review
    assert visitor.press().heading == "We have your answers"


def test_a_page_that_was_saved_again_since_it_was_followed_is_shown_beside_mine(app, survey):
    phone, desk = two_devices(app, survey)
    first = phone.page
    phone.press(fields={"q-commitment-attend": "2", "edits": "1"})
    desk.open("/survey/questions/1")
    phone.page = first
    phone.press(fields={"q-commitment-attend": "3", "edits": "2"}, **{"HX-Request": "true"})

    desk.press(fields={"q-commitment-attend": "5", "edits": "1"})
    assert desk.heading == "Two versions of this page"


@pytest.mark.parametrize("edits", ["", "-1", "x", "1" * 10, "٣"])
def test_a_count_of_edits_that_is_no_number_is_none(app, survey, edits):
    visitor = arrive(app, survey).press()
    visitor.press(fields={"q-commitment-attend": "2", "edits": edits})
    assert visitor.open("/survey/questions/1").checked == {"q-commitment-attend": "2"}


def test_a_quiet_save_that_is_refused_says_why_and_a_conflict_does_too(app, survey):
    phone, desk = two_devices(app, survey)
    phone.press(fields={"comment": "<i>" * 1000}, **{"HX-Request": "true"})
    assert phone.page.text == "Not saved yet: Shorten your comment to 2,000 characters: it has 3,000"

    desk.press(fields={"q-commitment-attend": "1"})
    phone.open("/survey/questions/2")
    phone.open("/survey/questions/1")
    desk.open("/survey/questions/1")
    phone.press(fields={"q-commitment-attend": "3"})
    desk.press(fields={"q-commitment-attend": "4"}, **{"HX-Request": "true"})
    assert desk.page.text == "Not saved: this page was changed on another device. Press Continue to see both."


def test_a_save_after_sending_says_we_have_your_answers_and_makes_no_draft(app, survey):
    phone, desk = two_devices(app, survey)
    phone.answer_all().press()

    desk.press(fields={"q-commitment-attend": "1"})

    assert desk.heading == "We have your answers"
    with app.app_context():
        assert db.session.scalars(select(Draft)).all() == []
    assert len(stored(app)) == 1


def test_what_another_device_changed_since_the_review_is_shown_before_sending(app, survey):
    phone, desk = two_devices(app, survey)
    phone.answer_all()
    desk.open("/survey/questions/1").press(fields={"q-commitment-attend": "1"})

    phone.press()
    assert (phone.page.status_code, phone.heading) == (409, "Check your answers")
    assert "Your answers were changed on another device a moment ago." in phone.text
    assert phone.press().heading == "We have your answers"


def test_a_form_whose_token_is_too_old_comes_back_with_all_that_was_typed(app, survey):
    visitor = arrive(app, survey).press()
    app.config["WTF_CSRF_ENABLED"] = True

    visitor.press(fields={"q-commitment-attend": "2", "comment": "An hour of thought", "csrf_token": "old"})

    assert (visitor.page.status_code, visitor.title) == (400, "Error: Commitment")
    assert visitor.checked == {"q-commitment-attend": "2"}
    assert ">\nAn hour of thought</textarea>" in visitor.page.text
    assert visitor.press().heading == "Reward"


def test_a_stale_page_of_somebody_who_has_sent_leads_to_the_receipt(app, survey):
    visitor = arrive(app, survey).press()
    left_open = visitor.path, visitor.hidden
    visitor.answer_all().press()
    app.config["WTF_CSRF_ENABLED"] = True

    visitor.page = visitor.client.post(left_open[0], data=left_open[1] | {"csrf_token": "old"}, follow_redirects=True)

    assert (visitor.page.status_code, visitor.heading) == (200, "We have your answers")


def test_a_stale_page_of_a_closed_survey_says_that_it_is_closed(app, survey):
    visitor = arrive(app, survey).press()
    change_campaign(app, survey, state="closed")
    app.config["WTF_CSRF_ENABLED"] = True

    visitor.press(fields={"csrf_token": "old"})

    assert (visitor.page.status_code, visitor.heading) == (410, "This survey is closed")


def test_a_page_that_stays_is_told_where_a_redirect_would_lead(app, survey):
    visitor = arrive(app, survey).press()
    form = visitor.hidden | {"q-commitment-attend": "2"}

    answers = {
        button: visitor.client.post(visitor.path, data=form | {"go": button}, headers={"X-Stay": "1"})
        for button in ("next", "back")
    }

    assert {button: answer.headers.get("Leads-To") for button, answer in answers.items()} == {
        "next": "/survey/questions/2",
        "back": "/survey/",
    }
    assert {(answer.status_code, answer.location, answer.data) for answer in answers.values()} == {(204, None, b"")}
    assert visitor.client.post(visitor.path, data=form).location == "/survey/questions/2"


@pytest.mark.parametrize("header", ["X-Stay", "HX-Request"])
def test_a_page_that_stays_is_told_in_a_line_when_its_link_is_gone_or_another_one(app, survey, header):
    visitor, other = arrive(app, survey).press(), arrive(app, survey)
    form = visitor.hidden | {"q-commitment-attend": "2"}

    def send() -> tuple[int, str, str]:
        answer = visitor.client.post(visitor.path, data=form, headers={header: "1"})
        return answer.status_code, answer.mimetype, answer.text.partition(".")[0]

    held = other.client.get_cookie("survey", path="/survey")
    visitor.client.set_cookie("survey", held.value, path="/survey")
    assert send() == (409, "text/plain", "Not saved: another survey link was opened in this browser")
    visitor.client.delete_cookie("survey", path="/survey")
    assert send() == (404, "text/plain", "Not saved: this browser no longer knows your link")
    app.config["WTF_CSRF_ENABLED"] = True
    assert send() == (404, "text/plain", "Not saved: this browser no longer knows your link")
