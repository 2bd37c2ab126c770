import HTTPAPI
import StrictJSON
import Testing
import WireModel

/// The shapes of the description are those of the wire model: what the one allows the other reads, and writes with the same names.
@Suite struct DescribedShapesTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        var name: String
        var isRequest: Bool
        /// Reads a document strictly; gives what it writes, and how many fields the type has.
        var read: @Sendable (JSON) throws -> (written: JSON, fields: Int)

        var testDescription: String { name }

        /// - Parameter fixed: how many fields of the type a document of this shape may not have.
        init<Value: WireValue>(_ name: String, _ type: Value.Type, isRequest: Bool = false, fixed: Int = 0) {
            self.name = name
            self.isRequest = isRequest
            read = { document in
                let value = try Value(document, unknown: .refuse)
                return (value.json, Mirror(reflecting: value).children.count - fixed)
            }
        }
    }

    static let shapes: [Shape] = [
        Shape("NewPulse", NewPulseRequest.self, isRequest: true), Shape("NewSchedule", NewScheduleRequest.self, isRequest: true),
        Shape("SchedulePatch", NewScheduleRequest.self, isRequest: true),
        Shape("SchedulePreview", NewScheduleRequest.self, isRequest: true),
        Shape("NewPipeline", NewPipelineRequest.self, isRequest: true), Shape("CancelPulses", CancelPulsesRequest.self, isRequest: true),
        Shape("Snooze", SnoozeRequest.self, isRequest: true), Shape("DenyWish", DenyRequest.self, isRequest: true),
        Shape("PauseWish", PauseRequest.self, isRequest: true),
        Shape("ReloadWish", ReloadRequest.self, isRequest: true), Shape("ReeveTrigger", ReeveTriggerRequest.self, isRequest: true),
        Shape("Webhook", WebhookFields.self, isRequest: true),
        Shape("Pulse", PulseResponse.self), Shape("PoolWait", PoolWaitResponse.self), Shape("Wait", WaitResponse.self),
        Shape("MadePulse", NewPulseResponse.self), Shape("OnePulse", OnePulseResponse.self), Shape("PulseDetail", PulseDetailResponse.self),
        Shape("PulseList", PulseListResponse.self), Shape("Attempt", AttemptResponse.self),
        Shape("CancelledPulses", CancelPulsesResponse.self), Shape("Pipeline", PipelineResponse.self),
        Shape("PipelineList", PipelineListResponse.self), Shape("Fire", FireResponse.self), Shape("Warning", WarningResponse.self),
        Shape("Pause", PauseResponse.self), Shape("Schedule", ScheduleResponse.self), Shape("OneSchedule", OneScheduleResponse.self),
        Shape("ScheduleDetail", ScheduleDetailResponse.self), Shape("ScheduleList", ScheduleListResponse.self),
        Shape("RemovedSchedule", RemovedScheduleResponse.self), Shape("Preview", PreviewResponse.self),
        Shape("Occurrence", OccurrenceResponse.self), Shape("OccurrenceList", OccurrenceListResponse.self),
        Shape("Standstill", StandstillResponse.self), Shape("Upcoming", UpcomingResponse.self),
        Shape("UpcomingEntry", UpcomingResponse.Entry.self), Shape("Event", EventResponse.self), Shape("EventList", EventListResponse.self),
        Shape("Pool", PoolResponse.self), Shape("PoolList", PoolListResponse.self), Shape("Crash", CrashResponse.self),
        Shape("LastReload", LastReloadResponse.self), Shape("StatusGroup", StatusGroup.self),
        Shape("StatusEntry", StatusGroup.Entry.self), Shape("Status", StatusResponse.self), Shape("Reload", ReloadResponse.self),
        Shape("NewToken", NewTokenRequest.self, isRequest: true),
        Shape("Token", TokenResponse.self), Shape("MadeToken", NewTokenResponse.self), Shape("OneToken", OneTokenResponse.self),
        Shape("TokenList", TokenListResponse.self),
        Shape("HookAnswer", HookAnswer.self), Shape("Hook", HookResponse.self), Shape("HookList", HookListResponse.self),
        Shape("Health", HealthResponse.self), Shape("Readiness", ReadinessResponse.self),
        Shape("ReeveTriggered", ReeveTriggerResponse.self), Shape("ReeveUpcoming", ReeveUpcomingResponse.self),
        Shape("ReeveStatus", ReeveStatusResponse.self), Shape("ReeveError", ReeveError.self), Shape("Problem", Problem.self),
        Shape("FieldProblem", Problem.Field.self),
        Shape("PulsePatch", NewPulseRequest.self, isRequest: true, fixed: PulsePatch.fixed.count),
        Shape("MadePulses", NewPulsesResponse.self), Shape("AttemptList", AttemptListResponse.self),
        Shape("OneAttempt", OneAttemptResponse.self), Shape("Agent", AgentResponse.self), Shape("AgentList", AgentListResponse.self),
        Shape("OneAgent", OneAgentResponse.self), Shape("NewReport", NewReportRequest.self, isRequest: true),
        Shape("Report", ReportResponse.self), Shape("ReportedRun", ReportedRunResponse.self),
    ]

    /// Those that are parts of the others, and are read with them.
    private static let parts: Set = ["AnyJSON", "Retry", "After", "NewStep", "PlannedStep", "OccurrenceRun", "PoolRate", "PoolClosure"]

    @Test("every shape of the description is one of the wire model")
    func allAreHeld() {
        let described = Set(SchemaSample.schemas.keys)
        #expect(described == Set(Self.shapes.map(\.name)).union(Self.parts))
    }

    @Test("with all its fields it is read, and written with the same ones", arguments: shapes)
    func full(_ shape: Shape) throws {
        let document = SchemaSample(isFull: true).document(shape.name)
        let (written, fields) = try shape.read(document)
        #expect(Self.names(written) == Self.names(document))
        guard shape.isRequest else { return }
        #expect(fields == SchemaSample.schemas[shape.name]?["properties"]?.objectValue?.count)
    }

    @Test("without all that is optional it is read, and what is required is always written", arguments: shapes)
    func sparse(_ shape: Shape) throws {
        let document = SchemaSample(isFull: false).document(shape.name)
        let written = try shape.read(document).written
        #expect(Self.names(written) == Self.names(document))
    }

    /// The pointers of all fields.
    private static func names(_ value: JSON, at place: String = "") -> Set<String> {
        var names: Set<String> = []
        for (key, member) in value.objectValue ?? [:] {
            names.insert("\(place)/\(key)")
            names.formUnion(Self.names(member, at: "\(place)/\(key)"))
        }
        for element in value.arrayValue ?? [] { names.formUnion(Self.names(element, at: "\(place)/*")) }
        return names
    }
}

