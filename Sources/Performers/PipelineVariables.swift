import Foundation
import Pulses

/// What a child is told of the pipeline that it is a step of: its place, and where the output lies of what it waited for.
struct PipelineVariables {
    static let inputFile = "UPBEAT_INPUT_FILE"

    let values: [String: String]

    /// What wrote nothing has no file; `/dev/null` reads the same.
    init(_ claim: Claim, folder: OutputFolder) {
        var values: [String: String] = [:]
        if let step = claim.spec.step {
            values["UPBEAT_STEP"] = step.name
            values["UPBEAT_PIPELINE"] = step.pipeline
        }
        let inputs = claim.inputs.map { input in
            (step: input.step, file: folder.readOnlyOutput(of: input.key) ?? "/dev/null")
        }
        values[Self.inputFile] = inputs.first?.file
        if claim.inputs.count > 1 {
            // Of two names that look alike as variables the first stands.
            for (step, file) in inputs.reversed() { if let step { values["\(Self.inputFile)_\(Self.variable(step))"] = file } }
        }
        self.values = values
    }

    /// `KNOWLEDGE_LOOP` for `knowledge-loop`.
    private static func variable(_ step: String) -> String {
        String(step.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}
