"""Cut the trail between invitations and answers: rewrite the tables in random order, then compact the files (A3).

Saving answers and marking the invitation is one transaction, so the database itself links the two rows: by transaction
id and position on PostgreSQL, by position in the file and in the log on SQLite. After this nothing of it is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Connection, text

from assessment.release.atoms import Asked
from assessment.release.structure import Place

TABLES = (
    "answer_set",
    "comment",
    "comment_to_read",
    "comment_review",
    "invitation",
    "draft",
    "joint_member",
    "receipt",
    "paper_batch",
    "mail",
)

RANDOM_ID = {"sqlite": "randomblob(16)", "postgresql": "uuid_send(gen_random_uuid())"}

EMPTY_COPY = {
    "sqlite": "CREATE TEMPORARY TABLE shuffled (id PRIMARY KEY, {columns}) WITHOUT ROWID",
    "postgresql": "CREATE TEMPORARY TABLE shuffled AS SELECT id, {columns} FROM {table} WHERE 1 = 0",
}
"""On SQLite temporary tables live in memory: kept in the order of its random ids, this one needs no sorted copy."""

PARTS = 16
"""Rows go back in so many statements: SQLite keeps in memory what one statement changes, lest it fail half way."""


@dataclass(frozen=True)
class Coarse:
    """Old place to what is stored instead; those whose place maps to null, or is missing, can never be shown.

    ``comments``: the same for comments, by unit, group and dimension.
    """

    answers: Mapping[Place, Place | None]
    comments: Mapping[Asked, Place]


def shuffle_answers(connection: Connection, campaign_id: int, coarse: Coarse) -> None:
    """Rewrite a campaign's answers, comments and invitations in random order, in the caller's transaction.

    Answers and comments get new random ids and coarser places, and are stored in the order of these ids; those that
    can never be shown are gone.
    """
    answers: list[tuple[Asked, Place]] = [
        ((unit, group, ""), to) for (unit, group), to in coarse.answers.items() if to is not None
    ]
    _rewrite(connection, campaign_id, "answer_set", "answers", answers)
    _rewrite(connection, campaign_id, "comment", "dimension, text", list(coarse.comments.items()), "a.dimension")
    _rewrite_invitations(connection, campaign_id)


def _rewrite(
    connection: Connection,
    campaign_id: int,
    table: str,
    columns: str,
    places: Sequence[tuple[Asked, Place]],
    dimension: str = "''",
) -> None:
    """Only names of ours stand in these statements; everything else is bound."""
    connection.execute(text("CREATE TEMPORARY TABLE coarse (unit text, g text, d text, new_unit text, new_g text)"))
    rows = [
        {"unit": unit, "g": group, "d": asked, "new_unit": to[0], "new_g": to[1]} for (unit, group, asked), to in places
    ]
    if rows:
        connection.execute(text("INSERT INTO coarse VALUES (:unit, :g, :d, :new_unit, :new_g)"), rows)
    dialect = connection.dialect.name
    kept = f"organisation_id, campaign_id, unit, group_key, {columns}"
    coarser = f"{RANDOM_ID[dialect]}, organisation_id, campaign_id, c.new_unit, c.new_g, {columns}"
    where = (
        f"FROM {table} AS a JOIN coarse AS c ON a.unit IS NOT DISTINCT FROM c.unit"
        f" AND a.group_key IS NOT DISTINCT FROM c.g AND {dimension} = c.d WHERE a.campaign_id = :campaign"
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
        _run_alone(db, ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"))
    else:
        _run_alone(db, [f"VACUUM (FULL) {table}" for table in TABLES])


def compact_members(db: SQLAlchemy) -> None:
    """The same for the table of senior managers alone, whose first answers were just destroyed: on SQLite they are
    overwritten where they stood (secure_delete), and only the log still knows them."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        _run_alone(db, ("PRAGMA wal_checkpoint(TRUNCATE)",))
    else:
        _run_alone(db, ("VACUUM (FULL) joint_member",))


def _run_alone(db: SQLAlchemy, statements: Sequence[str]) -> None:
    """Outside any transaction. On SQLite the driver's own connection: one of SQLAlchemy's would begin one first."""
    if db.engine.dialect.name == "sqlite":
        connection = db.engine.raw_connection()
        try:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            cursor.close()
        finally:
            connection.close()
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as automatic:
        for statement in statements:
            automatic.execute(text(statement))
