import StrictJSON
import TestSupport

/// One request of a writer: a pulse, or several that are made together.
struct KillRequest: Sendable {
    /// The idempotency key.
    var key: String
    var target: String
    var body: [UInt8]
    var orders: [KillOrder]

    static func pulse(_ order: KillOrder) -> KillRequest {
        KillRequest(key: order.key, target: "/v1/pulses", body: Array(order.json.serialized().utf8), orders: [order])
    }

    /// A chain, a diamond, a fan-out or a fan-in; some steps wait for any end of another.
    static func pipeline(_ key: String, _ home: KillHome, _ plan: KillWriter.Plan, _ random: inout SeededGenerator) -> KillRequest {
        let shapes: [[(String, [String])]] = [
            [("a", []), ("b", ["a"]), ("c", ["b"])], [("a", []), ("b", ["a"]), ("c", ["a"]), ("d", ["b", "c"])],
            [("a", []), ("b", ["a"]), ("c", ["a"]), ("d", ["a"])], [("a", []), ("b", []), ("c", []), ("d", ["a", "b", "c"])],
        ]
        let shape = shapes.randomElement(using: &random) ?? shapes[0]
        let orders = shape.map { name, after in
            let waits = after.map { (step: $0, needsSuccess: !random.chance(25)) }
            return KillOrder.step(name, after: waits, of: key, home, plan, &random)
        }
        var object: JSONObject = ["steps": .array(orders.map(\.json))]
        if random.chance(50) { object["name"] = "work" }
        return KillRequest(key: key, target: "/v1/pipelines", body: Array(JSON.object(object).serialized().utf8), orders: orders)
    }
}
