internal import GRDB

/// Pools, and the lanes in which pulses wait for them; pulses that wait for others.
enum Migration005 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("005 pools, lanes, dependencies") { db in
            try db.execute(
                sql: """
                    CREATE TABLE pool (
                        name TEXT PRIMARY KEY,
                        capacity INTEGER,
                        rate INTEGER,
                        rate_window INTEGER,
                        daily INTEGER,
                        zone TEXT NOT NULL,
                        file TEXT
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE lane (
                        id INTEGER PRIMARY KEY,
                        pools TEXT NOT NULL UNIQUE
                    ) STRICT;

                    CREATE TABLE pool_start (
                        pool TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        pulse INTEGER NOT NULL,
                        attempt INTEGER NOT NULL,
                        PRIMARY KEY (pool, at, pulse, attempt)
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE due_in_lane (
                        lane INTEGER NOT NULL,
                        priority INTEGER NOT NULL,
                        due_at INTEGER NOT NULL,
                        id INTEGER NOT NULL,
                        PRIMARY KEY (lane, priority, due_at, id)
                    ) STRICT, WITHOUT ROWID;
                    INSERT INTO due_in_lane SELECT 0, priority, due_at, id FROM due ORDER BY priority, due_at, id;
                    DROP TABLE due;
                    ALTER TABLE due_in_lane RENAME TO due;

                    ALTER TABLE pulse ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE pulse ADD COLUMN pipeline INTEGER;
                    ALTER TABLE pulse ADD COLUMN awaits INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE running ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE running ADD COLUMN pipeline INTEGER;
                    CREATE INDEX pulse_of_pipeline ON pulse (pipeline, status) WHERE pipeline IS NOT NULL;

                    DROP INDEX pulse_open_key;
                    CREATE INDEX pulse_open_key ON pulse (key) WHERE key IS NOT NULL AND status < 3;

                    CREATE TABLE dependency (
                        pulse INTEGER NOT NULL,
                        place INTEGER NOT NULL,
                        on_pulse INTEGER NOT NULL,
                        condition TEXT NOT NULL,
                        met INTEGER NOT NULL,
                        PRIMARY KEY (pulse, place)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX dependency_on ON dependency (on_pulse);
                    """)
        }
    }
}
