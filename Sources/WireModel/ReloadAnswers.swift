package import StrictJSON

/// `POST /v1/reload`.
package struct ReloadRequest: WireValue {
    /// Nothing is done; the answer is what would be.
    package var isDryRun: Bool?

    package init(isDryRun: Bool? = nil) { self.isDryRun = isDryRun }

    package init?(reading reader: inout JSONReader) { isDryRun = reader.optional("dry_run", as: .bool) }

    package var json: JSON {
        var object = JSONObject()
        object["dry_run"] = isDryRun.map(JSON.bool)
        return .object(object)
    }
}

/// What reading the configuration anew came to, or would come to.
package struct ReloadResponse: WireValue {
    package struct Change: WireValue {
        /// `setting`, `runner`, `agent`, `pool`, `schedule`, `hook`.
        package var subject: String
        package var name: String
        /// `added`, `changed`, `removed`.
        package var kind: String
        /// What it was and what it is, of settings.
        package var detail: String?

        package init(subject: String, name: String, kind: String, detail: String?) {
            self.subject = subject
            self.name = name
            self.kind = kind
            self.detail = detail
        }

        package init?(reading reader: inout JSONReader) {
            let subject = reader.required("subject", as: .string)
            let name = reader.required("name", as: .string)
            let kind = reader.required("kind", as: .string)
            let detail = reader.optional("detail", as: .string)
            guard let subject, let name, let kind else { return nil }
            self.init(subject: subject, name: name, kind: kind, detail: detail)
        }

        package var json: JSON {
            ["subject": .string(subject), "name": .string(name), "kind": .string(kind), "detail": JSON(detail)]
        }
    }

    /// A schedule or a hook that is wrong: what was in force of it before stays.
    package struct Refusal: WireValue {
        package var name: String
        package var why: String

        package init(name: String, why: String) {
            self.name = name
            self.why = why
        }

        package init?(reading reader: inout JSONReader) {
            let name = reader.required("name", as: .string)
            let why = reader.required("why", as: .string)
            guard let name, let why else { return nil }
            self.init(name: name, why: why)
        }

        package var json: JSON { ["name": .string(name), "why": .string(why)] }
    }

    package var isDryRun: Bool
    package var changes: [Change]
    package var refused: [Refusal]
    /// Settings that hold from the next start on.
    package var needsRestart: [String]

    package init(isDryRun: Bool, changes: [Change], refused: [Refusal], needsRestart: [String]) {
        self.isDryRun = isDryRun
        self.changes = changes
        self.refused = refused
        self.needsRestart = needsRestart
    }

    package init?(reading reader: inout JSONReader) {
        let isDryRun = reader.required("dry_run", as: .bool)
        let changes = reader.optionalObjects("changes") { Change(reading: &$0) }
        let refused = reader.optionalObjects("refused") { Refusal(reading: &$0) }
        let needsRestart = reader.required("needs_restart", as: .stringArray)
        guard let isDryRun, let needsRestart else { return nil }
        self.init(isDryRun: isDryRun, changes: changes ?? [], refused: refused ?? [], needsRestart: needsRestart)
    }

    package var json: JSON {
        [
            "dry_run": .bool(isDryRun), "changes": .array(changes.map(\.json)), "refused": .array(refused.map(\.json)),
            "needs_restart": JSON(needsRestart),
        ]
    }
}
