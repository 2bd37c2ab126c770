import Testing

@testable import Outbound

@Suite struct OutboundURLTests {
    @Test(
        "a URL is read and written",
        arguments: [
            ("https://example.com", "https://example.com/"), ("HTTP://Example.COM:80/a?b=c", "http://example.com/a?b=c"),
            ("http://example.com.:8080?x", "http://example.com:8080/?x"), ("http://[::1]:8765/", "http://[::1]:8765/"),
            ("http://[::ffff:127.0.0.1]/", "http://127.0.0.1/"), ("https://127.0.0.1:443/%41", "https://127.0.0.1/%41"),
            ("https://a_b.xn--bcher-kva.example/", "https://a_b.xn--bcher-kva.example/"),
            ("http://localhost:65535/", "http://localhost:65535/"),
        ])
    func reading(_ text: String, _ written: String) throws { #expect(try OutboundURL(text).text == written) }

    @Test(
        "what is no plain URL is refused with its reason",
        arguments: [
            ("", "is empty"), ("ftp://example.com/", "neither https"), ("file:///etc/passwd", "neither https"),
            ("example.com", "neither https"),
            ("gopher://x", "neither https"), ("http://", "no host"), ("http:///x", "no host"), ("http://user@example.com/", "user name"),
            ("http://user:pw@example.com/", "user name"), ("http://example.com@127.0.0.1/", "user name"), ("http://example.com:0/", "port"),
            ("http://example.com:65536/", "port"), ("http://example.com:8a/", "port"), ("http://example.com:-1/", "port"),
            ("http://2130706433/", "odd spelling"), ("http://0x7f000001/", "odd spelling"), ("http://0177.0.0.1/", "odd spelling"),
            ("http://127.1/", "odd spelling"), ("http://0x7f.1/", "odd spelling"), ("http://1.2.3.0x4/", "odd spelling"),
            ("http://[fe80::1%25lo]/", "IPv6"), ("http://[127.0.0.1]/", "IPv6"), ("http://[::1/", "["), ("http://[::1]x/", "]"),
            ("http://exa mple.com/", "blank"), ("http://example.com/\\x", "percent-encoded"),
            ("http://example.com\\@evil/", "percent-encoded"),
            ("http://bücher.example/", "ASCII"), ("http://example.com/#x", "fragment"), ("http://example.com/%zz", "%"),
            ("http://example.com/%4", "%"), ("http://exa%6dple.com/", "no name"), ("http://-a.example/", "no name"),
            ("http://a..example/", "no name"), ("http://${env:HOST}/", "reference"), ("https://h/${file:/x}", "reference"),
            ("http://example.com/\r\nX: y", "control character"), ("http://example.com/" + String(repeating: "a", count: 2048), "2048"),
            ("http://" + String(repeating: "a", count: 64) + ".example/", "no name"),
        ])
    func refusals(_ text: String, _ reason: String) {
        #expect { try OutboundURL(text) } throws: { "\($0)".contains(reason) }
    }

    @Test(
        "a redirect is followed from where it was given",
        arguments: [
            ("/x", "https://a.example/x"), ("y?z", "https://a.example/p/y?z"), ("?q", "https://a.example/p/o?q"),
            ("//b.example/", "https://b.example/"),
            ("http://c.example/k#f", "http://c.example/k"), ("HTTPS://D.example", "https://d.example/"),
        ])
    func redirects(_ location: String, _ target: String) throws {
        #expect(try OutboundURL("https://a.example/p/o?old").following(location).text == target)
    }

    @Test(
        "a redirect to something else than the web is refused",
        arguments: ["javascript:x", "file:///etc/passwd", "http://u@h/", "//127.1/"])
    func badRedirects(_ location: String) throws {
        let url = try OutboundURL("https://a.example/")
        #expect(throws: OutboundURLFault.self) { try url.following(location) }
    }
}
