/// A call of a hook, as it came in.
package struct HookCall: Sendable {
    /// Of the path; nothing says that there is such a hook.
    package var name: String
    /// By names in lower case; several fields of one name are several texts.
    package var headers: [String: [String]]
    /// The raw bytes: what is signed.
    package var body: [UInt8]

    package init(name: String, headers: [String: [String]], body: [UInt8]) {
        self.name = name
        self.headers = headers
        self.body = body
    }

    /// The one field of that name. What decides who may come in is said once.
    func only(_ name: String) throws(HookDoubt) -> String {
        let fields = headers[name.lowercased(), default: []]
        guard let field = fields.first else { throw HookDoubt("it has no header \(name)") }
        guard fields.count == 1 else { throw HookDoubt("it has the header \(name) more than once") }
        return field
    }
}

/// Why a call does not show who sent it: goes on after "refused a call:". For the log; the caller is not told.
struct HookDoubt: Error, Hashable {
    let why: String

    init(_ why: String) { self.why = why }
}

/// What a call has shown.
struct HookProof: Hashable {
    /// The sender's name of what it tells, the same each time it tells it again; nil where it has none.
    var id: String?
    /// GitHub's word for what happened.
    var event: String?
}
