"""A line in the log for each file that is handed out: which account took what along (trust rule S28)."""

from flask import Flask, Response, g, request

from assessment.access.rights import PUBLIC, find_colleague, find_rule
from assessment.log import log, name_rule


def log_files(app: Flask) -> None:
    """Never of what everybody may open: whoever answers may be signed in with the same browser."""

    @app.after_request
    def log_file(response: Response) -> Response:
        if response.status_code != 200 or "Content-Disposition" not in response.headers or request.endpoint is None:
            return response
        colleague = None if PUBLIC in (find_rule(app, request.endpoint) or {PUBLIC}) else find_colleague()
        if colleague is not None:
            survey = (request.view_args or {}).get("survey_id")
            log.info(
                "file exported",
                account=colleague.account_id,
                organisation=g.get("organisation_id"),
                survey=survey,
                rule=name_rule(),
            )
        return response
