package import StrictJSON

/// The answer to `GET /readyz` where all is well; where it is not, the answer is a problem.
package struct ReadinessResponse: WireValue {
    package var status: String

    package init(status: String = "ready") { self.status = status }

    package init?(reading reader: inout JSONReader) {
        guard let status = reader.required("status", as: .string) else { return nil }
        self.init(status: status)
    }

    package var json: JSON { ["status": .string(status)] }
}
