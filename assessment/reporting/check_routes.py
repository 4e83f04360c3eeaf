"""The public page that checks a report: for whoever was sent one and wants to know whether it is as it was made."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import FileField, Form

from assessment.access.fields import list_errors
from assessment.headers import LARGEST_FILE
from assessment.language import LANGUAGES
from assessment.reporting.checking import check_file, find_ours, may_check

blueprint = Blueprint("check", __name__, url_prefix="/check")


class FileForm(Form):
    report = FileField()


@blueprint.get("")
def ask() -> ResponseReturnValue:
    return show(make_form())


@blueprint.post("")
def check() -> ResponseReturnValue:
    """Read the file in memory, say what was found, and forget it."""
    brought = request.files.get("report")
    content = brought.read(LARGEST_FILE + 1) if brought is not None else b""
    if content and not may_check():
        return refuse("too often", 429)
    checked = check_file(content)
    if checked.refused:
        return refuse(checked.refused, 503 if checked.refused == "busy" else 422)
    return show(make_form(), checked=checked, ours=find_ours(checked))


def make_form() -> FileForm:
    form = FileForm()
    form.report.label.text = _("The report (PDF)")
    form.report.description = _(
        "Up to %(megabytes)s MB. It is read in memory; nothing of it is kept or written down.",
        megabytes=LARGEST_FILE // 1024**2,
    )
    return form


def refuse(reason: str, status: int) -> ResponseReturnValue:
    form = make_form()
    form.report.errors = [say_refusal(reason)]
    return show(form), status


def show(form: FileForm, **found: object) -> str:
    return render_template(
        "reporting/check.html", form=form, errors=list_errors(form), languages=LANGUAGES, **({"checked": None} | found)
    )


def say_refusal(reason: str) -> str:
    """Why a file was not read, and what to do."""
    sentences = {
        "missing": _("Choose the PDF of a report first."),
        "too big": _("This file is larger than %(megabytes)s MB; no report is.", megabytes=LARGEST_FILE // 1024**2),
        "no pdf": _("This is no PDF. Choose the file as you received it."),
        "encrypted": _("This PDF is protected with a password; reports never are. Ask for the file as it was made."),
        "script": _("This PDF holds a script or starts a program; reports never do. Do not open it."),
        "no report": _(
            "This PDF is no report of this application: the figures that each report carries are not in it."
        ),
        "other version": _("This report was made by another version of this application, which reads it."),
        "too much": _("Reading this file would take more time or memory than any report does. It was not read."),
        "too often": _("Too many files came from your address. Wait ten minutes."),
        "busy": _("Others are checking reports right now. Wait a minute and send it again."),
    }
    return sentences.get(reason, _("This PDF is damaged, or made in a way that no report is. It could not be read."))
