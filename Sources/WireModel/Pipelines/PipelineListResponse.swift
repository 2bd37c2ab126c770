package import StrictJSON

/// `GET /v1/pipelines`: the latest, newest first.
package struct PipelineListResponse: WireValue {
    package var pipelines: [Summary]
    /// To be sent as `before` for the next page; nil on the last one.
    package var nextBefore: Int64?

    package struct Summary: Hashable, Sendable {
        package var id: Int64
        package var name: String?
        package var status: String
        package var createdAt: String
        /// How many of its steps have each status; those of which there are none are left out.
        package var counts: [String: Int64]

        package init(id: Int64, name: String?, status: String, createdAt: String, counts: [String: Int64]) {
            self.id = id
            self.name = name
            self.status = status
            self.createdAt = createdAt
            self.counts = counts
        }

        init?(reading reader: inout JSONReader) {
            let id = reader.required("id", as: .integer)
            let name = reader.optional("name", as: .string)
            let status = reader.required("status", as: .string)
            let createdAt = reader.required("created_at", as: .string)
            let counts = reader.required("counts", as: .counts)
            guard let id, let status, let createdAt, let counts else { return nil }
            self.init(id: id, name: name, status: status, createdAt: createdAt, counts: counts)
        }

        var json: JSON {
            [
                "id": .integer(id), "name": JSON(name), "status": .string(status), "created_at": .string(createdAt),
                "counts": JSON(counts),
            ]
        }
    }

    package init(pipelines: [Summary], nextBefore: Int64? = nil) {
        self.pipelines = pipelines
        self.nextBefore = nextBefore
    }

    package init?(reading reader: inout JSONReader) {
        let pipelines = reader.optionalObjects("pipelines") { Summary(reading: &$0) }
        let nextBefore = reader.optional("next_before", as: .integer)
        guard let pipelines else { return nil }
        self.init(pipelines: pipelines, nextBefore: nextBefore)
    }

    package var json: JSON { ["pipelines": .array(pipelines.map(\.json)), "next_before": JSON(nextBefore)] }
}
