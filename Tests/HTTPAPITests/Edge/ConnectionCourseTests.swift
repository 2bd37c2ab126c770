import Testing

@testable import HTTPAPI

/// Where a connection is, and how long it may be there.
@Suite struct ConnectionCourseTests {
    private func course() -> ConnectionCourse { ConnectionCourse(limits: EdgeLimits(), idleTime: .seconds(75), at: .zero) }

    @Test func aFirstHeadIsCountedFromTheBeginning() {
        var course = course()
        #expect(course.phase == .opening && course.deadline == .seconds(10))
        course.bytesCame(at: .seconds(9))
        #expect(course.phase == .head && course.deadline == .seconds(10))
        #expect(course.overdue(at: .seconds(9)) == nil && course.overdue(at: .seconds(10)) == .head)
    }

    @Test func whoSaysNothingIsToldNothing() { #expect(course().overdue(at: .seconds(10)) == .silence) }

    @Test func noByteGivesMoreTime() {
        var course = course()
        for second in 0..<10 { course.bytesCame(at: .seconds(second)) }
        #expect(course.overdue(at: .seconds(10)) == .head)
        course.headCame(at: .seconds(10))
        for second in 10..<40 { course.bytesCame(at: .seconds(second)) }
        #expect(course.phase == .body && course.overdue(at: .seconds(40)) == .body && course.overdue(at: .seconds(39)) == nil)
    }

    @Test func anAnswerMayTakeAsLongAsItLikes() {
        var course = course()
        course.headCame(at: .seconds(1))
        course.requestCame(at: .seconds(1))
        #expect(course.phase == .answering && course.deadline == nil && course.overdue(at: .seconds(100_000)) == nil)
        course.answerBegan()
        #expect(!course.canTell)
        course.answerEnded(at: .seconds(500))
        #expect(course.phase == .waiting && course.deadline == .seconds(575))
        course.bytesCame(at: .seconds(560))
        #expect(course.phase == .head && course.deadline == .seconds(570))
    }

    @Test func whatWaitsForAnEarlierAnswerIsNotLate() {
        var course = course()
        course.headCame(at: .zero)
        course.requestCame(at: .zero)
        // The next head begins, and is not read on while the first answer is made.
        course.bytesCame(at: .seconds(1))
        #expect(course.phase == .answering && course.overdue(at: .seconds(1000)) == nil)
        course.answerEnded(at: .seconds(1000))
        #expect(course.phase == .head && course.deadline == .seconds(1010))
        // Neither is a body.
        course.headCame(at: .seconds(1001))
        course.requestCame(at: .seconds(1001))
        course.headCame(at: .seconds(1001))
        #expect(course.phase == .answering && !course.canTell)
        course.answerEnded(at: .seconds(2000))
        #expect(course.phase == .body && course.deadline == .seconds(2030) && course.canTell)
    }

    @Test func aBodyThatIsSentBehindItsAnswerHasItsTime() {
        var course = course()
        course.headCame(at: .zero)
        course.answerBegan()
        course.answerEnded(at: .seconds(1))
        #expect(course.phase == .body && course.overdue(at: .seconds(30)) == .body)
    }

    @Test func aLastAnswerIsNotWaitedForLong() {
        var course = course()
        course.headCame(at: .zero)
        course.requestCame(at: .zero)
        course.answerEnded(at: .seconds(1))
        course.close(at: .seconds(1))
        #expect(course.phase == .closing && course.overdue(at: .seconds(3)) == .silence && !course.canTell)
    }

    // MARK: readers

    private func expect(_ value: Bool, _ wanted: Bool, at location: SourceLocation = #_sourceLocation) {
        #expect(value == wanted, sourceLocation: location)
    }

    @Test func aReaderWhoTakesNothingIsLate() {
        var reader = SlowReader(limits: EdgeLimits())
        reader.flushed(waiting: 100_000, at: .zero)
        expect(reader.isLate(waiting: 100_000, at: .seconds(29)), false)
        expect(reader.isLate(waiting: 100_000 - EdgeLimits().leastRead + 1, at: .seconds(30)), true)
    }

    @Test func aSlowReaderIsNot() {
        var reader = SlowReader(limits: EdgeLimits())
        reader.flushed(waiting: 100_000, at: .zero)
        expect(reader.isLate(waiting: 60_000, at: .seconds(30)), false)
        // More is written than read: what counts is what was read.
        reader.wrote(500_000)
        reader.flushed(waiting: 520_000, at: .seconds(31))
        expect(reader.isLate(waiting: 520_000, at: .seconds(60)), false)
        expect(reader.isLate(waiting: 515_000, at: .seconds(90)), true)
    }

    @Test func aStreamThatIsReadNeverWaits() {
        var reader = SlowReader(limits: EdgeLimits())
        for second in stride(from: 0, to: 6000, by: 15) {
            reader.wrote(100)
            reader.flushed(waiting: 0, at: .seconds(second))
            #expect(reader.deadline == nil)
            expect(reader.isLate(waiting: 0, at: .seconds(second)), false)
        }
        reader.flushed(waiting: 5, at: .seconds(7000))
        expect(reader.isLate(waiting: 0, at: .seconds(7030)), false)
        #expect(reader.deadline == nil)
    }
}
