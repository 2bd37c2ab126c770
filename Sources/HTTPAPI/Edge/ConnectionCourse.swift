/// Where one connection is between its requests and answers, and until when it may be there. A value that knows no channel and no clock;
/// moments are of a monotonic clock.
///
/// Time is counted only while the other side is the one to act: neither while an answer is made, however long that takes, nor for bytes of
/// a further request that were not read for its sake.
struct ConnectionCourse {
    enum Phase: Hashable {
        /// Nothing of a request has come, nor ever had.
        case opening
        /// Between requests.
        case waiting
        case head
        case body
        /// The request is here; its answer is not out.
        case answering
        /// The last answer is out.
        case closing
    }

    /// What the other side is late with.
    enum Overdue: Hashable {
        /// Nothing has been asked, or all has been answered: there is nothing to say.
        case silence
        case head
        case body
    }

    private enum Input {
        case nothing
        case head
        case body
    }

    let limits: EdgeLimits
    let idleTime: Duration
    private var input = Input.nothing
    /// Requests whose head has come and whose answer is not out.
    private(set) var unanswered = 0
    /// Whether something of the answer that is next has been sent.
    private(set) var isAnswering = false
    private var isClosing = false
    private var hasAsked = false
    /// When the phase began.
    private(set) var since: Duration

    init(limits: EdgeLimits, idleTime: Duration, at now: Duration) {
        self.limits = limits
        self.idleTime = idleTime
        since = now
    }

    var phase: Phase {
        if isClosing { return .closing }
        switch input {
        case .body where unanswered <= 1: return .body
        case .head where unanswered == 0: return .head
        default: break
        }
        if unanswered > 0 { return .answering }
        return hasAsked ? .waiting : .opening
    }

    /// Whether an error can be told: nothing else is being told, and no other answer comes before.
    var canTell: Bool { !isClosing && !isAnswering && (phase == .head || phase == .body || phase == .waiting || phase == .opening) }

    mutating func bytesCame(at now: Duration) {
        guard input == .nothing else { return }
        step(at: now) { $0.input = .head }
    }

    mutating func headCame(at now: Duration) {
        step(at: now) { course in
            course.input = .body
            course.unanswered += 1
            course.hasAsked = true
        }
    }

    mutating func requestCame(at now: Duration) { step(at: now) { $0.input = .nothing } }

    mutating func answerBegan() { isAnswering = true }

    mutating func answerEnded(at now: Duration) {
        step(at: now) { course in
            course.unanswered = max(0, course.unanswered - 1)
            course.isAnswering = false
        }
    }

    mutating func close(at now: Duration) { step(at: now) { $0.isClosing = true } }

    /// It is given the same time once more.
    mutating func extend(at now: Duration) { since = now }

    /// When the other side will be overdue; nil while it is not its turn.
    var deadline: Duration? {
        switch phase {
        case .opening, .head: since + limits.headTime
        case .waiting: since + idleTime
        case .body: since + limits.bodyTime
        case .closing: since + limits.closeTime
        case .answering: nil
        }
    }

    func overdue(at now: Duration) -> Overdue? {
        guard let deadline, now >= deadline else { return nil }
        switch phase {
        case .head: return .head
        case .body: return .body
        default: return .silence
        }
    }

    /// The first head is counted from the beginning of the connection.
    private mutating func step(at now: Duration, _ change: (inout ConnectionCourse) -> Void) {
        let before = phase
        change(&self)
        guard phase != before, !(before == .opening && phase == .head) else { return }
        since = now
    }
}
