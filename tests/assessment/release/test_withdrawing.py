"""Withdrawing: nothing is released afterwards, also where the figures were being decided or were sealed already."""

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import AnswerSet, Campaign, Comment, Draft, Release, ReleaseCell, db, writing
from assessment.release.closing import CampaignStateError, close_campaign, seal_figures, stop_answers
from assessment.release.service import release_campaign
from assessment.release.withdrawing import erase_answers, withdraw_campaign
from tests.assessment.release.surveys import make_small_survey, store_with_links

SURVEY = make_small_survey({("care", "staff"): 20, ("office", "staff"): 15})
TABLES = (AnswerSet, Comment, Draft, Release, ReleaseCell)


def withdraw(campaign_id: int) -> None:
    with writing() as session:
        withdraw_campaign(session, campaign_id)


def test_sealed_figures_of_a_withdrawn_survey_are_erased_and_another_survey_is_not_touched(app: Flask) -> None:
    with app.app_context():
        first, other = store_with_links(SURVEY, 1), store_with_links(SURVEY, 2)
        close_campaign(first)
        close_campaign(other)
        before = [db.session.query(table).count() for table in TABLES]
        withdraw(first)
        erase_answers(first)
        erase_answers(first)

        assert [db.session.query(table).count() * 2 for table in TABLES] == before
        assert db.session.scalars(select(Release.campaign_id)).all() == [other]
        with pytest.raises(CampaignStateError, match="never has results"):
            release_campaign(first)


def test_a_withdrawal_while_the_figures_are_decided_stores_none(app: Flask) -> None:
    """The release looks at the state again in the transaction that would store the figures."""
    with app.app_context():
        campaign_id = store_with_links(SURVEY)
        stop_answers(campaign_id)
        seen: list[int] = []

        def interrupt(percent: int) -> None:
            if not seen:
                withdraw(campaign_id)
            seen.append(percent)

        with pytest.raises(CampaignStateError, match="never has results"):
            seal_figures(campaign_id, interrupt)

        assert seen
        assert db.session.query(Release).count() == 0
        assert db.session.get_one(Campaign, campaign_id).state == "withdrawn"


def test_neither_a_draft_nor_a_release_is_withdrawn(app: Flask) -> None:
    with app.app_context():
        draft, released = store_with_links(SURVEY, 1, state="draft"), store_with_links(SURVEY, 2)
        close_campaign(released)
        release_campaign(released)
        for campaign_id in (draft, released):
            with pytest.raises(CampaignStateError):
                withdraw(campaign_id)
            with pytest.raises(CampaignStateError):
                erase_answers(campaign_id)
