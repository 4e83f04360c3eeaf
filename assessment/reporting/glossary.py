"""The words of the report and what they mean."""

from flask_babel import gettext as _

from reports.document import Bullets, Section


def build_glossary() -> Section:
    words = [
        (_("Driver"), _("One of the ways by which senior managers drive quality.")),
        (_("Senior managers"), _("The people named on the survey's pages, nobody else.")),
        (_("Staff"), _("Everybody else who answers.")),
        (_("Unit"), _("A place in the organisation.")),
        (_("Score"), _("0 to 100: the mean of what people see, higher is more mature.")),
        (_("Level"), _("One of the described states that a score lies in.")),
        (_("Margin"), _("How far chance could have moved the score.")),
        (
            _("Alpha"),
            _("How far a driver's questions hang together, from 0 to 1; 0.70 is enough."),
        ),
        (_("Agreement"), _("How near people's answers lie to each other.")),
        (_("Gap"), _("What senior managers say minus what staff see.")),
        (_("Blind spot"), _("A sure gap with senior managers higher; the other way round it is a hidden strength.")),
        (_("Divided view"), _("30 % or more low and 30 % or more high answers.")),
        (_("Joint answer"), _("The one answer that senior managers sign together.")),
        (_("I can't tell"), _("Saw too little to say; never a zero.")),
        (_("Not shown"), _("Held back to protect people, with the reason.")),
        (_("Priority"), _("Advice that figures have fired, among the first six.")),
    ]
    return Section(
        "glossary", _("Words"), (Bullets(tuple((f"{word}:", meaning) for word, meaning in words)),), new_page=False
    )
