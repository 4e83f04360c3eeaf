"""What was made of the recommendations stands in the report, and `verify` reads it from the report's own file."""

from datetime import date

import pytest

from assessment.reporting.attached import RESULT_NAME, attach_result
from assessment.reporting.build import build_report
from assessment.reporting.page_one import build_page_one
from assessment.reporting.priorities import build_follow_up, build_priorities
from assessment.reporting.staff import make_staff_page
from assessment.reporting.verify import compare_derived, compute_views, read_enclosed
from assessment.reporting.views import ReportViews
from assessment.results.numbers import speaking
from assessment.results.service import list_views, read_source
from assessment.results.view import ActionFact, AdviceFact, DecisionFact, DriverTargetFact, ReleaseSource, TargetFact
from reports.html import render_blocks
from reports.texts import read_pieces
from tests.assessment.results import made

pytestmark = pytest.mark.usefixtures("speaking")
REASON = {"en": "Two of us sit there already", "nl": "Twee van ons zitten er al"}


def decide() -> ReleaseSource:
    first, second, *_others = [one.recommendation for one in made.view().derived.priorities]
    asked = tuple(DecisionFact(position=place, text={"en": f"Decide {place}"}) for place in range(1, 6))
    return made.source(
        choices=(
            AdviceFact(recommendation=first, choice="deferred", reason=REASON),
            AdviceFact(recommendation=second, choice="accepted", owner="S. Aydin", due=date(2027, 6, 1)),
        ),
        promises=(ActionFact(text={"en": "Answer in thirty days"}, owner="M. de Boer", status="open"),),
        decisions=asked,
        targets=(DriverTargetFact(dimension="culture", score=72, by=date(2028, 4, 1), set_by="E. Visser"),),
        facts=made.facts(target=TargetFact(score=60, by=date(2029, 4, 1), set_by="E. Visser")),
    )


def read_views(source: ReleaseSource, language: str = "en") -> ReportViews:
    views = [read_source(source, lens, language) for lens in list_views(source)]
    return ReportViews(views[0], tuple(views[1:]))


def write(blocks: tuple[object, ...]) -> str:
    pieces = read_pieces(render_blocks(blocks))  # type: ignore[arg-type]
    return " ".join((*pieces.flow, *pieces.pictures))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_what_is_set_aside_leaves_the_priorities_and_stands_with_its_reason(language: str) -> None:
    view = read_views(decide(), language).main
    gone = view.recommendation(view.derived.set_aside[0].recommendation)
    with speaking(language):
        section = write(build_priorities(view).blocks)
        page_one = write(build_page_one(view))
        staff = make_staff_page(view)
    title, reason = view.say(gone.title), REASON[language]
    assert reason in section
    assert section.index(title.rstrip(".")) > len(section) / 2
    assert title not in page_one
    assert all(title not in " ".join(entry) for entry in staff.work_on)
    assert "S. Aydin" in section


def test_three_decisions_stand_on_page_one_and_the_others_later() -> None:
    view = read_views(decide()).main
    with speaking("en"):
        page_one, section = write(build_page_one(view)), write(build_priorities(view).blocks)
        after = write(build_follow_up(view).blocks)
    assert "C. Decide 3" in page_one
    assert "Decide 4" not in page_one
    assert "D. Decide 4" in section
    assert "E. Decide 5" in section
    assert "Answer in thirty days" in after
    assert "by 1 April 2029, set by E. Visser" in page_one


def test_the_file_in_the_report_gives_the_same_priorities_again() -> None:
    views = read_views(decide())
    with speaking("en"):
        content = attach_result(views).content
        assert build_report(views).identifier != build_report(read_views(made.source())).identifier
    enclosed = read_enclosed({RESULT_NAME: content})
    assert enclosed.source == decide()
    assert list(compare_derived(enclosed, compute_views(enclosed.source, "en"))) == []
    accepted = tuple(one.model_copy(update={"choice": "accepted"}) for one in enclosed.source.choices)
    forged = enclosed.source.model_copy(update={"choices": accepted})
    found = list(compare_derived(enclosed, compute_views(forged, "en")))
    assert any("priorities" in difference for difference in found)
