import StrictJSON

/// What the server calls itself.
package struct MCPInfo: Hashable, Sendable {
    package var name: String
    package var version: String

    package init(name: String = "upbeat", version: String) {
        self.name = name
        self.version = version
    }

    var json: JSON { ["name": .string(name), "title": "Upbeat", "version": .string(version)] }
}
