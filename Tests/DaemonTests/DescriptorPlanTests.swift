import Testing

@testable import Daemon

@Suite struct DescriptorPlanTests {
    @Test(
        "what asks gets what runs leave",
        arguments: [
            (1024, 4, 256, 4, 256, 128), (1024, 4, 10_000, 4, 634, 128), (256, 4, 256, 4, 122, 36), (128, 4, 256, 4, 37, 11),
            (64, 4, 256, 1, 4, 2), (1024, 1000, 256, 181, 44, 13), (1_048_576, 64, 256, 64, 256, 128), (20_000, 4, 1, 4, 1, 128),
        ])
    func shares(_ limit: Int, _ wanted: Int, _ wish: Int, _ slots: Int, _ connections: Int, _ socketConnections: Int) throws {
        let plan = DescriptorPlan(limit: limit, slots: wanted, connections: wish)
        #expect(plan.slots == slots && plan.connections == connections && plan.socketConnections == socketConnections, "\(plan)")
        #expect(try (plan.problem() != nil) == (slots < wanted))
    }

    @Test("too few are refused, and it is said how there are more") func tooFew() {
        let error = #expect(throws: CommandFailure.self) { try DescriptorPlan(limit: 63, slots: 1, connections: 1).problem() }
        #expect(error?.message.contains("only 63 files") == true && error?.message.contains("ulimit -n") == true)
    }
}
