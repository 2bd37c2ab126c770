import Testing

@testable import Daemon

/// A file that is named in the place of `upbeat.yaml`.
struct NamedSettingsTests {
    @Test func theVariableNamesIt() throws {
        let home = try Home.locate(environment: ["HOME": "/home/me", "UPBEAT_CONFIG": "~/.agenc/gateway.json"])
        #expect(home.settingsFile == "/home/me/.agenc/gateway.json")
        #expect(
            try Home.locate(environment: ["HOME": "/home/me", "UPBEAT_HOME": "/up", "UPBEAT_CONFIG": "/c.yaml"]).settingsFile == "/c.yaml")
        #expect(
            try Home.locate(environment: ["HOME": "/home/me", "UPBEAT_HOME": "/up", "UPBEAT_CONFIG": ""]).settingsFile == "/up/upbeat.yaml")
        #expect(throws: HomeError.notAbsolute(variable: "UPBEAT_CONFIG", value: "c.yaml")) {
            try Home.locate(environment: ["HOME": "/h", "UPBEAT_CONFIG": "c.yaml"])
        }
    }

    @Test("it is read in the place of upbeat.yaml; conf.d counts all the same") func read() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "http: {port: 1111}\n")
            try temporary.write("conf.d/10.yaml", "engine: {slots: 7}\n")
            let file = try temporary.write("elsewhere.json", "{\"http\": {\"port\": 2222}}")
            let settings = try settings(temporary, file)
            #expect(settings.http.port == 2222 && settings.engine.slots == 7)
            #expect(settings.effective.first { $0.key.name == "http.port" }?.origin == .file(file, line: 1))
            #expect(!settings.warnings.contains { $0.contains("UPBEAT_CONFIG") })
        }
    }

    @Test("one that is missing, a folder, or has unknown keys is an error") func wrong() throws {
        try TemporaryHome.with { temporary in
            let gone = temporary.folder + "/gone.yaml"
            #expect(issues(temporary, gone) == ["\(gone): expected a file, got nothing there; --config or UPBEAT_CONFIG names it"])
            #expect(issues(temporary, temporary.folder) == ["\(temporary.folder): expected a file, got a folder"])
            let file = try temporary.write("x.json", "{\"heartbeat\": {},\n\"channels\": {}}")
            let said = issues(temporary, file)
            #expect(said.count == 1 && said.first?.hasPrefix("\(file):2: channels: expected a known key") == true)
        }
    }

    private func settings(_ temporary: TemporaryHome, _ file: String) throws -> Settings {
        var home = temporary.home
        home.namedSettings = file
        return try Settings.load(home: home, environment: ["UPBEAT_CONFIG": file], hostZone: "UTC", processors: 4)
    }

    private func issues(_ temporary: TemporaryHome, _ file: String) -> [String] {
        do {
            _ = try settings(temporary, file)
            return []
        } catch {
            return (error as? SettingsError)?.issues.map(\.description) ?? ["\(error)"]
        }
    }
}
