/// What an address is for (IANA special-purpose registries of IPv4 and IPv6; RFC 6890).
package enum AddressKind: String, CaseIterable, Sendable {
    case global
    case loopback
    /// RFC 1918 and unique local addresses.
    case privateNetwork = "private"
    /// Between a provider and its customers; overlay networks use it too (RFC 6598).
    case shared
    case linkLocal = "link-local"
    /// Where clouds tell a machine its own keys.
    case metadata
    case unspecified
    case multicast
    case broadcast
    case documentation
    case reserved

    /// As it stands in a sentence: "is a loopback address".
    var words: String {
        switch self {
        case .global: "a public address"
        case .privateNetwork: "an address of a private network"
        case .shared: "an address of a shared network (100.64.0.0/10)"
        case .metadata: "a cloud's metadata address"
        case .unspecified: "the unspecified address"
        case .loopback, .linkLocal, .multicast, .broadcast, .documentation, .reserved: "a \(rawValue) address"
        }
    }

    package init(of address: IPAddress) {
        self = address.isV4 ? Self.first(Self.v4, address) ?? .global : Self.v6(address)
    }

    /// The most particular come first.
    private static let v4 = table([
        ("168.63.129.16/32", .metadata), ("169.254.169.254/32", .metadata), ("100.100.100.200/32", .metadata),
        ("192.0.0.192/32", .metadata), ("255.255.255.255/32", .broadcast), ("0.0.0.0/8", .unspecified), ("10.0.0.0/8", .privateNetwork),
        ("100.64.0.0/10", .shared), ("127.0.0.0/8", .loopback), ("169.254.0.0/16", .linkLocal), ("172.16.0.0/12", .privateNetwork),
        ("192.0.0.0/24", .reserved), ("192.0.2.0/24", .documentation), ("192.88.99.0/24", .reserved), ("192.168.0.0/16", .privateNetwork),
        ("198.18.0.0/15", .reserved), ("198.51.100.0/24", .documentation), ("203.0.113.0/24", .documentation), ("224.0.0.0/4", .multicast),
        ("240.0.0.0/4", .reserved),
    ])

    private static let special = table([
        ("::/128", .unspecified), ("::1/128", .loopback), ("fd00:ec2::254/128", .metadata), ("fd20:ce::254/128", .metadata),
        ("2001::/23", .reserved), ("2001:db8::/32", .documentation), ("3fff::/20", .documentation), ("fc00::/7", .privateNetwork),
        ("fe80::/10", .linkLocal), ("ff00::/8", .multicast),
    ])

    /// Blocks that carry an IPv4 address, and where in it: translation (RFC 6052), 6to4 (RFC 3056), and the old IPv4-compatible form.
    private static let embedding = [("64:ff9b::/96", 12), ("2002::/16", 2), ("::/96", 12)].compactMap { text, place in
        AddressBlock(text).map { (block: $0, place: place) }
    }

    private static let unicast = AddressBlock("2000::/3")

    private static func v6(_ address: IPAddress) -> AddressKind {
        if let kind = first(special, address) { return kind }
        if let carrier = embedding.first(where: { $0.block.contains(address) }) {
            let inner = AddressKind(of: IPAddress(bytes: Array(address.bytes[carrier.place..<carrier.place + 4])))
            // The compatible form was given up (RFC 4291 section 2.5.5.1): nothing public is there.
            return inner == .global && carrier.block.base.bytes.allSatisfy { $0 == 0 } ? .reserved : inner
        }
        return unicast?.contains(address) == true ? .global : .reserved
    }

    private static func table(_ rows: [(String, AddressKind)]) -> [(block: AddressBlock, kind: AddressKind)] {
        rows.compactMap { text, kind in AddressBlock(text).map { ($0, kind) } }
    }

    private static func first(_ table: [(block: AddressBlock, kind: AddressKind)], _ address: IPAddress) -> AddressKind? {
        table.first { $0.block.contains(address) }?.kind
    }
}
