"""What a quality network does around its wall, on all screens: notes, sorting, clusters, votes, cards, the route."""

import re
from collections import Counter
from urllib.parse import urlsplit

from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from assessment.models import Note, Vote
from assessment.sessions.canvas import list_criteria
from assessment.sessions.seats import find_seat
from assessment.sessions.sorting import count_open, find_held
from tests.browser.visits.meeting_plans import Plan, Wish
from tests.browser.visits.screens import SOON, Phone, Stage
from tests.fixtures.browser import wait_for_answers

MOST_TAPS = 400


def warm_up(stage: Stage) -> None:
    """One statement, and shares only when the vote is closed."""
    assert stage.wall is not None
    stage.go_on("Warm-up")
    stage.hand.get_by_role("button", name=stage.say("Myth or reality?")).click()
    for phone in stage.phones:
        phone.look()
        phone.press(stage.say("Myth"))
        expect(phone.page.get_by_text(stage.say("Your vote is in."))).to_be_visible()
    for page in (stage.hand, stage.wall):
        expect(page.get_by_text(stage.say("{count} have voted", count=len(stage.phones)))).to_be_visible(timeout=SOON)
        assert "100 %" not in page.content()
    stage.press(stage.say("Close the vote and show"))
    stage.see_everywhere("100 %")


def write_notes(stage: Stage, plan: Plan) -> None:
    """Everybody writes, and the facilitator pastes what came on paper; nobody sees a note but its author."""
    assert stage.wall is not None
    stage.go_on("Write in silence")
    written: dict[int, list[str]] = {}
    for at, text in enumerate(plan.typed):
        number = at % len(stage.phones)
        page = stage.phones[number].look()
        page.get_by_label(stage.say("One note, one thing")).fill(text)
        stage.phones[number].press(stage.say("Put it up"))
        expect(page.locator(".own-notes .note > p").get_by_text(text, exact=True)).to_be_visible()
        written.setdefault(number, []).append(text)
    stage.hand.get_by_label(stage.say("Notes from paper, one a line")).fill("\n".join(plan.on_paper))
    stage.press(stage.say("Put them up"))
    count = str(len(plan.texts))
    expect(stage.hand.locator(".hand-figure strong")).to_have_text(count, timeout=SOON)
    expect(stage.wall.locator(".wall-count strong")).to_have_text(count, timeout=SOON)
    keys = stage.read(lambda session, _: session.scalars(select(Note.author_sha256).distinct()).all())
    assert len([key for key in keys if key]) == len(stage.phones)
    for page in (stage.hand, stage.wall):
        assert_absent(page, *plan.texts, *keys)
    for number, phone in enumerate(stage.phones):
        others = [text for text in plan.texts if text not in written[number]]
        assert_absent(phone.look(), *others, *keys)


def assert_absent(page: Page, *secrets: str | None) -> None:
    """Neither shown nor anywhere in what the page holds."""
    held = page.content()
    assert [one for one in secrets if one and one in held] == []


def reveal(stage: Stage, plan: Plan) -> None:
    """All notes are shown at once, in one order that was drawn, and nothing tells any more whose they are."""
    stage.go_on("Read")
    drawn = select(Note.text).where(Note.revealed).order_by(Note.place)
    texts = stage.read(lambda session, workshop: session.scalars(drawn.where(Note.workshop_id == workshop.id)).all())
    assert sorted(texts) == sorted(plan.texts)
    assert texts != [*plan.typed, *plan.on_paper]
    for phone in stage.phones:
        expect(phone.look().locator(".note-list .note")).to_have_text(texts, timeout=SOON)
    on_wall = (stage.wall or stage.hand).locator(".note-list .note").all_inner_texts()
    assert on_wall == texts[: len(on_wall)]
    assert on_wall
    stage.hide(*[phone.name for phone in stage.phones[2:] if phone.name])
    known = select(Note.id).where(Note.author_sha256.is_not(None))
    assert stage.read(lambda session, _: session.scalars(known).all()) == []


