"""The job that sends what is due: one conversation for many mails, each settled before the next (F13)."""

from collections.abc import Mapping
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete

from assessment.clock import tell_time
from assessment.jobs import Handler, RunningJob
from assessment.log import describe_exception, log
from assessment.mail import outbox
from assessment.mail.conversation import (
    BrokenError,
    Conversation,
    CutError,
    RefusedError,
    TakenError,
    UnreachableError,
)
from assessment.mail.kinds import DroppedError, Letter, Order, SettledError, TooEarlyError, find_writer
from assessment.mail.message import AddressError, make_message
from assessment.mail.service import SEND, wake, wake_at_next
from assessment.models import Job, writing
from assessment.settings import Settings

CHUNK = 100
WATCH = timedelta(minutes=2)
"""A worker that is killed too often loses its job, but not the next one."""

NO_SERVER_PAUSE = timedelta(minutes=15)
KEPT = timedelta(days=1)


def send_due(job: RunningJob) -> None:
    settings: Settings = current_app.extensions["settings"]
    with writing() as session:
        wake(session, tell_time() + (WATCH if settings.mail_host else NO_SERVER_PAUSE))
    if not settings.mail_host:
        log.warning("no mail server is set: mails wait")
        return
    _log_lost(outbox.find_lost())
    seen: set[int] = set()
    while orders := outbox.find_due(CHUNK, seen):
        try:
            with Conversation(settings) as conversation:
                for order in orders:
                    seen.add(order.id)
                    send_one(order, conversation, settings)
        except UnreachableError as error:
            log.warning("mail server out of reach", fault=error.fault)
            outbox.put_all_off(error.fault)
        except (BrokenError, CutError, TakenError):
            log.warning("mail conversation broken off")
        job.report_progress(0)
    outbox.even_out()
    with writing() as session:
        wake_at_next(session)
        session.execute(delete(Job).where(Job.kind == SEND, Job.state == "done", Job.run_at < tell_time() - KEPT))
        job.complete(session)


def send_one(order: Order, conversation: Conversation, settings: Settings) -> None:
    """Hand one mail over and store what became of it; raises what ends the conversation, after storing it."""
    letter = _write(order)
    if letter is None:
        return
    try:
        message = make_message(letter, order.purpose, settings)
        conversation.hand_over(message, letter.address, lambda: outbox.take(order.id))
    except AddressError:
        outbox.settle(order.id, "failed", "address")
    except RefusedError as error:
        if error.lasting:
            outbox.settle(order.id, "failed", error.fault)
        else:
            outbox.put_off(order, error.fault)
    except BrokenError:
        outbox.put_off(order, "connection")
        raise
    except CutError:
        outbox.doubt(order)
        raise
    else:
        outbox.settle(order.id, "sent")


def _write(order: Order) -> Letter | None:
    """The text, made now; None where there is nothing to send, which is stored."""
    writer = find_writer(order.kind)
    try:
        if writer is None:
            raise DroppedError
        return writer(order)
    except DroppedError:
        outbox.settle(order.id, "dropped")
    except SettledError:
        outbox.settle(order.id, "sent")
    except TooEarlyError as early:
        outbox.hold_back(order.id, early.at)
    except Exception as error:  # One mail that cannot be written must not keep all others back.
        log.error("mail cannot be written", mail=order.id, kind=order.kind, **describe_exception(error))
        outbox.put_off(order, "text")
    return None


def _log_lost(count: int) -> None:
    if count:
        log.warning("mail found half sent", count=count)


HANDLERS: Mapping[str, Handler] = {SEND: send_due}
