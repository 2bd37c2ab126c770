internal import GRDB

/// What a token lets do, until when, and when it was used. Those of before could do everything.
enum Migration007 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("007 scopes of tokens") { db in
            try db.execute(
                sql: """
                    ALTER TABLE token ADD COLUMN scope TEXT NOT NULL DEFAULT 'admin';
                    ALTER TABLE token ADD COLUMN agent TEXT;
                    ALTER TABLE token ADD COLUMN expires_at INTEGER;
                    ALTER TABLE token ADD COLUMN revoked_at INTEGER;
                    ALTER TABLE token ADD COLUMN last_used_at INTEGER;
                    """)
        }
    }
}
