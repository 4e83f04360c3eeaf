"""How answers spread: one bar of five or three segments with the numbers in it where they fit."""

from markupsafe import Markup

from reports.charts.parts import ANSWERS, ON_ANSWERS, OUTLINE, WHITE, Size, box, picture, text_width, upright, words
from reports.charts.specification import AnswerBar, Segment

COLOURS = {5: (0, 1, 2, 3, 4), 3: (0, 2, 4), 2: (0, 4)}


def draw_answer_bar(chart: AnswerBar, size: Size) -> Markup:
    """Shares are stretched to the whole bar: rounded shares need not add up to 100."""
    height = size.line + size.room
    parts: list[Markup] = []
    labels: list[Markup] = []
    total = sum(segment.value for segment in chart.segments) or 1
    left = 0.0
    for place, segment in enumerate(chart.segments):
        width = segment.value / total * 100
        shade = shade_of(place, len(chart.segments))
        parts.append(box(left, width, 1, height - 2, ANSWERS[shade], class_=f"answer-{shade + 1}"))
        if place and width and left:
            parts.append(upright(left, 1, height - 1, WHITE, 2))
        if fits(segment, width, size):
            middle = left + width / 2
            label = words(
                segment.text,
                middle,
                height / 2 + size.small * 0.36,
                size.small,
                anchor="middle",
                fill=ON_ANSWERS[shade],
            )
            labels.append(label)
        left += width
    outline = box(0, 100, 0.5, height - 1, "none", stroke=OUTLINE)
    return picture(chart.message, height, *parts, outline, *labels, kind="answers")


def shade_of(place: int, segments: int) -> int:
    """Which of the five answer colours a segment takes: the ends of a shorter bar are still the ends."""
    known = COLOURS.get(segments)
    return known[place] if known else round(place * 4 / max(segments - 1, 1))


def fits(segment: Segment, width: float, size: Size) -> bool:
    room = width / 100 * size.narrow
    return bool(segment.text) and text_width(segment.text, size.small) + 6 <= room
