"""Cut the trail between invitations and answers: rewrite the tables in random order, then compact the files (A3).

Saving answers and marking the invitation is one transaction, so the database itself links the two rows: by transaction
id and position on PostgreSQL, by position in the file and in the log on SQLite. After this nothing of it is left.
"""

from collections.abc import Iterator, Mapping

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Connection, text

from assessment.release.structure import Place

TABLES = ("answer_set", "comment", "invitation", "draft", "receipt", "paper_batch")

RANDOM_ID = {"sqlite": "randomblob(16)", "postgresql": "uuid_send(gen_random_uuid())"}

EMPTY_COPY = {
    "sqlite": "CREATE TEMPORARY TABLE shuffled (id PRIMARY KEY, {columns}) WITHOUT ROWID",
    "postgresql": "CREATE TEMPORARY TABLE shuffled AS SELECT id, {columns} FROM {table} WHERE 1 = 0",
}
"""On SQLite temporary tables live in memory: kept in the order of its random ids, this one needs no sorted copy."""

PARTS = 16
"""Rows go back in so many statements: SQLite keeps in memory what one statement changes, lest it fail half way."""


def shuffle_answers(
    connection: Connection,
    campaign_id: int,
    answers: Mapping[Place, Place | None],
    comments: Mapping[Place, Place | None],
) -> None:
    """Rewrite a campaign's answers, comments and invitations in random order, in the caller's transaction.

    Answers and comments get new random ids and coarser places, and are stored in the order of these ids; those whose
    place maps to null are gone.
    """
    _rewrite(connection, campaign_id, "answer_set", "answers", answers)
    _rewrite(connection, campaign_id, "comment", "dimension, text", comments)
    _rewrite_invitations(connection, campaign_id)


def _rewrite(
    connection: Connection, campaign_id: int, table: str, columns: str, places: Mapping[Place, Place | None]
) -> None:
    """Only names of ours stand in these statements; everything else is bound."""
    connection.execute(text("CREATE TEMPORARY TABLE coarse (unit text, g text, new_unit text, new_g text)"))
    rows = [
        {"unit": unit, "g": group, "new_unit": to[0], "new_g": to[1]}
        for (unit, group), to in places.items()
        if to is not None
    ]
    if rows:
        connection.execute(text("INSERT INTO coarse VALUES (:unit, :g, :new_unit, :new_g)"), rows)
    dialect = connection.dialect.name
    kept = f"organisation_id, campaign_id, unit, group_key, {columns}"
    coarser = f"{RANDOM_ID[dialect]}, organisation_id, campaign_id, c.new_unit, c.new_g, {columns}"
    where = (
        f"FROM {table} AS a JOIN coarse AS c ON a.unit IS NOT DISTINCT FROM c.unit"
        " AND a.group_key IS NOT DISTINCT FROM c.g WHERE a.campaign_id = :campaign"
    )
    for statement in (
        EMPTY_COPY[dialect].format(columns=kept, table=table),
        f"INSERT INTO shuffled (id, {kept}) SELECT {coarser} {where}",
        f"DELETE FROM {table} WHERE campaign_id = :campaign",  # noqa: S608 - names of ours only
    ):
        _run(connection, statement, campaign_id)
    back = text(
        f"INSERT INTO {table} (id, {kept}) SELECT id, {kept} FROM shuffled"  # noqa: S608 - likewise
        " WHERE id >= :first AND id < :beyond ORDER BY id"
    )
    for first, beyond in _part_ids():
        connection.execute(back, {"first": first, "beyond": beyond})
    for statement in ("DROP TABLE shuffled", "DROP TABLE coarse"):
        _run(connection, statement, campaign_id)


def _part_ids() -> Iterator[tuple[bytes, bytes]]:
    """Bounds of equal parts of all ids: the first of a part, and the first beyond it."""
    bounds = [bytes([256 // PARTS * part]) for part in range(PARTS)]
    return zip(bounds, [*bounds[1:], b"\xff" * 17], strict=True)


def _rewrite_invitations(connection: Connection, campaign_id: int) -> None:
    """Ids stay, for the link's token is made of them; the rows get one transaction and a new order."""
    for statement in (
        "CREATE TEMPORARY TABLE shuffled AS SELECT * FROM invitation WHERE 1 = 0",
        "INSERT INTO shuffled SELECT * FROM invitation WHERE campaign_id = :campaign",
        "DELETE FROM invitation WHERE campaign_id = :campaign",
        "INSERT INTO invitation SELECT * FROM shuffled ORDER BY random()",
        "DROP TABLE shuffled",
    ):
        _run(connection, statement, campaign_id)


def _run(connection: Connection, statement: str, campaign_id: int) -> None:
    """Binding is for queries: the databases take no parameters in statements that make tables."""
    connection.execute(text(statement), {"campaign": campaign_id} if ":campaign" in statement else {})


def compact_files(db: SQLAlchemy) -> None:
    """Write the files anew, so that no deleted row is left in a free page, a dead row or the log.

    Outside any transaction: the databases demand it. OperationalError where another connection will not let go.
    """
    db.session.rollback()
    # The connection that shuffled still holds the memory of its temporary tables; compacting takes as much again.
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        # The driver's own connection: one of SQLAlchemy's would begin a transaction first.
        connection = db.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()
        finally:
            connection.close()
    else:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as automatic:
            for table in TABLES:
                automatic.execute(text(f"VACUUM (FULL) {table}"))
