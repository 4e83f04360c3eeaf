"""Somebody with a number of their own who answers through the application itself, without a network between."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.trust.answering import Numbered

REVIEW = "/survey/review"
TURN = "/survey/screen/questions"
REVIEWS = {REVIEW, TURN}
"""The last page before sending: at a shared screen that of all questions."""
ENDS = {"/survey/thanks", "/survey/screen/end"}


class Visit:
    """``page``: the last page shown; ``client`` keeps the cookies; ``environ``: what the server is told besides."""

    def __init__(self, app: Flask, link: str, number: int, **environ: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.client.environ_base |= environ
        self.person = Numbered(0)
        self.person.number = number
        self.page: TestResponse = self.client.get(link, follow_redirects=True)

    def press(self) -> TestResponse:
        """Send the page's form as filled in; moves on only where it was taken."""
        answer = self.client.post(self.page.request.path, data=self.fill(), follow_redirects=True)
        if answer.status_code == 200:
            self.page = answer
        return answer

    def fill(self) -> dict[str, str]:
        return self.person.fill(self.page.text)

    def go_to_review(self) -> None:
        while self.page.request.path not in REVIEWS:
            assert self.press().status_code == 200

    @property
    def received(self) -> bool:
        return self.page.request.path in ENDS
