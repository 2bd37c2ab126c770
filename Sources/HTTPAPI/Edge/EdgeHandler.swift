import NIOCore

/// Holds one connection to its limits: the first handler that sees bytes of HTTP, behind TLS. What it is told by ``PartsHandler`` says
/// where in an exchange the connection is.
///
/// What is over a limit is answered by itself where nothing else is being answered, and the connection is closed. Whoever was reading the
/// request gets an error, never an early end: what came of it must not be taken for all.
final class EdgeHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let limits: EdgeLimits
    private let connections: OpenConnections
    /// Nil for one that is turned away.
    private let connection: OpenConnection?
    private let isSecure: Bool
    private var course: ConnectionCourse
    private var reader: SlowReader
    /// Bytes that came since the last part of a request.
    private var idleBytes = 0
    private var isOver = false
    private var context: ChannelHandlerContext?
    private var timer: (at: Duration, task: Scheduled<Void>)?

    init(_ connection: OpenConnection?, of connections: OpenConnections, limits: EdgeLimits, idleTime: Duration, isSecure: Bool) {
        self.limits = limits
        self.connections = connections
        self.connection = connection
        self.isSecure = isSecure
        course = ConnectionCourse(limits: limits, idleTime: idleTime, at: Self.now)
        reader = SlowReader(limits: limits)
    }

    /// On the clock of the event loops.
    static var now: Duration { .nanoseconds(Int64(clamping: NIODeadline.now().uptimeNanoseconds)) }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        arm()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        (timer, self.context) = (nil, nil)
    }

    // MARK: from outside

    func channelActive(context: ChannelHandlerContext) {
        guard connection != nil else { return turnAway(context) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        course.bytesCame(at: Self.now)
        idleBytes += unwrapInboundIn(data).readableBytes
        context.fireChannelRead(data)
        if idleBytes > limits.idleBytes { refuse(course.phase == .head ? .headTooLarge : .malformed) }
        settle()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is MakeRoom { return makeRoom(context) }
        if isOver, case ChannelEvent.inputClosed = event { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: from inside

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isOver else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        reader.wrote(unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        reader.flushed(waiting: waiting(context), at: Self.now)
        arm()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode != .input { course.close(at: Self.now) }
        context.close(mode: mode, promise: promise)
        settle()
    }

    // MARK: what the parts tell

    func headCame() {
        idleBytes = 0
        course.headCame(at: Self.now)
    }

    func bodyCame() { idleBytes = 0 }

    func requestCame() {
        idleBytes = 0
        course.requestCame(at: Self.now)
    }

    func answerBegan() { course.answerBegan() }

    func answerEnded() {
        course.answerEnded(at: Self.now)
        settle()
    }

    /// RFC 9110 section 10.1.1: who waits for leave to send a body gets it, unless an earlier answer is still to come.
    func goOn() {
        guard course.canTell, course.unanswered == 1, let context else { return }
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))), promise: nil)
    }

    /// What came cannot be read. Whoever calls hands the error on.
    func cannotRead(isTooLarge: Bool) { end(with: isTooLarge ? .headTooLarge : .malformed) }

    // MARK: ends

    private func refuse(_ answer: EdgeAnswer) {
        guard !isOver, let context else { return }
        context.fireErrorCaught(RequestRefused())
        end(with: answer)
    }

    private func end(with answer: EdgeAnswer) {
        guard !isOver, let context else { return }
        isOver = true
        let canTell = course.canTell
        course.close(at: Self.now)
        if canTell {
            context.writeAndFlush(wrapOutboundOut(.byteBuffer(answer.bytes)), promise: nil)
            context.close(mode: .output, promise: nil)
        } else {
            context.close(promise: nil)
        }
        settle()
    }

    /// Before the handshake of TLS there is no way to say why.
    private func turnAway(_ context: ChannelHandlerContext) {
        isOver = true
        if !isSecure { context.writeAndFlush(wrapOutboundOut(.byteBuffer(EdgeAnswer.noRoom.bytes)), promise: nil) }
        context.close(promise: nil)
    }

    private func makeRoom(_ context: ChannelHandlerContext) {
        switch course.phase {
        case .opening, .waiting, .head, .closing: context.close(promise: nil)
        case .body, .answering: if let connection { connections.stay(connection) }
        }
    }

    // MARK: time

    private func settle() {
        connection?.note(course)
        arm()
    }

    private var deadline: Duration? {
        guard let first = course.deadline, let second = reader.deadline else { return course.deadline ?? reader.deadline }
        return min(first, second)
    }

    /// One timer, for the first deadline; one that is due later is left until it finds that there is nothing to do.
    private func arm() {
        guard let context, let deadline else { return }
        if let timer, timer.at <= deadline { return }
        timer?.task.cancel()
        let moment = NIODeadline.uptimeNanoseconds(UInt64(clamping: Int64(deadline / .nanoseconds(1))))
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: moment) { self.look() }
        timer = (deadline, task)
    }

    private func look() {
        timer = nil
        guard let context, context.channel.isActive else { return }
        let (now, waiting) = (Self.now, waiting(context))
        reader.flushed(waiting: waiting, at: now)
        if reader.isLate(waiting: waiting, at: now) { return context.close(promise: nil) }
        switch course.overdue(at: now) {
        case nil: break
        case .silence where waiting > 0: course.extend(at: now)
        case .silence: return context.close(promise: nil)
        case .head: refuse(.headOverdue)
        case .body: refuse(.bodyOverdue)
        }
        arm()
    }

    /// Bytes that the system has not taken yet.
    private func waiting(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}

/// What was to be read is over a limit; the edge has answered.
struct RequestRefused: Error {}
