internal import GRDB

/// Pulses that are of no use after a time.
enum Migration004 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("004 expiry") { db in
            try db.execute(
                sql: """
                    CREATE TABLE expiry (
                        at INTEGER NOT NULL,
                        id INTEGER NOT NULL,
                        PRIMARY KEY (at, id)
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
    }
}
