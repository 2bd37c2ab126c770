internal import GRDB

/// Further limits of agents, what was asked for again within a day, and which pulses wait for the person's word (`Approval`).
enum Migration010 {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("010 limits and approval") { db in
            try db.execute(
                sql: """
                    ALTER TABLE agent ADD COLUMN furthest INTEGER;
                    ALTER TABLE agent ADD COLUMN schedule_lifetime INTEGER;
                    ALTER TABLE agent ADD COLUMN needs_approval INTEGER NOT NULL DEFAULT 0;

                    ALTER TABLE pulse ADD COLUMN approval INTEGER NOT NULL DEFAULT 0;
                    CREATE INDEX pulse_awaiting_approval ON pulse (id) WHERE approval = 1 AND status = 0;

                    CREATE TABLE revival (
                        owner TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        pulse INTEGER NOT NULL,
                        PRIMARY KEY (owner, at, pulse)
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
    }
}
