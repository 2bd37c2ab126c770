/// What was done about a client, and what is left to do.
package struct ClientReport: Sendable {
    package enum Change: String, Sendable {
        case registered, replaced, unchanged, removed
        /// There was nothing to take out.
        case absent
        /// Nothing was done, for a reason; the person is told what to do.
        case left = "left alone"
        /// Nothing was to be done but to be shown.
        case shown
    }

    package var client: MCPClient
    package var change: Change
    /// The file that holds the client's servers.
    package var file: String
    /// Commands that were carried out; of what is only shown, those that would be.
    package var ran: [[String]] = []
    /// The copy of the file as it was before.
    package var backup: String?
    /// The entry that was replaced or taken out, as JSON on one line.
    package var was: String?
    /// Why nothing was done.
    package var reason: String?
    /// What a person adds to the file.
    package var lines: String?
    /// The keys below which the entry stands, for a person who takes it out.
    package var place: [String]
    package var warnings: [String] = []
    package var exitCode: Int32 = 0

    init(_ client: MCPClient, _ change: Change = .left, file: String) {
        self.client = client
        self.change = change
        self.file = file
        place = ClientEntry.path(of: client, in: nil)
    }

    /// The same, where nothing is to be done.
    func left(_ reason: String, exitCode: Int32 = 1) -> ClientReport {
        var report = self
        report.change = .left
        report.reason = reason
        report.exitCode = exitCode
        return report
    }
}
