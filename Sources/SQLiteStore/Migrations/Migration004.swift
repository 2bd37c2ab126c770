internal import GRDB

/// Pulses that are of no use after a time; schedules found by their importance, and by whether a file declares them.
enum Migration004 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("004 expiry, importance and files of schedules") { db in
            try db.execute(
                sql: """
                    CREATE TABLE expiry (
                        at INTEGER NOT NULL,
                        id INTEGER NOT NULL,
                        PRIMARY KEY (at, id)
                    ) STRICT, WITHOUT ROWID;

                    ALTER TABLE schedule ADD COLUMN file TEXT;
                    CREATE INDEX schedule_declared ON schedule (name) WHERE file IS NOT NULL;

                    ALTER TABLE progress ADD COLUMN priority INTEGER NOT NULL DEFAULT 2;
                    DROP INDEX progress_next;
                    CREATE INDEX progress_next ON progress (priority, next_at) WHERE next_at IS NOT NULL;

                    -- A spec that cannot be read keeps its place among the normal ones.
                    UPDATE schedule SET file = json_extract(spec, '$.file') WHERE json_valid(spec);
                    UPDATE progress SET priority = coalesce(
                        (SELECT json_extract(s.spec, '$.priority') FROM schedule AS s WHERE s.id = progress.schedule AND json_valid(s.spec)), 2);
                    """)
        }
    }
}
