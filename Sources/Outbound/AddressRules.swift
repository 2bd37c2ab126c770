/// Which addresses may be called.
package struct AddressRules: Hashable, Sendable {
    /// How far a call may go.
    package enum Reach: String, Sendable {
        /// Public, private and shared networks, and this machine: what a person asks for.
        case anywhere
        /// Public addresses: what an agent asks for.
        case publicOnly = "public"
    }

    /// Addresses that may be called whatever they are.
    package var blocks: [AddressBlock]
    /// Names, in lower case, whose addresses may be what a person may call.
    package var hosts: Set<String>

    package init(blocks: [AddressBlock] = [], hosts: Set<String> = []) {
        self.blocks = blocks
        self.hosts = hosts
    }

    /// Sorts a list of blocks, addresses and host names, as a file gives it.
    package init(allowing entries: [String]) {
        self.init()
        for entry in entries {
            if let block = AddressBlock(entry) { blocks.append(block) } else { hosts.insert(entry.lowercased()) }
        }
    }

    /// Why an address may not be called; nil where it may.
    ///
    /// - Parameter host: the name that led to it, in lower case; an address in the place of a name included.
    package func refusal(of address: IPAddress, host: String, reach: Reach) -> String? {
        let kind = AddressKind(of: address)
        switch kind {
        case .global: return nil
        case .loopback, .privateNetwork, .shared:
            if reach == .anywhere || hosts.contains(host) { return nil }
        // A name is no leave for these: whoever holds the name could point it there.
        case .linkLocal, .metadata, .unspecified, .multicast, .broadcast, .documentation, .reserved: break
        }
        if blocks.contains(where: { $0.contains(address) }) { return nil }
        let place = host == address.description ? host : "\(host) is at \(address), which"
        let entry = address.isV4 ? "\(address)/32" : "\(address)/128"
        return "\(place) is \(kind.words) and may not be called; to allow it, add \(entry) to webhooks.allow in the configuration"
    }
}