def sort_together(stage: Stage, plan: Plan) -> None:
    """Each note goes to two phones; where they tap the same it is placed, else it goes to the tray."""
    stage.go_on("Sort together")
    tapped: Counter[str] = Counter()
    for _turn in range(MOST_TAPS):
        if not stage.read(lambda _, workshop: count_open(workshop.id)):
            break
        for phone in stage.phones:
            text = hold(stage, phone)
            if text:
                tapped[text] += 1
                places = plan.differ.get(text) or (plan.find_place(text),) * 2
                tap(phone, phone.page.locator(f"button[name=criterion][value='{places[tapped[text] - 1]}']"))
    assert set(tapped.values()) == {2}
    assert set(tapped) == set(plan.texts)
    assert len(plan.differ) > 1
    stage.see_everywhere(f"{len(plan.differ)} {stage.say('notes wait in the tray.')}", [stage.hand])
    for phone in stage.phones:
        expect(phone.look().locator("#note-now, #sort-ask")).to_have_count(0, timeout=SOON)
    see_board(stage, tray=len(plan.differ))


def hold(stage: Stage, phone: Phone) -> str:
    """The note that this phone has to sort, which is asked for where it has none; "" where there is none for it."""
    if not find_note(stage, phone):
        if not stage.read(lambda _, workshop: count_open(workshop.id)):
            return ""
        tap(phone, phone.look().get_by_role("button", name=stage.say("Give me a note")), "/next")
    text = find_note(stage, phone)
    if text:
        expect(phone.page.locator("#note-now")).to_have_text(text)
    return text


def tap(phone: Phone, button: Locator, more: str = "") -> None:
    if phone.scripts:
        wait_for_answers(phone.page)
    with phone.page.expect_response(lambda answer: urlsplit(answer.url).path == f"/room/sort{more}"):
        button.click()


def find_note(stage: Stage, phone: Phone) -> str:
    token = next(one["value"] for one in phone.page.context.cookies() if one["name"] == "room")

    def look(_session: object, workshop: object) -> str:
        seat = find_seat(token)
        assert seat is not None
        held = find_held(seat, workshop.phases[workshop.phase]["id"])  # type: ignore[attr-defined]
        return held.text if held else ""

    return str(stage.read(look))


def see_board(stage: Stage, tray: int = 0) -> None:
    """Wall and hand count what the tables hold."""
    own = select(Note.criterion).where(Note.revealed, Note.text != "")
    placed = stage.read(lambda session, workshop: session.scalars(own.where(Note.workshop_id == workshop.id)).all())
    counts = Counter(placed)
    assert counts.pop(None, 0) == tray
    if stage.wall:
        told = [re.compile(rf"^{counts[one.id]}\b") for one in list_criteria("efqm-2013", stage.language)]
        expect(stage.wall.locator(".canvas-count")).to_have_text(told, timeout=SOON)
    tally = stage.say("{placed} of {total} notes are placed", placed=sum(counts.values()), total=len(placed))
    tally += stage.say(" · {tray} in the tray", tray=tray) if tray else ""
    expect(stage.hand.locator(".notes-tally")).to_have_text(tally, timeout=SOON)


def empty_the_tray(stage: Stage, plan: Plan) -> None:
    """The room talks about each; the facilitator taps where it belongs."""
    stage.go_on("Talk about the tray")
    assert stage.wall is not None
    names = {one.id: one.name for one in list_criteria("efqm-2013", stage.language)}
    for text, places in plan.differ.items():
        shown = stage.wall.locator(".note").filter(has_text=text)
        expect(shown.locator(".note-proposal")).to_have_text([f"{names[one]}?" for one in sorted(set(places))])
        stage.press(f"{names[plan.find_place(text)]}: {text}")
        expect(shown).to_have_count(0, timeout=SOON)
    stage.see_everywhere(stage.say("The tray is empty: every note has its place."), [stage.hand, stage.wall])
    merge(stage, *plan.same)


