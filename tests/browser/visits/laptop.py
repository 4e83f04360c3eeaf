"""A session with one laptop only: the facilitator types, sorts by keyboard and votes for those in the room."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import expect

from tests.browser.visits.network import find_field
from tests.browser.visits.screens import Stage
from tests.fixtures.browser import wait_for_answers

PEOPLE = ("Anna", "Bo", "Cem", "Dirk", "Els", "Fay")
SPREAD = {"1": 5, "2": 20, "3": 6, "4": 4, "5": 9, "6": 6, "7": 4, "8": 3, "9": 3}
"""Notes by criterion: sixty."""


def list_lines() -> list[str]:
    return [f"Thing {number} about {criterion}" for criterion, count in SPREAD.items() for number in range(count)]


def add_people(stage: Stage, names: Sequence[str]) -> None:
    for name in names:
        stage.hand.get_by_label("Somebody without a phone").fill(name)
        stage.press("Add")
        expect(stage.hand.get_by_text(name).first).to_be_visible()
    expect(stage.hand.get_by_text(f"{len(names)} people are in")).to_be_visible()


def paste(stage: Stage, lines: Sequence[str]) -> None:
    stage.go_there("Write in silence")
    stage.hand.get_by_label("Notes from paper, one a line").fill("\n".join(lines))
    stage.press("Put them up")
    expect(stage.hand.locator(".hand-figure strong")).to_have_text(str(len(lines)))


def read(stage: Stage, lines: Sequence[str]) -> None:
    """Page by page."""
    stage.go_on("Read")
    seen: list[str] = []
    pages = int(re.findall(r"Page 1 of (\d+)", stage.hand.get_by_text("Page 1 of").inner_text())[0])
    for page in range(1, pages + 1):
        expect(stage.hand.get_by_text(f"Page {page} of {pages}")).to_be_visible()
        seen += stage.hand.locator(".note-list .note").all_inner_texts()
        if page < pages:
            stage.press("Next page")
    assert sorted(seen) == sorted(lines)


def sort_by_keyboard(stage: Stage, lines: Sequence[str]) -> None:
    """One key a note, and no other: the focus is where it is needed. What was placed wrongly is taken back."""
    hand, note = stage.hand, stage.hand.locator("#place-what")
    stage.go_on("Sort together")
    expect(hand.get_by_role("button", name=re.compile("^1 Leadership"))).to_be_focused()
    first = note.inner_text()
    hand.keyboard.press("9" if not first.endswith("9") else "8")
    expect(note).not_to_have_text(first)
    hand.get_by_role("button", name=re.compile("^Undo")).click()
    expect(note).to_have_text(first)
    for placed in range(len(lines)):
        expect(hand.locator(".notes-tally")).to_have_text(re.compile(f"^{placed} of {len(lines)} notes"))
        wait_for_answers(hand)
        hand.keyboard.press(note.inner_text().rpartition(" ")[2])
    expect(hand.get_by_text("Every note is sorted. Go on.")).to_be_visible()


def vote_for(stage: Stage, people: int, dots: Mapping[str, int]) -> None:
    """Each says where the dots go; the facilitator gives them, and nothing is shown before the vote is closed."""
    stage.go_there("Vote")
    for given in range(1, people + 1):
        for name, count in dots.items():
            stage.hand.get_by_label(re.compile(f"^Dots ?: {name}$")).select_option(str(count))
        stage.press("Give these dots")
        told = "1 person" if given == 1 else f"{given} people"
        expect(stage.hand.get_by_text(f"You gave the dots of {told}.")).to_be_visible()
    expect(stage.hand.locator(".canvas-count")).to_have_count(0)
    stage.press("Close the vote and show it")
    expect(stage.hand.locator(".canvas-count").first).to_have_text(str(max(dots.values()) * people))


def write_action(stage: Stage, card: str, told: Mapping[str, str]) -> None:
    stage.go_on("Work out the first three")
    stage.follow(f"Write it here: {card}")
    for label, words in told.items():
        find_field(stage.hand, label).fill(words)
    stage.press("Save the card")
    expect(stage.hand.get_by_text(told["What is done"])).to_be_visible()
