/// Where the door listens.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// Port 0 asks the system for a free one.
    case tcp(host: String, port: Int)
    /// The same, over TLS.
    case tls(host: String, port: Int)
    /// A file in a folder of mode 0700. What stood there from before is removed.
    case socket(path: String)

    /// As a person would type it.
    package var description: String {
        switch self {
        case .tcp(let host, let port): "http://\(Self.bracketed(host)):\(port)"
        case .tls(let host, let port): "https://\(Self.bracketed(host)):\(port)"
        case .socket(let path): path
        }
    }

    var entry: Entry {
        switch self {
        case .tcp, .tls: .tcp
        case .socket: .socket
        }
    }

    var isSecure: Bool { if case .tls = self { true } else { false } }

    /// Without a scheme.
    var place: String {
        switch self {
        case .tcp(let host, let port), .tls(let host, let port): "\(Self.bracketed(host)):\(port)"
        case .socket(let path): path
        }
    }

    private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}

/// Why an address cannot be listened at.
package enum ListenError: Error, Hashable, Sendable, CustomStringConvertible {
    case inUse(ListenAddress)
    case notPermitted(ListenAddress)
    /// No network interface of this machine has it, or no such name is known.
    case notHere(ListenAddress, String)
    case pathTooLong(ListenAddress)
    case failed(ListenAddress, String)

    package var description: String {
        switch self {
        case .inUse(let address):
            "address \(address.place) is already in use; stop what listens there or set \(Self.setting(address))"
        case .notPermitted(let address):
            "address \(address.place) may not be listened at by this user; set \(Self.setting(address)) to another one"
        case .notHere(let address, let why):
            "address \(address.place) is not one of this machine (\(why)); set http.host to 127.0.0.1 or to one that is"
        case .pathTooLong(let address):
            "the path of the socket, \(address.place), is longer than the system takes; use a shorter folder"
        case .failed(let address, let why):
            "cannot listen at \(address.place): \(why)"
        }
    }

    private static func setting(_ address: ListenAddress) -> String {
        switch address {
        case .tcp, .tls: "http.port"
        case .socket: "the socket's path"
        }
    }
}
