internal import GRDB

/// What happened, in order.
enum Migration002 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("002 events") { db in
            try db.execute(
                sql: """
                    CREATE TABLE event (
                        sequence INTEGER PRIMARY KEY,
                        at INTEGER NOT NULL,
                        kind INTEGER NOT NULL,
                        pulse INTEGER,
                        attempt INTEGER,
                        detail TEXT
                    ) STRICT;
                    """)
        }
    }
}
