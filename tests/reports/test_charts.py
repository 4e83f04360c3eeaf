"""Charts: the message first, nothing that a strict page or a tagged PDF forbids, text large enough, table equal."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reports.charts import Chart, Table, draw, parts, table_of
from reports.charts.parts import INK, SIZES, Medium
from tests.reports.samples import BAR, CHARTS, GAPS, HEAT, STRIP

LOOK = Path(parts.__file__).parent.parent / "look"
MEDIA: tuple[Medium, ...] = ("page", "paper")
PICTURES = {name: chart for name, chart in CHARTS.items() if name != "heat"}
SMALLEST = {"page": 14, "paper": 8.5 / 0.75}


def parse(chart: Chart, medium: Medium) -> ElementTree.Element:
    return ElementTree.fromstring(draw(chart, medium))


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("name", PICTURES)
def test_message_is_the_first_child(name: str, medium: Medium) -> None:
    svg = parse(CHARTS[name], medium)
    assert svg[0].tag.endswith("title")
    assert svg[0].text == CHARTS[name].message


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("name", CHARTS)
def test_nothing_that_a_strict_page_refuses(name: str, medium: Medium) -> None:
    drawn = draw(CHARTS[name], medium)
    for element in ElementTree.fromstring(drawn).iter():
        assert not {"style", "id", "clip-path", "filter", "onclick", "href"} & set(element.attrib)
        assert element.tag.rpartition("}")[2] not in {"linearGradient", "radialGradient", "clipPath", "style", "script"}


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("name", PICTURES)
def test_no_text_is_smaller_than_the_medium_allows(name: str, medium: Medium) -> None:
    texts = [element for element in parse(CHARTS[name], medium).iter() if element.tag.endswith("text")]
    assert texts
    assert min(float(text.attrib["font-size"]) for text in texts) >= SMALLEST[medium] - 0.01


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("name", PICTURES)
def test_everything_lies_inside_the_picture(name: str, medium: Medium) -> None:
    svg = parse(CHARTS[name], medium)
    height = float(svg.attrib["height"])
    for element in svg.iter():
        for key in ("x", "x1", "x2", "cx", "width"):
            value = element.attrib.get(key, "0%")
            if value.endswith("%"):
                assert 0 <= float(value[:-1]) <= 100
        for key in ("y", "y1", "y2", "cy"):
            assert -1 <= float(element.attrib.get(key, "0")) <= height


@pytest.mark.parametrize("name", CHARTS)
def test_same_chart_same_characters(name: str) -> None:
    assert draw(CHARTS[name]) == draw(CHARTS[name])
    assert table_of(CHARTS[name]).caption == CHARTS[name].message


@pytest.mark.parametrize("name", ["gaps", "strip", "effort"])
def test_every_figure_of_a_picture_stands_in_its_table(name: str) -> None:
    printed = {text.text for text in parse(CHARTS[name], "page").iter() if text.tag.endswith("text")}
    table = " ".join(cell for row in table_of(CHARTS[name]).rows for cell in row)
    for text in printed:
        for number in re.findall(r"\d+", text or ""):
            assert number in table or text in {"1", "2", "3", "4", "5"}, text


def test_gap_figures_stand_outside_the_pair() -> None:
    texts = {text.text: text.attrib for text in parse(GAPS, "page").iter() if text.tag.endswith("text")}
    assert (texts["43"]["text-anchor"], texts["79"]["text-anchor"]) == ("end", "start")
    assert float(texts["43"]["dx"]) < 0 < float(texts["79"]["dx"])


@pytest.mark.parametrize("medium", MEDIA)
def test_the_stroke_of_last_time_ends_above_every_figure(medium: Medium) -> None:
    svg = parse(GAPS, medium)
    texts = [text.attrib for text in svg.iter() if text.tag.endswith("text") and text.text in {"43", "79", "61", "67"}]
    strokes = [line.attrib for line in svg.iter() if line.attrib.get("stroke") == INK and line.attrib.get("x1")]
    rows = sorted({float(text["y"]) for text in texts})
    ends = sorted(float(stroke["y2"]) for stroke in strokes)[-len(rows) :]
    for base, end in zip(rows, ends, strict=True):
        assert base - 20 < end < base - 0.7 * SIZES[medium].text


def test_a_table_drops_the_columns_in_which_nothing_stands() -> None:
    table = Table(
        "Asked", ("Question", "Answered", "Said", "Score"), (("a", "1", "–", "2"), ("b", "–", "–", "3")), (1, 3)
    )
    assert table.without_empty_columns() == Table(
        "Asked", ("Question", "Answered", "Score"), (("a", "1", "2"), ("b", "–", "3")), (1, 2)
    )


def test_gap_table_leaves_out_empty_columns_and_marks_what_is_missing() -> None:
    table = table_of(GAPS)
    assert table.rows[2] == ("Goals", "–", "–", "–", "not shown")
    assert table_of(CHARTS["extreme"]).head == ("Driver", "Staff see", "Senior managers say", "Gap")


def test_bar_fills_its_width_though_rounded_shares_do_not_add_up() -> None:
    widths = [
        float(box.attrib["width"][:-1])
        for box in parse(BAR, "page").iter()
        if box.tag.endswith("rect") and box.attrib.get("class", "").startswith("answer-")
    ]
    assert sum(widths) == pytest.approx(100)
    assert widths[0] == pytest.approx(25)


def test_hidden_cell_has_no_level_and_says_so() -> None:
    table = parse(HEAT, "page")
    cells = [cell for cell in table.iter("td") if cell.attrib.get("class") == "not-shown"]
    assert len(cells) == 1
    assert "not shown" in "".join(cells[0].itertext())
    assert [cell.attrib["class"] for cell in table.iter("td") if "level" in cell.attrib.get("class", "")] == [
        "level-1",
        "level-5",
        "level-4",
    ]


def test_strip_names_its_level_closed_on_the_left() -> None:
    rows = dict(row for row in table_of(STRIP).rows)  # type: ignore[misc]  # a strip's table has two columns
    assert rows["Level"] == "C"
    assert rows["Margin"] == "±2"


def test_colours_are_those_of_the_look() -> None:
    """Presentation attributes cannot read custom properties, so the numbers stand twice: here they are compared."""
    look = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", (LOOK / "colours.css").read_text()))
    assert [look[f"answer-{place}"] for place in range(1, 6)] == list(parts.ANSWERS)
    assert [look[f"level-{place}"] for place in range(1, 6)] == list(parts.LEVELS)
    assert [look[f"on-answer-{place}"] for place in range(1, 6)] == list(parts.ON_ANSWERS)
    assert [look[f"on-level-{place}"] for place in range(1, 6)] == list(parts.ON_LEVELS)
    named = {"ink": parts.INK, "muted": parts.MUTED, "accent": parts.ACCENT, "group-senior-managers": parts.PLUM}
    assert {name: look[name] for name in named} == named


@pytest.mark.parametrize(("ramp", "on"), [(parts.ANSWERS, parts.ON_ANSWERS), (parts.LEVELS, parts.ON_LEVELS)])
def test_numbers_on_colours_are_legible(ramp: tuple[str, ...], on: tuple[str, ...]) -> None:
    for ground, text in zip(ramp, on, strict=True):
        assert contrast(ground, text) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
