import Mustache
import StrictJSON
import Synchronization

/// The values that a call's templates are filled in with: its body, and below `upbeat` what is known of the call.
struct TemplateValues {
    let budget = TemplateBudget()
    let root: Any

    /// - Parameter facts: by their names below `upbeat`; a field of the body of that name is not seen.
    init(_ body: JSON, facts: [(String, String?)]) {
        let known = facts.compactMap { name, value in value.map { (name, JSON.string($0)) } }
        root = TemplateValue.of(body, budget, facts: .object(JSONObject(known)))
    }
}

/// How much text templates may still make for one call. A body of 1 MiB could otherwise be made into gigabytes by sections within sections.
final class TemplateBudget: Sendable {
    /// Of all templates of a call together, what does not end up in a text included.
    static let bytes = 8 << 20

    private let state = Mutex((left: TemplateBudget.bytes, step: 0))

    var isExhausted: Bool { state.withLock { $0.left < 0 } }

    /// Bytes that one round of a section may make by itself.
    var step: Int {
        get { state.withLock { $0.step } }
        set { state.withLock { $0.step = newValue } }
    }

    /// Takes what a text costs; false where there is not enough, and from then on nothing is rendered.
    func take(_ count: Int) -> Bool {
        state.withLock { state in
            if state.left >= 0 { state.left -= count }
            return state.left >= 0
        }
    }

    /// Takes what one round of a section costs.
    func takeRound() -> Bool { take(step + 64) }
}

/// A value of the body as Mustache meets it.
struct TemplateValue: MustacheParent, MustacheCustomRenderable {
    private let json: JSON
    private let budget: TemplateBudget
    private let facts: JSON?

    private init(json: JSON, budget: TemplateBudget, facts: JSON?) {
        self.json = json
        self.budget = budget
        self.facts = facts
    }

    static func of(_ json: JSON, _ budget: TemplateBudget, facts: JSON? = nil) -> Any {
        if case .array(let elements) = json { return TemplateList(elements: elements, budget: budget, facts: facts) }
        return TemplateValue(json: json, budget: budget, facts: facts)
    }

    /// Texts as they are; numbers, true, false and whole objects as JSON; null is nothing.
    var renderText: String {
        guard !budget.isExhausted else { return "" }
        let text =
            switch json {
            case .null: ""
            case .string(let text): text
            default: json.serialized()
            }
        return budget.take(text.utf8.count + 16) ? text : ""
    }

    /// Null, false and an empty text have no section.
    var isNull: Bool {
        switch json {
        case .null, .bool(false): true
        case .string(let text): text.isEmpty
        default: false
        }
    }

    func child(named name: String) -> Any? {
        if name == "upbeat", let facts { return TemplateValue.of(facts, budget) }
        return json[name].map { TemplateValue.of($0, budget) }
    }
}

/// A list of the body as Mustache meets it. Its elements are named by their numbers too, from 0.
struct TemplateList: MustacheSequence, MustacheParent, MustacheCustomRenderable {
    let elements: [JSON]
    let budget: TemplateBudget
    let facts: JSON?

    var renderText: String {
        guard !budget.isExhausted else { return "" }
        let text = JSON.array(elements).serialized()
        return budget.take(text.utf8.count + 16) ? text : ""
    }

    var isNull: Bool { false }

    func child(named name: String) -> Any? {
        if name == "upbeat", let facts { return TemplateValue.of(facts, budget) }
        guard let index = Int(name), elements.indices.contains(index) else { return nil }
        return TemplateValue.of(elements[index], budget)
    }

    func makeIterator() -> AnyIterator<Any> {
        var rest = elements.makeIterator()
        return AnyIterator { [budget] in
            guard budget.takeRound(), let element = rest.next() else { return nil }
            return TemplateValue.of(element, budget)
        }
    }
}
