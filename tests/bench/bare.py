"""The yardstick: the least Flask application that asks as many pages and commits as often, checking by hand.

No forms library, no translations, no encryption, no rules: what is left is Flask, Jinja, SQLite and the disk.
"""

import os
import secrets
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, g, redirect, request

from assessment.database import choose_sqlite

LABELS = ("Never", "Rarely", "Sometimes", "Often", "Always", "I can't tell", "Did not come up")
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Survey</title>
<link rel="stylesheet" href="/theme.css"></head><body><main><h1>Survey</h1><form method="post">
{% for number in range(items) %}<fieldset><legend>Question {{ number }}: how often did it happen here?</legend>
{% for label in labels %}<label><input type="radio" name="q{{ number }}" value="{{ loop.index }}"
{%- if chosen.get(number) == loop.index %} checked{% endif %}>{{ label }}</label>{% endfor %}</fieldset>{% endfor %}
<button>Continue</button></form></main></body></html>"""
SHORT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Survey</title></head>
<body><main><h1>{{ heading }}</h1><p>{{ text }}</p><form method="post"><button>Go on</button></form></main>
</body></html>"""


def make_bare_app(database: Path, items: int) -> Flask:
    """An application whose visits are: welcome, one page of ``items`` questions, review, thanks."""
    app = Flask("bare")
    app.config["DATABASE"] = database
    questions, short = app.jinja_env.from_string(PAGE), app.jinja_env.from_string(SHORT)

    @app.teardown_appcontext
    def close(_: BaseException | None) -> None:
        if connection := g.pop("connection", None):
            connection.close()

    @app.get("/start")
    def start() -> Response:
        answer = redirect("/welcome")
        answer.set_cookie("person", secrets.token_urlsafe(16), httponly=True)
        return answer

    @app.get("/welcome")
    def welcome() -> str:
        return short.render(heading="Welcome", text="Nobody sees what you answer.")

    @app.post("/welcome")
    def begin() -> Response:
        return redirect("/page", 303)

    @app.get("/page")
    def page() -> str:
        return questions.render(items=items, labels=LABELS, chosen={})

    @app.post("/page")
    def save() -> Response:
        codes = _check(items)
        _connect(app).execute("INSERT OR REPLACE INTO draft VALUES (?, ?)", (_find_person(), codes))
        return redirect("/review", 303)

    @app.get("/review")
    def review() -> str:
        row = _connect(app).execute("SELECT answers FROM draft WHERE person = ?", (_find_person(),)).fetchone()
        return short.render(heading="Review", text=f"{sum(map(bool, row[0]))} answered")

    @app.post("/review")
    def submit() -> Response:
        _submit(_connect(app), _find_person())
        return redirect("/thanks", 303)

    @app.get("/thanks")
    def thanks() -> str:
        return short.render(heading="Thank you", text="We have your answers.")

    return app


def _connect(app: Flask) -> Any:
    if "connection" not in g:
        sqlite: Any = choose_sqlite()
        g.connection = sqlite.connect(app.config["DATABASE"], timeout=10, isolation_level=None)
        g.connection.execute("PRAGMA synchronous=FULL")
    return g.connection


def _find_person() -> str:
    return request.cookies.get("person") or abort(404)


def _check(items: int) -> bytes:
    codes = bytearray(items)
    for number in range(items):
        value = request.form.get(f"q{number}", "0")
        if not value.isdigit() or not 0 <= int(value) <= len(LABELS):
            abort(400)
        codes[number] = int(value)
    return bytes(codes)


def _submit(connection: Any, person: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    row = connection.execute("DELETE FROM draft WHERE person = ? RETURNING answers", (person,)).fetchone()
    connection.execute("INSERT INTO answer VALUES (?, ?)", (os.urandom(16), row[0]))
    connection.execute("COMMIT")


def make_bare_database(database: Path) -> None:
    """The two tables, in the same journal mode as the application's."""
    sqlite: Any = choose_sqlite()
    with sqlite.connect(database) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE draft (person TEXT PRIMARY KEY, answers BLOB) WITHOUT ROWID")
        connection.execute("CREATE TABLE answer (id BLOB PRIMARY KEY, answers BLOB) WITHOUT ROWID")
