/// Looks at everything that Upbeat needs, and says what is wrong with it and what mends it.
///
/// It reads alone, and works without a daemon, beside one that hangs, with a broken configuration and with a damaged database. With `fixes`
/// it then does what `Mending` may do, and looks again.
///
/// - Throws: where not even the folders can be told.
package func examine(_ options: DaemonOptions, fixes: Bool) async throws(CommandFailure) -> DoctorReport {
    var report = try await look(options)
    guard fixes else { return report }
    let home = try options.locateHome()
    var (mended, failed): ([String], [String]) = ([], [])
    for mending in report.findings.compactMap(\.mending).uniqued {
        do throws(CommandFailure) {
            mended.append(try mending.carryOut(home))
        } catch {
            failed.append(error.message)
        }
    }
    guard !mended.isEmpty || !failed.isEmpty else { return report }
    report = try await look(options)
    (report.mended, report.failedToMend) = (mended, failed)
    return report
}

private func look(_ options: DaemonOptions) async throws(CommandFailure) -> DoctorReport {
    let examination = try await Examination.begin(options)
    let findings = await examination.findings()
    examination.putAway()
    return DoctorReport(home: examination.home.state, findings: findings)
}

extension Examination {
    /// All checks, by group.
    func findings() async -> [Finding] {
        // In another user's house nothing else can be told.
        if let refusal = refusal() { return versions() + sqliteVersion() + [refusal] }
        var findings = versions() + sqliteVersion() + configuration() + files() + lock() + socket() + port() + certificate()
        findings += await service()
        findings += await database()
        findings += disks() + clock() + zones() + runners()
        findings += await history()
        return Finding.Group.allCases.flatMap { group in findings.filter { $0.group == group } }
    }
}

extension Array where Element: Hashable {
    /// Each element once, in their order.
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
