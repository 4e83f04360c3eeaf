"""How far apart answers to a question lie, for the order in which people talk about them."""

from assessment.scoring.figures import ItemFigure


def measure_division(figure: ItemFigure) -> float:
    """The smaller of the shown favourable and unfavourable shares, 0 to 50: the larger, the more divided.

    A question without shares is never called divided: it comes last, with -1.
    """
    if figure.favourable is None or figure.unfavourable is None:
        return -1.0
    return min(figure.favourable.value, figure.unfavourable.value)
