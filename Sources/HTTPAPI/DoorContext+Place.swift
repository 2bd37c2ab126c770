package import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension DoorContext {
    /// Where a request came from; its address is written out for those alone who ask for its name.
    package enum Place: Sendable {
        case none
        case connection(SocketAddress)
        case named(String)

        /// The address, an IPv6 one by its network; empty where there is none.
        package var name: String {
            switch self {
            case .none: ""
            case .connection(let address): DoorContext.place(of: address.ipAddress)
            case .named(let name): name
            }
        }
    }

    /// Who is told apart by an address: of IPv6 by the first 64 bits, since whoever has one address of a network has them all (RFC 4291
    /// section 2.5.1); an IPv4 one in the clothes of IPv6 is what it is.
    static func place(of address: String?) -> String {
        guard let address, address.contains(":") else { return address ?? "" }
        let mapped = "::ffff:"
        if address.hasPrefix(mapped), address.contains(".") { return String(address.dropFirst(mapped.count)) }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }
}