def merge(stage: Stage, text: str, into: str) -> None:
    """One note says it for both from now on, and counts for both."""
    stage.follow(stage.say("Open the canvas with all notes"))
    stage.follow(text)
    stage.hand.get_by_label(stage.say("The note that says the same")).select_option(label=into)
    stage.press(stage.say("Merge"))
    expect(stage.hand.locator("#now")).to_contain_text(stage.say("Talk about the tray"))


def read_the_finding(stage: Stage, plan: Plan) -> None:
    stage.go_on("What the wall says")
    assert stage.wall is not None
    for page in (stage.wall, stage.hand):
        expect(page.get_by_text(plan.finding)).to_be_visible()
    expect(stage.hand.get_by_text(stage.say("Nothing stands out"))).to_have_count(0)


def make_clusters(stage: Stage, plan: Plan) -> None:
    """Notes that say one thing get a name, one of them from a phone, and the room says who can act."""
    stage.go_on("Clusters, and who can act")
    for theme in plan.themes:
        for text in theme.notes:
            stage.hand.locator("label.answer").filter(has_text=text).get_by_role("checkbox").check()
        column = stage.hand.locator("form[id^=loose-]").filter(has_text=theme.notes[0])
        column.get_by_label(stage.say("Name of the new cluster")).fill(theme.first_name)
        column.get_by_role("button", name=stage.say("Put the ticked notes together")).click()
        expect(stage.hand.locator("summary").filter(has_text=theme.first_name)).to_be_visible()
    renamed = plan.themes[0]
    card = stage.phones[2].look().locator("section.note").filter(has_text=renamed.first_name)
    card.get_by_label(stage.say("Another name")).fill(renamed.name)
    card.get_by_role("button", name=stage.say("Propose it")).click()
    stage.press(renamed.name)
    for theme in plan.themes:
        actor = stage.say("We can act" if theme.actor == "we" else "Senior managers must")
        stage.press(f"{actor}: {theme.name}")
        told = stage.hand.locator(".cluster-list .hand-shown > p").filter(has_text=theme.name)
        expect(told).to_contain_text(actor, ignore_case=True)
    for page in stage.list_shown():
        for theme in plan.themes:
            expect(page.locator(".note").filter(has_text=theme.name).first).to_be_visible(timeout=SOON)


def vote(stage: Stage, plan: Plan) -> None:
    """Three dots each, hidden; then every screen shows the same counts, which are those of the tables."""
    stage.go_on("Vote")
    names = [theme.name for theme in plan.themes]
    for at, phone in enumerate(stage.phones):
        page = phone.look()
        for given, name in enumerate((names[0], names[at % 2], names[1 + at % 2]), start=1):
            phone.press(stage.say("Give a dot: {name}", name=name))
            expect(page.locator(".dot.given")).to_have_count(given)
    people = len(stage.phones)
    for page in (stage.hand, stage.wall):
        assert page is not None
        told = stage.say("{count} of {people} have voted", count=people, people=people)
        expect(page.locator(".hand-figure, .wall-count")).to_have_text(told, timeout=SOON)
    keys = stage.read(lambda session, _: session.scalars(select(Vote.voter_sha256).distinct()).all())
    assert len(keys) == people
    stage.hide(*keys)
    for page in stage.list_pages():
        expect(page.locator(".canvas-count, progress")).to_have_count(0)
    stage.press(stage.say("Close the vote and show it"))
    expect(stage.hand.locator(".canvas-count").first).to_be_visible()
    see_votes(stage, plan)
    assert stage.read(lambda session, _: session.scalars(select(Vote.id)).all()) == []


