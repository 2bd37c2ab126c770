import Foundation
import Pulses
import TestSupport

extension KillHarness {
    /// After a daemon was killed: the wishes to call a run off that it left on record. They bind the next one as if they had been
    /// acknowledged. A copy of the file is read, so that the next daemon finds it as the crash left it.
    func noteWishes() throws {
        guard plan.features.contains(.cancels), plan.sabotage == nil else { return }
        let (copy, manager) = (home.folder + "/wishes.db", FileManager.default)
        defer { for file in [copy, copy + "-wal", copy + "-shm"] { try? manager.removeItem(atPath: file) } }
        guard manager.fileExists(atPath: home.database) else { return }
        try manager.copyItem(atPath: home.database, toPath: copy)
        if manager.fileExists(atPath: home.database + "-wal") {
            try manager.copyItem(atPath: home.database + "-wal", toPath: copy + "-wal")
        }
        let probe = try DatabaseProbe(copy, writable: true)
        defer { probe.close() }
        let wishes = try probe.rows("SELECT id FROM running WHERE cancel = 1").compactMap { ($0.first ?? nil).flatMap(Int64.init) }
        report.wishes += recorder.noteWishes(Set(wishes.map(PulseID.init)))
    }
}
