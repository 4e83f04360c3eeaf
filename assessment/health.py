"""Whether the application can work: for load balancers and people who watch."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from assessment.log import describe_exception, log
from assessment.models import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """200 when the database answers, else 503; says nothing about the installation."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        log.error("unhealthy", **describe_exception(error))
        return jsonify(status="failing", database="unreachable"), 503
    return jsonify(status="ok", database="ok")
