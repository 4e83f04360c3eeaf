"""Measuring one piece of work in a process of its own: seconds, and memory at its peak."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.bench.command import find_peak


class OverBoundError(Exception):
    """What is measured takes more than it may."""


@dataclass(frozen=True, slots=True)
class Cost:
    """``seconds`` by the clock, ``megabytes`` at the peak of the process (with what all of the bench loads; without
    processes that it starts), ``result`` what the work returned.
    """

    seconds: float
    megabytes: float
    result: Any


def measure(work: Callable[..., Any], *arguments: Any) -> Cost:
    """Run ``work`` in a fresh process, so that its peak memory is its own."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, work, arguments))
    process.start()
    sender.close()
    try:
        outcome = receiver.recv()
    except EOFError:
        raise RuntimeError(f"{work.__name__} died") from None
    finally:
        process.join()
    if isinstance(outcome, BaseException):
        raise outcome
    seconds, megabytes, result = outcome
    return Cost(seconds, megabytes, result)


def _run(sender: Any, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    started = time.perf_counter()
    try:
        result = work(*arguments)
    except Exception as error:
        sender.send(error)
        raise
    seconds = time.perf_counter() - started
    sender.send((seconds, find_peak(), result))
