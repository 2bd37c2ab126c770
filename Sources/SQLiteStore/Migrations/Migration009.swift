internal import GRDB

/// What runs report of themselves. A run under way carries a mark that it has, which its end reads beside all else.
enum Migration009 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("009 reports of runs") { db in
            try db.execute(
                sql: """
                    CREATE TABLE report (
                        pulse INTEGER NOT NULL,
                        attempt INTEGER NOT NULL,
                        outcome INTEGER NOT NULL,
                        message TEXT,
                        next_check INTEGER,
                        at INTEGER NOT NULL,
                        late INTEGER NOT NULL,
                        PRIMARY KEY (pulse, attempt)
                    ) STRICT, WITHOUT ROWID;
                    ALTER TABLE running ADD COLUMN reported INTEGER NOT NULL DEFAULT 0;
                    """)
        }
    }
}
