import ControlPlane
import Recurrence
import StrictJSON

/// Something that an agent can do.
protocol Tool: Sendable {
    var spec: ToolSpec { get }
    func run(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer
}

/// What a tool works with, beside its arguments.
struct ToolCall: Sendable {
    let plane: ControlPlane
    let caller: Caller
    /// Whose things it may see.
    let sight: Sight
    let progress: Progress?

    func zone(named name: String) -> Zone { (try? plane.zones.zone(named: name)) ?? plane.zone }
}

/// What came of a call.
struct ToolAnswer: Sendable {
    /// For a reader.
    var sentence: String
    /// For a program; conforms to the tool's schema.
    var structured: JSONObject
    /// What to read where it had to be cut.
    var whole: ResourceURI?
}

/// Why a tool did not do what it was asked; the model reads it.
enum ToolFailure: Error, Hashable, Sendable {
    /// Never empty.
    case arguments([ArgumentFault])
    case request(RequestError)
    /// One sentence.
    case refused(String)
}

/// The tools, in the order in which they are listed.
enum ToolList {
    static let tools: [any Tool] = [
        SchedulePulseTool(), ListPulsesTool(), GetPulseTool(), UpdatePulseTool(), CancelPulseTool(), PulseStatusTool(),
        WaitForPulseTool(), ReportPulseTool(),
    ]
}
