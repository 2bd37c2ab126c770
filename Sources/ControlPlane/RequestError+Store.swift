package import Pulses

extension RequestError {
    package init(_ error: StoreError) {
        self =
            switch error {
            case .full: .storeFull(error.description)
            case .busy: .unavailable(error.description, retryAfter: .seconds(1))
            case .closed, .broken: .unavailable(error.description, retryAfter: .seconds(5))
            case .malformed: .faulty(error.description)
            }
    }
}

/// Asks the store, and says its errors as those of a request.
func asking<Answer: Sendable>(
    _ body: () async throws(StoreError) -> Answer
) async throws(RequestError) -> Answer {
    do {
        return try await body()
    } catch {
        throw RequestError(error)
    }
}
