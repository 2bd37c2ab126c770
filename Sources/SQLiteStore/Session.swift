import Pulses

/// The writer's side of the connection: its prepared statements and the counts that the open transaction will change.
///
/// It lives on the writer's thread and nowhere else.
final class Session {
    private let connection: OpaquePointer
    private let counter: StatementCounter
    private var prepared = [HotStatement?](repeating: nil, count: StoreStatement.allCases.count)
    private var deltas: [TallyName: Int64] = [:]

    init(connection: OpaquePointer, counter: StatementCounter) {
        self.connection = connection
        self.counter = counter
    }

    /// The prepared form of a statement.
    func statement(_ sql: StoreStatement) throws(Failure) -> HotStatement {
        if let known = prepared[sql.rawValue] { return known }
        let statement = try HotStatement(sql.text, on: connection, counter: counter)
        prepared[sql.rawValue] = statement
        return statement
    }

    /// A statement that is used once.
    func statement(text: String) throws(Failure) -> HotStatement {
        try HotStatement(text, on: connection, counter: counter)
    }

    /// Counts something; it is written when the transaction ends.
    func count(_ name: TallyName, _ change: Int64 = 1) { deltas[name, default: 0] += change }

    func begin() throws(Failure) {
        deltas.removeAll(keepingCapacity: true)
        try statement(.begin).run()
    }

    func commit() throws(Failure) {
        for (name, change) in deltas where change != 0 {
            try statement(.addToTally).bind(1, name.text).bind(2, change).run()
        }
        try statement(.commit).run()
    }

    /// Takes the transaction back, where SQLite has not done so itself.
    func rollback() {
        guard isInsideTransaction(connection) else { return }
        do { try statement(.rollback).run() } catch { _ = error }
    }
}

/// What is counted.
enum TallyName: Hashable {
    /// Pulses that have not ended.
    case open
    case status(PulseStatus)
    case outcome(AttemptOutcome)
    /// Milliseconds all ended attempts took together.
    case duration

    var text: String {
        switch self {
        case .open: "open"
        case .status(let status): "status.\(status.name)"
        case .outcome(let outcome): "outcome.\(outcome.name)"
        case .duration: "duration"
        }
    }
}
