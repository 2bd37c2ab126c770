internal import GRDB

/// The first layout.
enum Migration001 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("001 pulses, due, running, attempts, tally, access") { db in
            try db.execute(
                sql: """
                    CREATE TABLE pulse (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        created_at INTEGER NOT NULL,
                        scheduled_at INTEGER NOT NULL,
                        due_at INTEGER NOT NULL,
                        priority INTEGER NOT NULL,
                        status INTEGER NOT NULL DEFAULT 1,
                        reason TEXT,
                        attempt INTEGER NOT NULL DEFAULT 0,
                        spent INTEGER NOT NULL DEFAULT 0,
                        lost INTEGER NOT NULL DEFAULT 0,
                        finished_at INTEGER,
                        key TEXT,
                        spec TEXT NOT NULL
                    ) STRICT;
                    CREATE UNIQUE INDEX pulse_open_key ON pulse (key) WHERE key IS NOT NULL AND status < 3;
                    CREATE INDEX pulse_troubled ON pulse (status, id) WHERE status > 3;

                    CREATE TABLE due (
                        priority INTEGER NOT NULL,
                        due_at INTEGER NOT NULL,
                        id INTEGER NOT NULL,
                        PRIMARY KEY (priority, due_at, id)
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE running (
                        id INTEGER PRIMARY KEY,
                        attempt INTEGER NOT NULL,
                        owner TEXT NOT NULL,
                        due_at INTEGER NOT NULL,
                        started_at INTEGER NOT NULL,
                        pid INTEGER,
                        process_start INTEGER,
                        process_group INTEGER,
                        cancel INTEGER NOT NULL DEFAULT 0
                    ) STRICT;

                    CREATE TABLE attempt (
                        pulse INTEGER NOT NULL,
                        number INTEGER NOT NULL,
                        owner TEXT NOT NULL,
                        due_at INTEGER NOT NULL,
                        started_at INTEGER NOT NULL,
                        ended_at INTEGER NOT NULL,
                        outcome INTEGER NOT NULL,
                        stopped TEXT,
                        exit_code INTEGER,
                        signal INTEGER,
                        error TEXT,
                        output_bytes INTEGER NOT NULL,
                        error_bytes INTEGER NOT NULL,
                        PRIMARY KEY (pulse, number)
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE tally (
                        name TEXT PRIMARY KEY,
                        count INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE idempotency (
                        scope TEXT NOT NULL,
                        key TEXT NOT NULL,
                        fingerprint BLOB NOT NULL,
                        pulse INTEGER NOT NULL,
                        created INTEGER NOT NULL,
                        at INTEGER NOT NULL,
                        PRIMARY KEY (scope, key)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX idempotency_at ON idempotency (at);

                    CREATE TABLE token (
                        hash BLOB PRIMARY KEY,
                        name TEXT NOT NULL,
                        created_at INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
    }
}
