/// An address of the web that may be called: http or https, a plain host, no user, no fragment (RFC 3986, and stricter).
package struct OutboundURL: Hashable, Sendable {
    package let isSecure: Bool
    /// In lower case, without brackets and without a dot at its end.
    package let host: String
    /// Where the host is an address.
    package let address: IPAddress?
    package let port: Int
    /// Path and query.
    package let target: String

    /// Bytes.
    package static let longest = 2048

    /// - Throws: what is wrong, going on after the URL's name: "has a user name ...". The URL itself is not quoted.
    package init(_ text: String) throws(OutboundURLFault) {
        guard !text.isEmpty else { throw OutboundURLFault("is empty; it begins with https:// or http://") }
        guard text.utf8.count <= Self.longest else {
            throw OutboundURLFault("has \(text.utf8.count) bytes; at most \(Self.longest) are allowed")
        }
        if text.contains("${") {
            throw OutboundURLFault("holds a reference to a secret; those stand in headers and in secrets alone")
        }
        if text.unicodeScalars.contains(where: { !$0.isASCII }) {
            throw OutboundURLFault("holds letters that are not ASCII; write the host in its xn-- form, and the rest percent-encoded")
        }
        if let wrong = text.unicodeScalars.first(where: { !Self.mayStand($0) }) {
            throw OutboundURLFault("holds \(Self.shown(wrong)), which has to be percent-encoded")
        }
        let lower = text.lowercased()
        let rest: Substring
        if lower.hasPrefix("https://") {
            (isSecure, rest) = (true, text.dropFirst(8))
        } else if lower.hasPrefix("http://") {
            (isSecure, rest) = (false, text.dropFirst(7))
        } else {
            throw OutboundURLFault("begins with neither https:// nor http://; nothing else is called")
        }
        if rest.contains("#") { throw OutboundURLFault("has a fragment (#), which no server is told; leave it out") }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        if authority.contains("@") {
            throw OutboundURLFault("has a user name or password; put it in a header: Authorization: Basic ${env:NAME}")
        }
        (host, address, port) = try Self.place(authority, standard: isSecure ? 443 : 80)
        let tail = rest.dropFirst(authority.count)
        try Self.checkEscapes(tail)
        target = tail.hasPrefix("/") ? String(tail) : "/" + tail
    }

    /// As it is called.
    package var text: String { origin + target }

    /// Scheme, host and port: who is called, without what is asked there.
    package var origin: String {
        let name = address.map { $0.isV4 ? "\($0)" : "[\($0)]" } ?? host
        let standard = isSecure ? 443 : 80
        return (isSecure ? "https://" : "http://") + name + (port == standard ? "" : ":\(port)")
    }

    /// Where a `Location` leads (RFC 9110 section 10.2.2, RFC 3986 section 5.2); a fragment is left out.
    package func following(_ location: String) throws(OutboundURLFault) -> OutboundURL {
        let plain = String(location.prefix { $0 != "#" })
        if plain.hasPrefix("//") { return try OutboundURL((isSecure ? "https:" : "http:") + plain) }
        let scheme = plain.prefix { $0 != ":" && $0 != "/" && $0 != "?" }
        if plain.dropFirst(scheme.count).hasPrefix(":") { return try OutboundURL(plain) }
        if plain.hasPrefix("/") { return try OutboundURL(origin + plain) }
        let path = target.prefix { $0 != "?" }
        if plain.hasPrefix("?") { return try OutboundURL(origin + path + plain) }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return try OutboundURL(origin + folder + plain)
    }

    // MARK: parts

    private static func place(
        _ authority: Substring, standard: Int
    ) throws(OutboundURLFault) -> (host: String, address: IPAddress?, port: Int) {
        var name = authority
        var port: Substring?
        if name.hasPrefix("[") {
            guard let end = name.firstIndex(of: "]") else { throw OutboundURLFault("has a [ without its ]") }
            let after = name[name.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else { throw OutboundURLFault("has more than a port after the ]") }
            port = after.isEmpty ? nil : after.dropFirst()
            let inner = String(name[name.index(after: name.startIndex)..<end])
            guard inner.contains(":"), let address = IPAddress(inner) else {
                throw OutboundURLFault("has no IPv6 address in its brackets; zones (%eth0) are not taken")
            }
            return (address.description, address, try number(port, standard))
        }
        if let colon = name.firstIndex(of: ":") {
            port = name[name.index(after: colon)...]
            name = name[..<colon]
        }
        if name.hasSuffix(".") { name = name.dropLast() }
        let host = name.lowercased()
        guard !host.isEmpty else { throw OutboundURLFault("has no host") }
        if let address = IPAddress(host) { return (address.description, address, try number(port, standard)) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard host.utf8.count <= 253, labels.allSatisfy(isLabel) else {
            throw OutboundURLFault("has a host that is no name; letters, digits, - and _ are allowed, up to 63 between two dots")
        }
        // What a resolver might take for an address: 2130706433, 0x7f.1, 0177.0.0.1.
        if let last = labels.last, last.hasPrefix("0x") || last.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            throw OutboundURLFault("has a host that looks like an address in an odd spelling; write it as four decimal numbers: 192.0.2.1")
        }
        return (host, nil, try number(port, standard))
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func number(_ text: Substring?, _ standard: Int) throws(OutboundURLFault) -> Int {
        guard let text, !text.isEmpty else { return standard }
        guard text.utf8.count <= 5, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let port = Int(text),
            (1...65535).contains(port)
        else { throw OutboundURLFault("has a port that is none; 1 to 65535 are allowed") }
        return port
    }

    private static func checkEscapes(_ text: Substring) throws(OutboundURLFault) {
        for part in text.split(separator: "%", omittingEmptySubsequences: false).dropFirst() {
            guard part.prefix(2).count == 2, part.prefix(2).allSatisfy(\.isHexDigit) else {
                throw OutboundURLFault("holds a % that two hexadecimal digits do not follow; a % itself is written %25")
            }
        }
    }

    private static func mayStand(_ scalar: Unicode.Scalar) -> Bool {
        (0x21...0x7E).contains(scalar.value) && !"\"<>\\^`{|}".unicodeScalars.contains(scalar)
    }

    private static func shown(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case " ": "a blank"
        case _ where scalar.properties.generalCategory == .control: "a control character"
        default: "the character \(scalar)"
        }
    }
}

/// What is wrong with a URL, going on after its name.
package struct OutboundURLFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
