/// A service as it is to be: everything decided, nothing done.
package struct ServicePlan: Sendable {
    package var manager: ServiceManager
    package var scope: ServiceScope
    package var profile: ServiceProfile
    /// The top folder of a system that is not running; nil for this one.
    package var root: String?
    /// This program, absolute.
    var program: String
    /// The PATH's folders.
    var path: [String]
    /// Variables beside it, in order.
    var variables: [(name: String, value: String)]
    /// The account of the machine's service; nil where it is the installing user's own, or one that systemd makes.
    var account: String?
    /// Where the daemon keeps its files.
    var home: Home
    /// What the person should know, one sentence each.
    package var warnings: [String]

    /// The label of the launchd agent, which is its file's name too.
    static let label = "org.upbeat.daemon"
    /// What tells our files from those of others; it stands in a comment on one of the first two lines.
    static let mark = "Written by `upbeat install`"

    /// Where the file goes, below `root`.
    package var file: String {
        switch (manager, scope) {
        case (.systemd, .system): "/etc/systemd/system/upbeat.service"
        case (.systemd, .user): home.user + "/.config/systemd/user/upbeat.service"
        case (.launchd, _): home.user + "/Library/LaunchAgents/\(Self.label).plist"
        }
    }

    /// What stands in it.
    package var text: String {
        switch manager {
        case .systemd: SystemdUnit(plan: self).text
        case .launchd: LaunchdAgent(plan: self).text
        }
    }

    /// All variables of the service.
    var environment: [(name: String, value: String)] { [("PATH", path.joined(separator: ":"))] + variables }
}
