import HTTPTypes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a request came from that a proxy handed on.
enum ForwardedPlace {
    /// The last address of `X-Forwarded-For`: the one that our proxy has put there itself. What stands before it anybody may have written.
    /// Nil where that is no address; see ``DoorContext/Place/name``.
    static func of(_ head: HTTPRequest) -> String? {
        guard let field = head.headerFields[values: .forwardedFor].last,
            let last = field.split(separator: ",", omittingEmptySubsequences: false).last
        else { return nil }
        let address = String(last.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        return isAddress(address) ? DoorContext.place(of: address) : nil
    }

    private static func isAddress(_ text: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = own("X-Forwarded-For")
}