def see_votes(stage: Stage, plan: Plan) -> None:
    counts = stage.read(lambda _, workshop: list(workshop.results["votes"].values())[-1])
    told = sorted(counts.values(), reverse=True)
    assert sum(told) == 3 * len(stage.phones)
    assert len(set(told)) == len(plan.themes)
    stage.find_everywhere(lambda page: page.locator(".canvas-name"), [theme.name for theme in plan.themes])
    stage.find_everywhere(lambda page: page.locator(".canvas-count"), [str(count) for count in told])


def work_out(stage: Stage, plan: Plan) -> None:
    """One phone at each table writes; every screen shows what is saved."""
    stage.go_on("Work out the first three")
    deed = plan.deed
    cards: list[dict[str, str]] = [
        {
            "What we ask of senior managers": wish.text,
            "An example from our work": wish.example,
            "What it brings": wish.brings,
        }
        for wish in plan.wishes
    ]
    cards.append({"What is done": deed.text, "Who does it, by name": deed.owner, "By when": deed.day})
    for phone, theme, told in zip(stage.phones, plan.themes, cards, strict=False):
        page = phone.look()
        phone.press(stage.say("This phone writes: {name}", name=theme.name))
        expect(page.get_by_role("heading", level=1)).to_have_text(theme.name)
        for label, words in told.items():
            find_field(page, stage.say(label)).fill(words)
        phone.press(stage.say("Save the card"))
        expect(page.get_by_role("heading", level=1)).to_contain_text(stage.say("Work out the first three"))
    for words in (*(wish.text for wish in plan.wishes), deed.text):
        stage.see_everywhere(words)


def find_field(page: Page, label: str) -> Locator:
    """By the words with which its label begins."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}( \(|$)"))


def find_ways(stage: Stage, plan: Plan) -> None:
    """Once a manager is named, who knows that person says so to the facilitator alone; messengers get an invitation and
    a file for calendars."""
    stage.go_on("The route to senior managers")
    for wish in plan.wishes:
        phone = stage.phones[wish.knows]
        know = stage.say("I know this person: {text}", text=wish.text)
        expect(phone.look().get_by_role("button", name=know)).to_have_count(0)
        name_manager(stage, wish)
        expect(phone.look().get_by_text(stage.say("To {name}", name=wish.manager)).first).to_be_visible(timeout=SOON)
        phone.press(know)
        shown = stage.hand.locator(".hand-shown").filter(has_text=wish.text)
        expect(shown).to_contain_text(phone.name, timeout=SOON)
        assert stage.wall is not None
        assert_absent(stage.wall, phone.name)
        invite(stage, plan, wish)


def name_manager(stage: Stage, wish: Wish) -> None:
    stage.follow(stage.say("Whom we ask, and messengers: {text}", text=wish.text))
    find_field(stage.hand, stage.say("Senior manager who is asked, by name")).fill(wish.manager)
    stage.press(stage.say("Save"))
    stage.follow(stage.say("Back to the session"))


def invite(stage: Stage, plan: Plan, wish: Wish) -> None:
    hand, say = stage.hand, stage.say
    stage.follow(say("Whom we ask, and messengers: {text}", text=wish.text))
    told = {
        "Senior manager who is asked, by name": wish.manager,
        "First messenger": stage.phones[wish.knows].name,
        "Second messenger": plan.messenger,
        "Day of the meeting with her or him": wish.day,
        "Time": wish.at,
    }
    for label, words in told.items():
        find_field(hand, say(label)).fill(words)
    stage.press(say("Save"))
    letter = hand.get_by_label(say("Text"), exact=True)
    for words in (say("Dear {name},", name=wish.manager), wish.text, wish.example, say("No slides."), plan.messenger):
        expect(letter).to_have_value(re.compile(re.escape(words)))
    with hand.expect_download() as found:
        stage.follow(say("File for calendars"))
    event = Calendar.from_ical(found.value.path().read_bytes()).walk("VEVENT")[0]
    assert f"{event.decoded('dtstart'):%Y-%m-%d %H:%M}" == f"{wish.day} {wish.at}"
    assert wish.text in str(event["description"])
    stage.follow(say("Back to the session"))
