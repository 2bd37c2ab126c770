import Testing

@testable import ControlPlane

@Suite("values that are shown to nobody")
struct HiddenValueTests {
    @Test(
        "names tell of secrets",
        arguments: [
            "API_KEY", "GITHUB_TOKEN", "db_password", "Authorization", "Cookie", "X-Api-Key", "key", "AWS_SECRET_ACCESS_KEY",
            "X-Hub-Signature",
        ])
    func secrets(name: String) { #expect(HiddenValue.shown([name: "abc"]) == [name: "***"]) }

    @Test("other names do not", arguments: ["MODE", "KEYBOARD", "Content-Type", "PATH", "Idempotency-Key", "MONKEY"])
    func others(name: String) { #expect(HiddenValue.shown([name: "abc"]) == [name: "abc"]) }

    @Test("a reference is shown as it was written", arguments: ["${env:NAME}", "Bearer ${file:/etc/token}", ""])
    func references(value: String) { #expect(HiddenValue.shown(["Authorization": value]) == ["Authorization": value]) }
}
