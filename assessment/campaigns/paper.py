"""Typing paper forms in: batches of five or more, typed by two people, stored shuffled in one go (trust rule A22)."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.access.invitations import find_link_key
from assessment.access.tokens import hash_token, random_token
from assessment.campaigns.cards import has_open_link
from assessment.campaigns.drafts import lock_survey
from assessment.campaigns.history import note
from assessment.campaigns.paper_sheets import (
    Typed,
    TypedForm,
    list_differences,
    list_paper_pages,
    open_typed,
    seal_typed,
    settle,
)
from assessment.campaigns.states import find_phase
from assessment.clock import tell_time
from assessment.models import Campaign, PaperBatch, db, writing
from assessment.respond import statements
from assessment.respond.finding import find_survey
from assessment.respond.service import add_sheets
from assessment.respond.sheets import Sheet
from assessment.respond.structure import join_small_unit, make_structure
from assessment.respond.survey import Page
from assessment.respond.visit import Survey

FEWEST, MOST = 5, 50
"""Forms of a batch: with fewer, whoever collected them could know whose answers are whose."""


class PaperError(Exception):
    """This cannot be done now; ``reason``: "closed", "gone", "order" or "same person"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch and what is typed of it so far."""

    id: int
    unit: str | None
    forms: int
    first_account_id: int
    second_account_id: int | None
    typed: Typed

    @property
    def stage(self) -> str:
        """ "first", "second" (the other person's turn) or "settle"."""
        if len(self.typed.first) < self.forms:
            return "first"
        return "second" if len(self.typed.second) < self.forms else "settle"

    def find_role(self, account_id: int) -> str | None:
        """Whether somebody types as the first or the second person now; None where it is not their turn."""
        if account_id == self.first_account_id:
            return None if self.typed.second or self.second_account_id else "first"
        if self.stage == "first" or self.second_account_id not in (None, account_id):
            return None
        return "second"

    def list_own(self, role: str) -> tuple[TypedForm, ...]:
        return self.typed.first if role == "first" else self.typed.second


def may_type(campaign: Campaign, now: datetime | None = None) -> bool:
    """While a survey with open links takes answers."""
    return has_open_link(campaign) and find_phase(campaign, now or tell_time()) == "open"


def start_batch(organisation_id: int, survey_id: int, account_id: int, unit: str | None, forms: int) -> int:
    """A batch of so many forms, to be typed by whoever starts it; gives its id. Raises PaperError."""
    with writing() as session:
        campaign = lock_survey(session, organisation_id, survey_id)
        structure = make_structure(campaign.structure)
        if not may_type(campaign) or not FEWEST <= forms <= MOST:
            raise PaperError("closed")
        batch = PaperBatch(
            organisation_id=organisation_id,
            campaign_id=survey_id,
            unit=join_small_unit(structure, unit, None, campaign.smallest_group),
            forms=forms,
            first_account_id=account_id,
            sealed=b"",
        )
        session.add(batch)
        session.flush()
        batch.sealed = seal_typed(Typed(), find_link_key(), batch.id)
        note(session, campaign, "forms-begun", forms=forms, unit=batch.unit)
        return batch.id


def list_batches(campaign: Campaign) -> list[Batch]:
    rows = db.session.scalars(
        select(PaperBatch).where(PaperBatch.campaign_id == campaign.id).order_by(PaperBatch.id)
    ).all()
    return [_read(row) for row in rows]


def find_batch(campaign: Campaign, batch_id: int) -> Batch | None:
    """A batch of this survey; None for any other."""
    row = db.session.scalar(select(PaperBatch).where(PaperBatch.id == batch_id, PaperBatch.campaign_id == campaign.id))
    return _read(row) if row else None


def _read(row: PaperBatch) -> Batch:
    typed = open_typed(row.sealed, find_link_key(), row.id)
    return Batch(row.id, row.unit, row.forms, row.first_account_id, row.second_account_id, typed)


def need_survey(campaign_id: int) -> Survey:
    survey = find_survey(campaign_id)
    assert survey is not None  # noqa: S101 - the caller holds its row
    return survey


def list_pages(campaign: Campaign, unit: str | None, language: str) -> tuple[Page, ...]:
    return list_paper_pages(need_survey(campaign.id), unit, language)


def type_form(
    organisation_id: int, survey_id: int, batch_id: int, account_id: int, number: int, form: TypedForm
) -> None:
    """Keep one form as this person typed it: the next one of the pile, or one typed before. Raises PaperError."""
    with writing() as session:
        _campaign, row = _lock(session, organisation_id, survey_id, batch_id)
        batch = _read(row)
        role = batch.find_role(account_id)
        if role is None:
            raise PaperError("same person" if account_id == batch.first_account_id else "order")
        own = list(batch.list_own(role))
        if not 1 <= number <= min(len(own) + 1, batch.forms):
            raise PaperError("order")
        own[number - 1 : number] = [form]
        typed = replace(batch.typed, **{role: tuple(own)})
        row.sealed = seal_typed(typed, find_link_key(), row.id)
        if role == "second":
            row.second_account_id = account_id


def store_batch(organisation_id: int, survey_id: int, batch_id: int, account_id: int, chosen: dict[str, str]) -> None:
    """Store the settled forms as answers, in random order, and delete the batch: all or nothing (A22).

    ``chosen``: the name of each difference to "first" or "second". Raises PaperError: "gone" where it was stored.
    """
    with writing() as session:
        campaign, row = _lock(session, organisation_id, survey_id, batch_id)
        batch = _read(row)
        differences = list_differences(list_pages(campaign, batch.unit, "en"), batch.typed)
        settled = all(chosen.get(one.name) in ("first", "second") for one in differences)
        if batch.stage != "settle" or account_id != batch.second_account_id or not settled:
            raise PaperError("order")
        forms = settle(batch.typed, differences, chosen)
        secrets.SystemRandom().shuffle(forms)
        add_sheets(session, campaign, [Sheet(batch.unit, form.group, form.codes) for form in forms])
        receipts = [hash_token(random_token()) for _ in forms]
        statements.add_receipts(session.connection(), survey_id, receipts)
        session.delete(row)
        note(session, campaign, "forms-stored", forms=batch.forms, unit=batch.unit)


def discard_batch(organisation_id: int, survey_id: int, batch_id: int) -> None:
    """Delete what was typed; nothing of it is counted."""
    with writing() as session:
        campaign, row = _lock(session, organisation_id, survey_id, batch_id)
        session.delete(row)
        note(session, campaign, "forms-discarded", forms=row.forms, unit=row.unit)


def _lock(session: Session, organisation_id: int, survey_id: int, batch_id: int) -> tuple[Campaign, PaperBatch]:
    """Survey and batch, which nobody else changes before this commits; raises PaperError."""
    campaign = lock_survey(session, organisation_id, survey_id)
    row = session.scalars(
        select(PaperBatch)
        .where(PaperBatch.id == batch_id, PaperBatch.campaign_id == survey_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise PaperError("gone")
    if not may_type(campaign):
        raise PaperError("closed")
    return campaign, row
