internal import GRDB

/// Requests that are carried out, and what they were answered, beside those that made a pulse (`pulse` is 0 for them).
enum Migration008 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("008 answers of requests") { db in
            try db.execute(
                sql: """
                    ALTER TABLE idempotency ADD COLUMN owner TEXT;
                    ALTER TABLE idempotency ADD COLUMN status INTEGER;
                    ALTER TABLE idempotency ADD COLUMN location TEXT;
                    ALTER TABLE idempotency ADD COLUMN body BLOB;
                    """)
        }
    }
}
