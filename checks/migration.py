"""Write the next migration from the difference between the models and a database of the newest revision.

``make migration ARGS="Add accounts"``; read what it wrote before committing it.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext

from assessment.app import create_app
from assessment.migrations import migrate
from assessment.migrations.schema import opened
from assessment.models import UtcDateTime
from assessment.settings import Settings


def write_migration(message: str, folder: Path) -> Path:
    """The file of the new migration; ``folder`` is for a database that is only needed meanwhile."""
    app = create_app(Settings(instance=folder))
    migrate(app)
    with opened(app) as alembic:
        app.config["ALEMBIC_CONTEXT"]["render_item"] = render_item
        number = len(list(alembic.script_directory.walk_revisions())) + 1
        alembic.rev_id = lambda: f"{number:04}"
        [script] = alembic.revision(message)
    return Path(script.path)


def render_item(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """A migration names types of SQLAlchemy only: ours may change later, what was migrated may not."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(write_migration(" ".join(sys.argv[1:]), Path(name)))
