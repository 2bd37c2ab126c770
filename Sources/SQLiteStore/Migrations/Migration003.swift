internal import GRDB

/// Schedules, what became of their occurrences, agents; whose a pulse is and which occurrence it stands for.
enum Migration003 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("003 schedules, occurrences, agents") { db in
            try db.execute(
                sql: """
                    ALTER TABLE pulse ADD COLUMN schedule INTEGER;
                    ALTER TABLE pulse ADD COLUMN nominal INTEGER;
                    ALTER TABLE pulse ADD COLUMN owner TEXT;
                    ALTER TABLE running ADD COLUMN schedule INTEGER;
                    ALTER TABLE event ADD COLUMN schedule INTEGER;
                    CREATE INDEX pulse_of_schedule ON pulse (schedule) WHERE schedule IS NOT NULL AND status < 3;
                    CREATE INDEX pulse_of_owner ON pulse (owner, created_at) WHERE owner IS NOT NULL;
                    CREATE INDEX pulse_open_of_owner ON pulse (owner) WHERE owner IS NOT NULL AND status < 3;
                    CREATE INDEX pulse_blocked ON pulse (id) WHERE status = 0;
                    CREATE INDEX idempotency_pulse ON idempotency (pulse);

                    CREATE TABLE schedule (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        name TEXT NOT NULL UNIQUE,
                        created_at INTEGER NOT NULL,
                        updated_at INTEGER NOT NULL,
                        at_start INTEGER NOT NULL,
                        owner TEXT,
                        spec TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX schedule_at_start ON schedule (at_start) WHERE at_start = 1;
                    CREATE INDEX schedule_of_owner ON schedule (owner) WHERE owner IS NOT NULL;

                    CREATE TABLE progress (
                        schedule INTEGER PRIMARY KEY,
                        revision INTEGER NOT NULL,
                        cursor INTEGER NOT NULL,
                        next_nominal INTEGER,
                        next_at INTEGER,
                        pause TEXT,
                        over TEXT,
                        fires INTEGER NOT NULL,
                        failures INTEGER NOT NULL,
                        incident INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX progress_next ON progress (next_at) WHERE next_at IS NOT NULL;

                    CREATE TABLE occurrence (
                        schedule INTEGER NOT NULL,
                        first INTEGER NOT NULL,
                        last INTEGER NOT NULL,
                        count INTEGER NOT NULL,
                        fate INTEGER NOT NULL,
                        reason TEXT,
                        pulse INTEGER,
                        at INTEGER NOT NULL,
                        PRIMARY KEY (schedule, first)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX occurrence_at ON occurrence (at);

                    CREATE TABLE standstill (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        by TEXT NOT NULL,
                        why TEXT,
                        since INTEGER NOT NULL,
                        until INTEGER,
                        ended INTEGER NOT NULL
                    ) STRICT;

                    CREATE TABLE boot (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        boot TEXT NOT NULL,
                        at INTEGER NOT NULL
                    ) STRICT;

                    CREATE TABLE agent (
                        name TEXT PRIMARY KEY,
                        scope TEXT NOT NULL,
                        open_pulses INTEGER,
                        schedules INTEGER,
                        shortest_interval INTEGER,
                        pulses_per_day INTEGER,
                        zone TEXT,
                        runner TEXT,
                        file TEXT,
                        created_at INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
    }
}
