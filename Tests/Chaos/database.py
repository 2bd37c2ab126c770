"""What a database must be like after a crash."""

import pathlib
import sqlite3
from collections.abc import Iterable

from writers import Acknowledged


def faults(database: pathlib.Path, required: Iterable[Acknowledged]) -> tuple[list[str], list[str]]:
    """Opens it, which recovers it, and says what is damaged and which acknowledged pulses are lost."""
    required = list(required)
    if not database.exists():
        return [], [ack.label for ack in required]
    connection = sqlite3.connect(f"file:{database}?mode=rw", uri=True, timeout=10)
    try:
        answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if answer != "ok":
            return [str(answer).replace("\n", " ")[:200]], []
        specs = dict(connection.execute("SELECT id, spec FROM pulse"))
        # A transaction that came through in part would leave a pulse that neither waits nor runs, or the other way round.
        waiting, held = connection.execute(
            "SELECT (SELECT count(*) FROM pulse WHERE status = 1),"
            " (SELECT count(*) FROM pulse JOIN (SELECT id FROM due UNION ALL SELECT id FROM running) USING (id) WHERE status = 1)"
        ).fetchone()
        lines = connection.execute("SELECT (SELECT count(*) FROM due) + (SELECT count(*) FROM running)").fetchone()[0]
        opened = connection.execute("SELECT count FROM tally WHERE name = 'open'").fetchone()
        counted = opened[0] if opened else 0
        damage = [] if waiting == held == lines == counted else [
            f"half a transaction: {waiting} open pulses, {held} of them and {lines} in all due or running, {counted} counted"
        ]  # fmt: skip
    except sqlite3.DatabaseError as error:
        if required or "no such table" not in str(error):
            return [f"{type(error).__name__}: {error}"], []
        return [], []
    finally:
        connection.close()
    return damage, [ack.label for ack in required if ack.label not in specs.get(ack.id, "")]