/// A document that a shape of the description allows.
struct SchemaSample {
    /// With every field; else with those alone that are required, null where they may be.
    let isFull: Bool

    static let schemas: JSONObject =
        (try? JSON(parsing: HTTPDoor.description))?["components"]?["schemas"]?.objectValue ?? [:]

    func document(_ name: String) -> JSON { sample(Self.schemas[name] ?? .null) }

    private func sample(_ schema: JSON) -> JSON {
        if let reference = schema["$ref"]?.stringValue {
            return document(String(reference.split(separator: "/").last ?? ""))
        }
        let choices = schema["type"] == nil ? schema["oneOf"]?.arrayValue ?? [] : []
        let types = (schema["type"]?.arrayValue ?? [schema["type"] ?? .null]).compactMap(\.stringValue)
        if !isFull, types.contains("null") || choices.contains(where: { $0["type"] == "null" }) { return .null }
        if let first = choices.first { return sample(first) }
        if let constant = schema["const"] { return constant }
        if let value = schema["enum"]?.arrayValue?.first { return value }
        switch types.first {
        case "object": return object(schema)
        case "array": return isFull ? .array([sample(schema["items"] ?? .null)]) : .array([])
        case "integer": return schema["minimum"] ?? 1
        case "boolean": return true
        default: return .string(schema["format"] == "date-time" ? "2026-01-20T09:00:00.000Z" : "1m")
        }
    }

    private func object(_ schema: JSON) -> JSON {
        var object = JSONObject()
        let required = (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue)
        for (name, field) in schema["properties"]?.objectValue ?? [:] {
            // What a pulse does is told by one of three fields; `kind` says which.
            if schema["properties"]?["kind"]?["enum"]?.arrayValue?.first == "prompt" {
                if name == "command" || name == "webhook" { continue }
                if name == "prompt" {
                    object[name] = "x"
                    continue
                }
            }
            if isFull || required.contains(name) { object[name] = sample(field) }
        }
        if let values = schema["additionalProperties"], values.objectValue != nil, isFull { object["A"] = sample(values) }
        return .object(object)
    }
}
