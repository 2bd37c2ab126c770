internal import GRDB

/// Signs of life, and the lives that did not end in order.
enum Migration006 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("006 lives") { db in
            try db.execute(
                sql: """
                    ALTER TABLE boot ADD COLUMN seen_at INTEGER;

                    CREATE TABLE crash (
                        boot TEXT PRIMARY KEY,
                        pid INTEGER NOT NULL,
                        version TEXT NOT NULL,
                        started_at INTEGER NOT NULL,
                        last_seen_at INTEGER NOT NULL,
                        noticed_at INTEGER NOT NULL,
                        cause TEXT NOT NULL,
                        detail TEXT,
                        running TEXT NOT NULL,
                        running_count INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX crash_noticed ON crash (noticed_at);
                    """)
        }
    }
}
