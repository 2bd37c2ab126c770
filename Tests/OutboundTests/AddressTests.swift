import Testing

@testable import Outbound

@Suite struct AddressTests {
    struct Row: CustomTestStringConvertible {
        var address: String
        var kind: AddressKind

        var testDescription: String { address }

        init(_ address: String, _ kind: AddressKind) { (self.address, self.kind) = (address, kind) }
    }

    static let rows = [
        // Public ones, and the neighbours of every block that is not.
        Row("1.1.1.1", .global), Row("9.255.255.255", .global), Row("11.0.0.0", .global), Row("100.63.255.255", .global),
        Row("100.128.0.0", .global), Row("126.255.255.255", .global), Row("128.0.0.0", .global), Row("169.253.255.255", .global),
        Row("169.255.0.0", .global), Row("172.15.255.255", .global), Row("172.32.0.0", .global), Row("192.0.1.0", .global),
        Row("192.167.255.255", .global), Row("192.169.0.0", .global), Row("198.17.255.255", .global), Row("198.20.0.0", .global),
        Row("223.255.255.255", .global), Row("2606:4700:4700::1111", .global), Row("2a00:1450:4001::1", .global),

        Row("0.0.0.0", .unspecified), Row("0.1.2.3", .unspecified), Row("10.0.0.0", .privateNetwork),
        Row("10.255.255.255", .privateNetwork),
        Row("100.64.0.0", .shared), Row("100.127.255.255", .shared), Row("127.0.0.1", .loopback), Row("127.255.255.255", .loopback),
        Row("169.254.0.1", .linkLocal), Row("169.254.169.254", .metadata), Row("172.16.0.0", .privateNetwork),
        Row("172.31.255.255", .privateNetwork), Row("192.0.0.8", .reserved), Row("192.0.2.1", .documentation),
        Row("192.88.99.1", .reserved), Row("192.168.0.0", .privateNetwork), Row("192.168.255.255", .privateNetwork),
        Row("198.18.0.0", .reserved), Row("198.19.255.255", .reserved), Row("198.51.100.7", .documentation),
        Row("203.0.113.7", .documentation), Row("224.0.0.1", .multicast), Row("239.255.255.255", .multicast), Row("240.0.0.1", .reserved),
        Row("255.255.255.254", .reserved), Row("255.255.255.255", .broadcast), Row("168.63.129.16", .metadata),
        Row("100.100.100.200", .metadata),

        Row("::", .unspecified), Row("::1", .loopback), Row("fc00::1", .privateNetwork), Row("fdff:ffff::1", .privateNetwork),
        Row("fd00:ec2::254", .metadata), Row("fe80::1", .linkLocal), Row("febf::1", .linkLocal), Row("fec0::1", .reserved),
        Row("ff02::1", .multicast), Row("2001:db8::1", .documentation), Row("3fff::1", .documentation), Row("2001::1", .reserved),
        Row("100::1", .reserved), Row("4000::1", .reserved), Row("64:ff9b:1::7f00:1", .reserved),

        // Forms that carry an IPv4 address.
        Row("::ffff:127.0.0.1", .loopback), Row("::ffff:10.1.2.3", .privateNetwork), Row("::ffff:a9fe:a9fe", .metadata),
        Row("::ffff:8.8.8.8", .global), Row("::127.0.0.1", .loopback), Row("::10.0.0.1", .privateNetwork), Row("::8.8.8.8", .reserved),
        Row("64:ff9b::127.0.0.1", .loopback), Row("64:ff9b::169.254.169.254", .metadata), Row("64:ff9b::8.8.8.8", .global),
        Row("2002:7f00:1::", .loopback), Row("2002:c0a8:101::1", .privateNetwork), Row("2002:a9fe:a9fe::", .metadata),
        Row("2002:808:808::1", .global), Row("::ffff:0:127.0.0.1", .reserved),
    ]

    @Test("every address is of the kind that the registries say", arguments: rows)
    func kinds(_ row: Row) throws {
        let address = try #require(IPAddress(row.address))
        #expect(AddressKind(of: address) == row.kind)
    }

    @Test("a person reaches this machine and private networks, an agent public addresses alone", arguments: rows)
    func reach(_ row: Row) throws {
        let address = try #require(IPAddress(row.address))
        let mayPerson = AddressRules().refusal(of: address, host: "h", reach: .anywhere) == nil
        let mayAgent = AddressRules().refusal(of: address, host: "h", reach: .publicOnly) == nil
        #expect(mayPerson == [.global, .loopback, .privateNetwork, .shared].contains(row.kind))
        #expect(mayAgent == (row.kind == .global))
    }

    @Test("what the file allows is allowed: a block whatever it holds, a name no further than a person may go")
    func allowList() throws {
        let rules = AddressRules(allowing: ["10.1.0.0/16", "Intern.Example", "169.254.169.254"])
        func may(_ address: String, _ host: String) -> Bool {
            IPAddress(address).map { rules.refusal(of: $0, host: host, reach: .publicOnly) == nil } ?? false
        }
        #expect(may("10.1.255.1", "x"))
        #expect(may("::ffff:10.1.0.1", "x"))
        #expect(!may("10.2.0.1", "x"))
        #expect(may("192.168.0.1", "intern.example"))
        #expect(!may("192.168.0.1", "sub.intern.example"))
        #expect(!may("169.254.1.1", "intern.example"))
        #expect(may("169.254.169.254", "x"))
        #expect(!may("fd00:ec2::254", "intern.example"))
    }

    @Test("a refusal names the name, the address, and the remedy")
    func words() throws {
        let address = try #require(IPAddress("169.254.169.254"))
        #expect(
            AddressRules().refusal(of: address, host: "evil.example", reach: .anywhere)
                == "evil.example is at 169.254.169.254, which is a cloud's metadata address and may not be called; "
                + "to allow it, add 169.254.169.254/32 to webhooks.allow in the configuration")
    }

    @Test(
        "only canonical spellings are addresses",
        arguments: [
            "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.01", "1.2.3.4.5", "1.2.3", "256.1.1.1", "fe80::1%lo", "[::1]", "",
        ])
    func oddSpellings(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test(
        "blocks are read strictly",
        arguments: ["10.0.0.1/8", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "x/8", "/8"])
    func badBlocks(_ text: String) { #expect(AddressBlock(text) == nil) }
}
