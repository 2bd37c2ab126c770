import Foundation
import Testing

@testable import Outbound

@Suite final class SecretTests {
    private let folder = NSTemporaryDirectory() + "upbeat-secrets-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func file(_ name: String, _ bytes: [UInt8]) -> String {
        let path = folder + "/" + name
        _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
        return path
    }

    private func filled(_ text: String, _ environment: [String: String] = [:]) throws -> String {
        try SecretSource(environment: environment).filled(try SecretText(text)).text
    }

    @Test("references are filled in where they stand, and nothing is read twice")
    func filling() throws {
        let path = file("token", Array("s3cret\r\n\n".utf8))
        #expect(try filled("plain $ { } text") == "plain $ { } text")
        #expect(try filled("Bearer ${env:TOKEN}!", ["TOKEN": "abc"]) == "Bearer abc!")
        #expect(try filled("${file:\(path)}") == "s3cret")
        #expect(try filled("${env:A}${env:B}", ["A": "${env:B}", "B": "b"]) == "${env:B}b")
        #expect(try filled("${file:~/token}", ["HOME": folder]) == "s3cret")
    }

    @Test(
        "what is no reference is refused when it is written",
        arguments: [
            "${", "${env:", "${env:}", "${env:1A}", "${env:A-B}", "${env:Ä}", "${file:relative}", "${file:}", "${vault:x}", "${}",
            "${file:/a\nb}",
        ])
    func malformed(_ text: String) { #expect(throws: SecretTextFault.self) { try SecretText(text) } }

    @Test("what is not there is told by its reference")
    func missing() throws {
        func problem(_ text: String, _ environment: [String: String] = [:]) -> String {
            do { return "no problem: \(try filled(text, environment))" } catch { return "\(error)" }
        }
        #expect(problem("${env:NONE}") == "${env:NONE} is not set in the daemon's environment")
        #expect(problem("${env:NONE}", ["NONE": ""]) == "${env:NONE} is not set in the daemon's environment")
        #expect(problem("${file:\(folder)/none}") == "${file:\(folder)/none} cannot be read: No such file or directory")
        #expect(problem("${file:\(folder)}") == "${file:\(folder)} is no regular file")
        #expect(problem("${file:/dev/zero}") == "${file:/dev/zero} is no regular file")
        let pipe = folder + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(problem("${file:\(pipe)}") == "${file:\(pipe)} is no regular file")
        let large = file("large", [UInt8](repeating: 65, count: 65_537))
        #expect(problem("${file:\(large)}") == "${file:\(large)} is larger than 64 KiB")
        let exact = file("exact", [UInt8](repeating: 65, count: 65_536))
        #expect(try filled("${file:\(exact)}").utf8.count == 65_536)
        let empty = file("empty", [10])
        #expect(problem("${file:\(empty)}") == "${file:\(empty)} is empty")
        let binary = file("binary", [0xFF, 0xFE])
        #expect(problem("${file:\(binary)}") == "${file:\(binary)} is not UTF-8")
    }

    @Test("secrets are taken out of what is kept, one that was cut included")
    func redaction() {
        let redaction = Redaction(["s3cret", "s3cret-longer", "ab", ""])
        #expect(redaction.applied(to: "x s3cret y s3cret-longer z ab") == "x *** y *** z ab")
        let cut = Array("end s3cr".utf8)
        #expect(String(decoding: redaction.applied(to: cut, isCut: true), as: UTF8.self) == "end ***")
        #expect(redaction.applied(to: cut) == cut)
    }

    @Test("a signature is the one that Standard Webhooks publishes")
    func publishedSignature() throws {
        let key = try #require(StandardWebhook.key(of: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let body = Array(#"{"test": 2432232314}"#.utf8)
        let signature = StandardWebhook.signature(id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: body, keys: [key])
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test("there is one signature for each secret, in their order; a raw secret is its own bytes")
    func severalKeys() throws {
        let raw = try #require(StandardWebhook.key(of: "raw secret"))
        #expect(raw == Array("raw secret".utf8))
        let old = StandardWebhook.signature(id: "a", timestamp: 1, body: [], keys: [[1]])
        let new = StandardWebhook.signature(id: "a", timestamp: 1, body: [], keys: [raw])
        #expect(StandardWebhook.signature(id: "a", timestamp: 1, body: [], keys: [raw, [1]]) == new + " " + old)
        #expect(old != new)
        for bad in ["", "whsec_", "whsec_***"] { #expect(StandardWebhook.key(of: bad) == nil) }
    }

    @Test(
        "Retry-After is seconds or a date",
        arguments: [
            ("120", 120), ("0", 0), (" 7 ", 7), ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:48:00 GMT", 0),
            ("99999999999999999999", 9_999_999_999), ("-1", nil), ("soon", nil), ("", nil), ("1.5", nil),
            ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
        ] as [(String, Int64?)])
    func retryAfter(_ text: String, _ seconds: Int64?) {
        // Sun, 06 Nov 1994 08:49:00 GMT
        #expect(RetryAfter.wait(text, now: 784_111_740) == seconds.map { .seconds($0) })
    }
}
