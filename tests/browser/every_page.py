"""Every page of the access matrix, where it is found in the filled installation, and who opens it there."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.fixtures.installation import Installation

ORGANISATION = "/organisations/<int:organisation_id>"
SURVEY = f"{ORGANISATION}/surveys/<int:survey_id>"
STEP = f"{SURVEY}/<any(close, withdraw, discard):action>"


@dataclass(frozen=True, slots=True)
class Visit:
    """``rule``: the row of the matrix; ``who``: a guest of the installation; ``status``: what the page answers;
    ``through``: a page to choose the first of everything on, whose button leads to this one; ``language``: of a page
    that has its own."""

    rule: str
    address: str
    who: str
    status: int = 200
    through: str = ""
    language: str = ""


def list_visits(house: Installation) -> list[Visit]:
    return [
        *_list_entry(house),
        *_list_organisation(house),
        *_list_notes(house),
        *_list_draft(house),
        *_list_running(house),
        *_list_open(house),
        *_list_readers(house),
        *_list_respondents(house),
        *_list_joint(),
        *_list_sessions(house),
    ]


def _list_entry(house: Installation) -> Iterator[Visit]:
    for address in ("/sign-in", "/forgotten-password"):
        yield Visit(address, address, "nobody")
    for who in ("first start", "joining", "taking up", "forgot"):
        yield Visit("/welcome", "/welcome", who)
    yield Visit("/welcome", "/welcome", "spent", 404)
    for who in ("without a second factor yet", "before the code"):
        yield Visit("/second-factor", "/second-factor", who)
    yield Visit("/home", "/home", "in two organisations")
    for address in ("/account", "/account/password", "/account/authenticator"):
        yield Visit(address, address, "facilitator")


def _list_organisation(house: Installation) -> Iterator[Visit]:
    base = f"/organisations/{house.organisation_id}"
    for place in ("/colleagues", "/colleagues/invite", "/trail", "/look"):
        yield Visit(ORGANISATION + place, base + place, "administrator")
    colleague = f"{base}/colleagues/{house.ids['account']}"
    yield Visit(f"{ORGANISATION}/colleagues/<int:account_id>", colleague, "administrator")
    for place in ("/groups", "/head-counts", "/people", "/people/list", "/people/new", "/units", "/units/new"):
        yield Visit(ORGANISATION + place, base + place, "facilitator")
    yield Visit(f"{ORGANISATION}/people", f"{base}/people?text=nobody", "facilitator")
    yield Visit(f"{ORGANISATION}/people/<int:person_id>", f"{base}/people/{house.ids['person']}", "facilitator")
    yield Visit(f"{ORGANISATION}/units/<int:unit_id>", f"{base}/units/{house.ids['unit']}", "facilitator")
    yield Visit(f"{ORGANISATION}/surveys", f"{base}/surveys", "facilitator")
    yield Visit(f"{ORGANISATION}/surveys", f"{base}/surveys", "unit-reader")
    empty = f"/organisations/{house.ids['empty']}"
    for place in ("/surveys", "/units", "/people", "/head-counts", "/comments"):
        yield Visit(ORGANISATION + place, empty + place, "facilitator")


def _list_notes(house: Installation) -> Iterator[Visit]:
    rule = f"{ORGANISATION}/sessions/<int:session_id>"
    room = f"/organisations/{house.organisation_id}/sessions/{house.ids['board']}"
    yield Visit(f"{rule}/canvas", f"{room}/canvas", "facilitator")
    yield Visit(f"{rule}/notes/<note_id>", f"{room}/notes/{house.tokens['note']}", "facilitator")


def _list_draft(house: Installation) -> Iterator[Visit]:
    draft = name_place(house, "draft")
    places = ("check-list", "defaults", "forecast", "invitations", "invitations/cards", "joint-answer")
    for place in (*places, "invitations/letters", "second-reader", "set-up", "works-council", "smallest-group"):
        yield Visit(f"{SURVEY}/{place}", f"{draft}/{place}", "facilitator")
    for number, voice in ((0, "sees"), (1, "sees"), (1, "says"), (99, "sees")):
        address = f"{draft}/trial/{number}?voice={voice}"
        yield Visit(f"{SURVEY}/trial/<int:number>", address, "facilitator")
    yield Visit(STEP, f"{draft}/discard", "facilitator")
    yield Visit("/sponsor/<token>", f"/sponsor/{house.tokens['sponsor']}", "nobody")


def _list_running(house: Installation) -> Iterator[Visit]:
    for survey in ("waiting", "open", "closed", "comments", "withdrawn"):
        yield Visit(SURVEY, name_place(house, survey), "facilitator")
    running = name_place(house, "open")
    places = ("contacts", "extend", "invitations", "invitations/cards", "invitations/letters", "joint-answer")
    for place in (*places, "second-reader", "smallest-group", "works-council"):
        yield Visit(f"{SURVEY}/{place}", f"{running}/{place}", "facilitator")
    for survey in ("meeting", "sealed"):
        yield Visit(f"{SURVEY}/joint-answer", f"{name_place(house, survey)}/joint-answer", "facilitator")
    for action in ("close", "withdraw"):
        yield Visit(STEP, f"{running}/{action}", "facilitator")


def _list_open(house: Installation) -> Iterator[Visit]:
    """Of a survey that some answer at a screen, by a poster or on paper."""
    doors = name_place(house, "doors")
    yield Visit(f"{SURVEY}/open-links", f"{name_place(house, 'open')}/open-links", "facilitator")
    for place in ("open-links", "paper"):
        yield Visit(f"{SURVEY}/{place}", f"{doors}/{place}", "facilitator")
    yield Visit(SURVEY, doors, "facilitator")
    differing, waiting, begun = (house.ids[f"{pile} pile"] for pile in ("differing", "waiting", "begun"))
    batch = f"{SURVEY}/paper/<int:batch_id>"
    yield Visit(batch, f"{doors}/paper/{waiting}", "facilitator")
    yield Visit(f"{batch}/forms/<int:number>", f"{doors}/paper/{begun}/forms/1", "facilitator")
    yield Visit(f"{batch}/differences", f"{doors}/paper/{differing}/differences", "administrator")
    yield Visit("/survey/", "/survey/", "by a poster")
    first = "/survey/screen/"
    yield Visit(first, first, "at a screen")
    yield Visit("/survey/screen/questions", "/survey/screen/questions", "at a screen", through=first)
    yield Visit("/survey/screen/end", "/survey/screen/end", "at a screen")


def _list_readers(house: Installation) -> Iterator[Visit]:
    for who in ("facilitator", "second-reader"):
        comments = f"/organisations/{house.organisation_id}/comments"
        yield Visit(f"{ORGANISATION}/comments", comments, who)
        one = f"{comments}/{house.surveys['comments']}"
        yield Visit(f"{ORGANISATION}/comments/<int:survey_id>", one, who)
        yield Visit(f"{ORGANISATION}/comments/<int:survey_id>/<int:number>", f"{one}/1", who)
    full = f"/organisations/{house.readers}/surveys/{house.surveys['results']}/results"
    for view in ("drivers", "efqm-2025"):
        yield Visit(f"{SURVEY}/results", f"{full}?view={view}", "executive")
    yield Visit(f"{SURVEY}/results", full, "reader of a part")
    for form in ("pdf", "html", "docx", "pptx"):
        yield Visit(f"{SURVEY}/results/report.{form}", f"{full}/report.{form}", "executive", 404)
    yield Visit(f"{SURVEY}/results/files", f"{full}/files", "executive")
    for place, rule in (
        ("drivers/commitment", "drivers/<driver>"),
        ("drivers/culture?order=divided", "drivers/<driver>"),
        ("questions/commitment-cut", "questions/<question>"),
        ("changes", "changes"),
        ("what-if", "what-if"),
        ("reference", "reference"),
        ("units", "units"),
        ("units/u0", "units/<unit>"),
        ("units/u0/hand-out", "units/<unit>/hand-out"),
    ):
        yield Visit(f"{SURVEY}/results/{rule}", f"{full}/{place}", "executive")
    yield Visit(f"{SURVEY}/results/changes/units", f"{full}/changes/units", "facilitator of results")
    for place in ("", "/hand-out"):
        yield Visit(f"{SURVEY}/results/units/<unit>{place}", f"{full}/units/u0{place}", "reader of a part")
    for survey in ("open", "comments"):
        yield Visit(f"{SURVEY}/results", f"{name_place(house, survey)}/results", "facilitator")
    sent = full.removesuffix("/results")
    for place in ("publish", "publications"):
        yield Visit(f"{SURVEY}/{place}", f"{sent}/{place}", "sender")
        yield Visit(f"{SURVEY}/{place}", f"{name_place(house, 'comments')}/{place}", "facilitator")
    yield Visit("/report/", "/report/", "reader")
    yield Visit("/report/", "/report/", "reader who answered")
    yield Visit("/report/answers", "/report/answers", "reader who answered")
    for who, status in (("withdrawn", 410), ("ended", 410)):
        yield Visit("/report/", "/report/", f"reader: {who}", status)
    yield Visit("/report/", "/report/", "nobody", 404)
    yield from _list_follow_up(house, f"/organisations/{house.readers}/surveys/{house.surveys['results']}/follow-up")


def _list_follow_up(house: Installation, place: str) -> Iterator[Visit]:
    rule = f"{SURVEY}/follow-up"
    for who in ("executive", "facilitator of readers"):
        yield Visit(rule, place, who)
    writer = "facilitator of readers"
    for page in ("decisions/new", "actions/new", "targets"):
        yield Visit(f"{rule}/{page}", f"{place}/{page}", writer)
    advice = f"{place}/recommendations/join-the-network"
    yield Visit(f"{rule}/recommendations/<recommendation>", advice, writer)
    yield Visit(f"{rule}/decisions/<int:decision_id>", f"{place}/decisions/{house.ids['decision']}", writer)
    yield Visit(f"{rule}/actions/<int:action_id>", f"{place}/actions/{house.ids['action']}", writer)
    yield Visit(f"{SURVEY}/report-words", place.replace("follow-up", "report-words"), writer)


def _list_respondents(house: Installation) -> Iterator[Visit]:
    for address in ("/", "/quick-check/", "/check"):
        yield Visit(address, address, "nobody")
    for survey in ("open", "comments"):
        yield Visit("/c/<int:campaign_id>", f"/c/{house.surveys[survey]}", "nobody")
    yield Visit("/survey/", "/survey/", "answering")
    yield Visit("/survey/about-you", "/survey/about-you", "nowhere yet")
    for number in (1, 6):
        yield Visit("/survey/questions/<int:number>", f"/survey/questions/{number}", "answering")
    yield Visit("/survey/review", "/survey/review", "answering")
    yield Visit("/survey/", "/survey/", "begun elsewhere", 409)
    yield Visit("/survey/thanks", "/survey/thanks", "done")
    yield Visit("/survey/results", "/survey/results", "after the release")
    for who, status in (("waiting", 403), ("withdrawn", 410), ("closed", 410), ("wrong link", 404)):
        yield Visit("/survey/", "/survey/", who, status)


def _list_sessions(house: Installation) -> Iterator[Visit]:
    base, rule = f"/organisations/{house.organisation_id}/sessions", f"{ORGANISATION}/sessions"
    yield Visit(rule, base, "facilitator")
    yield Visit(rule, f"/organisations/{house.ids['empty']}/sessions", "facilitator")
    yield Visit(f"{rule}/new", f"{base}/new", "facilitator")
    yield Visit(f"{rule}/open", f"{base}/open", "facilitator")
    yield Visit(f"{rule}/open", f"/organisations/{house.ids['empty']}/sessions/open", "facilitator")
    hand = f"{rule}/<int:session_id>"
    for name, session_id in house.sessions.items():
        yield Visit(hand, f"{base}/{session_id}", "facilitator")
        for page in ("agenda", "people"):
            yield Visit(f"{hand}/{page}", f"{base}/{session_id}/{page}", "facilitator")
        language = "en" if name == "running in en" else "nl"
        yield Visit(f"{hand}/wall", f"{base}/{session_id}/wall", "facilitator", language=language)
        if name != "planned":
            yield Visit("/room/", "/room/", f"in the room: {name}", language=language)
    for name, action in (("running in nl", "end"), ("planned", "discard")):
        address = f"{base}/{house.sessions[name]}/{action}"
        yield Visit(f"{hand}/<any(end, discard):action>", address, "facilitator")
    for language in ("en", "nl"):
        name = f"running in {language}"
        asked, topic = f"requests/{house.ids[f'request: {name}']}", house.tokens[f"cluster: {name}"]
        for page in ("route", "answer"):
            address = f"{base}/{house.sessions[name]}/{asked}/{page}"
            yield Visit(f"{hand}/requests/<int:request_id>/{page}", address, "facilitator")
        yield Visit(f"{hand}/votes/<phase_id>/close", f"{base}/{house.sessions[name]}/votes/p13/close", "facilitator")
        yield Visit(f"{hand}/cards/<topic>", f"{base}/{house.sessions[name]}/cards/{topic}", "facilitator")
        yield Visit("/room/cards/<topic>", f"/room/cards/{topic}", f"in the room: {name}", language=language)
    for name, page in (("scoring", "scoring"), ("divided", "scoring"), ("named", "agreed"), ("divided", "agreed")):
        yield Visit(f"{hand}/{page}", f"{base}/{house.sessions[name]}/{page}", "facilitator")
    for part in ("1a", "6b"):
        address = f"{base}/{house.sessions['divided']}/parts/{part}"
        yield Visit(f"{hand}/parts/<part>", address, "facilitator")
        yield Visit("/room/parts/<part>", f"/room/parts/{part}", "in the room: scoring", language="nl")
    for who in ("nobody", "in the room: running in nl"):
        yield Visit("/room/join", "/room/join", who)
    yield from _list_talk(house, f"{base}/{house.sessions['ended']}", hand)


def _list_talk(house: Installation, ended: str, hand: str) -> Iterator[Visit]:
    """What a session leaves behind, and what is written in one about a survey."""
    yield Visit(f"{hand}/outcome", f"{ended}/outcome", "facilitator")
    action = f"actions/{house.ids['action: ended']}"
    yield Visit(f"{hand}/actions/<int:action_id>/change", f"{ended}/{action}/change", "facilitator")
    for name in ("running in nl", "ended"):
        yield Visit("/room/minutes", "/room/minutes", f"in the room: {name}", language="nl")
    place = f"/organisations/{house.readers}/sessions"
    for kind in ("walk", "explain", "warm-up"):
        session_id = house.ids[f"talk: {kind}"]
        yield Visit(hand, f"{place}/{session_id}", "facilitator of readers")
        yield Visit(f"{hand}/wall", f"{place}/{session_id}/wall", "facilitator of readers", language="nl")
        yield Visit("/room/", "/room/", f"in the room: {kind}", language="nl")
    yield Visit("/room/explain", "/room/explain", "in the room: explain", language="nl")


def _list_joint() -> Iterator[Visit]:
    for place in ("", "questions/1", "review", "refuse"):
        rule = "questions/<int:number>" if place.startswith("questions") else place
        yield Visit(f"/joint/{rule}", f"/joint/{place}", "joint: open")
    for who, place in (
        ("before", "meeting"),
        ("meeting", "meeting"),
        ("signing", "confirm"),
        ("sealed", "certificate"),
    ):
        yield Visit("/joint/", "/joint/", f"joint: {who}")
        yield Visit(f"/joint/{place}", f"/joint/{place}", f"joint: {who}")
    yield Visit("/joint/meeting/done", "/joint/meeting/done", "nobody")


def name_place(house: Installation, survey: str) -> str:
    return f"/organisations/{house.organisation_id}/surveys/{house.surveys[survey]}"


KINDS = ("csv", "json", "xlsx", "parquet")


def _list_minutes(house: Installation) -> Iterator[Visit]:
    rule = f"{ORGANISATION}/sessions/<int:session_id>"
    ended = f"/organisations/{house.organisation_id}/sessions/{house.sessions['ended']}/outcome"
    yield Visit(f"{rule}/outcome/<language>.pdf", f"{ended}/nl.pdf", "facilitator", 303)
    yield Visit(f"{rule}/outcome/<table>.csv", f"{ended}/notes.csv", "facilitator")
    yield Visit(f"{rule}/outcome/days.ics", f"{ended}/days.ics", "facilitator")
    yield Visit("/room/minutes.pdf", "/room/minutes.pdf", "in the room: ended", 303)
    yield Visit("/room/minutes.ics", "/room/minutes.ics", "in the room: ended")


def list_others(house: Installation) -> list[Visit]:
    """Rows of the matrix that are no pages: files, parts of a page, and doors that lead on."""
    full = f"/organisations/{house.readers}/surveys/{house.surveys['results']}/results"
    running = name_place(house, "open")
    printed = f"{SURVEY}/invitations"
    return [
        *_list_minutes(house),
        *(Visit(f"{SURVEY}/results/results.{kind}", f"{full}/results.{kind}", "executive") for kind in KINDS),
        Visit(
            f"{ORGANISATION}/look/preview", f"/organisations/{house.organisation_id}/look/preview", "administrator", 303
        ),
        Visit("/survey/results/where-we-stand.pdf", "/survey/results/where-we-stand.pdf", "after the release", 303),
        Visit(f"{SURVEY}/results/charts/<chart>.svg", f"{full}/charts/drivers.svg", "executive"),
        Visit(f"{SURVEY}/results/charts/<chart>.png", f"{full}/charts/drivers.png", "executive"),
        Visit(f"{SURVEY}/results/units/<unit>/hand-out.pdf", f"{full}/units/u0/hand-out.pdf", "executive", 303),
        Visit(f"{SURVEY}/progress", f"{running}/progress", "facilitator", 303),
        Visit(f"{SURVEY}/works-council/<language>.pdf", f"{running}/works-council/nl.pdf", "facilitator", 303),
        Visit(f"{printed}/progress", f"{running}/invitations/progress", "facilitator", 303),
        Visit(
            f"{printed}/cards/<language>/cards-<int:part>.pdf",
            f"{running}/invitations/cards/nl/cards-1.pdf?unit=care&group=staff",
            "facilitator",
        ),
        Visit(f"{printed}/cards/<language>/poster.pdf", f"{running}/invitations/cards/nl/poster.pdf", "facilitator"),
        Visit(
            f"{printed}/letters/letters-<int:part>.pdf",
            f"{running}/invitations/letters/letters-1.pdf?unit=care",
            "facilitator",
        ),
        Visit(
            f"{SURVEY}/open-links/<int:door_id>/<language>/poster.pdf",
            f"{name_place(house, 'doors')}/open-links/{house.ids['door']}/nl/poster.pdf",
            "facilitator",
        ),
        Visit(
            f"{SURVEY}/paper/<language>/form.pdf",
            f"{name_place(house, 'doors')}/paper/nl/form.pdf?unit=care",
            "facilitator",
        ),
        Visit("/welcome/<token>", house.guests["joining"].link, "nobody", 303),
        Visit("/s/<token>", house.guests["answering"].link, "nobody", 303),
        Visit("/j/<token>", house.guests["joint: open"].link, "nobody", 303),
        Visit("/r/<token>", house.guests["reader"].link, "nobody", 303),
        Visit("/report/report.pdf", "/report/report.pdf", "reader", 303),
        Visit("/joint/certificate.pdf", "/joint/certificate.pdf", "joint: sealed", 303),
        *_list_parts_of_sessions(house),
        Visit("/health", "/health", "nobody"),
        Visit("/look/<path:name>", "/look/colours.css", "nobody"),
        Visit("/static/<path:filename>", "/static/theme.css", "nobody"),
    ]


def _list_parts_of_sessions(house: Installation) -> Iterator[Visit]:
    """What live pages ask for, what is taken along, and the doors."""
    room = f"/organisations/{house.organisation_id}/sessions/{house.sessions['running in nl']}"
    rule = f"{ORGANISATION}/sessions/<int:session_id>"
    for part in ("stream", "version"):
        yield Visit(f"{rule}/{part}", f"{room}/{part}", "facilitator")
        yield Visit(f"/room/{part}", f"/room/{part}", "in the room: running in nl")
    asked = f"requests/{house.ids['request: running in nl']}"
    yield Visit(f"{rule}/requests/<int:request_id>/invitation.ics", f"{room}/{asked}/invitation.ics", "facilitator")
    yield Visit("/join", "/join", "nobody", 303)
    yield Visit("/join/<code>", "/join/ABCDEF", "nobody", 303)
