import StrictJSON

/// Checks which pools a pulse is to need.
struct PoolCheck {
    /// By name.
    let declared: [String]
    let limits: Limits

    /// The pools that are named, sorted, each once; nil after errors.
    func pools(_ names: [String], _ check: inout FieldCheck) -> [String]? {
        let wanted = Set(names).sorted()
        guard wanted.count <= limits.pools else {
            check.fail("pools", sentence: "names \(wanted.count) pools; at most \(limits.pools) are allowed")
            return nil
        }
        let unknown = Set(wanted.filter { !declared.contains($0) })
        for (index, name) in names.enumerated() where unknown.contains(name) {
            check.fail("pools", String(index), sentence: sentence(of: name))
        }
        return unknown.isEmpty ? wanted : nil
    }

    private func sentence(of name: String) -> String {
        let shown = JSON.string(String(name.prefix(80))).serialized()
        let remedy = "declare it under `pools:` in the configuration, as in `\(ScheduleName.isValid(name) ? name : "llm"): 1`"
        if declared.isEmpty { return "\(shown) is not declared, and no other pool is; \(remedy)" }
        let hint = nearest(name, in: declared).map { "; did you mean \($0)?" } ?? ""
        return "\(shown) is not declared; there are \(list)\(hint.isEmpty ? "; \(remedy)" : hint)"
    }

    /// Not more than can be read.
    private var list: String {
        let shown = declared.prefix(20).joined(separator: ", ")
        return declared.count > 20 ? "\(shown) and \(declared.count - 20) more" : shown
    }
}
