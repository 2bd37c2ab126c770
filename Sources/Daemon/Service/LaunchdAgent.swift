/// The property list of a launchd agent (launchd.plist(5)).
struct LaunchdAgent {
    let plan: ServicePlan

    private indirect enum Value {
        case text(String)
        case number(Int)
        case flag(Bool)
        case list([Value])
        case dictionary([(String, Value)])
    }

    var text: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- \(ServicePlan.mark); `upbeat uninstall` removes it. -->
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        \(Self.xml(.dictionary(members)))
        </plist>

        """
    }

    private var members: [(String, Value)] {
        [
            ("Label", .text(ServicePlan.label)),
            ("ProgramArguments", .list([.text(plan.program), .text("run")])),
            ("EnvironmentVariables", .dictionary(plan.environment.map { ($0.name, .text($0.value)) })),
            ("WorkingDirectory", .text(plan.home.user)),
            ("RunAtLoad", .flag(true)),
            // After an end that was not asked for.
            ("KeepAlive", .dictionary([("SuccessfulExit", .flag(false))])),
            ("ThrottleInterval", .number(10)),
            // TERM to KILL, in seconds: what macOS lets a person wait at most when the session ends. What is cut off is recovered.
            ("ExitTimeOut", .number(30)),
            // launchd puts off the timers of others, to save power.
            ("ProcessType", .text("Interactive")),
            ("LegacyTimers", .flag(true)),
            ("StandardOutPath", .text(plan.home.logs + "/launchd.log")),
            ("StandardErrorPath", .text(plan.home.logs + "/launchd.log")),
        ]
    }

    private static func xml(_ value: Value, _ indent: String = "") -> String {
        let inner = indent + "    "
        switch value {
        case .text(let text): return "\(indent)<string>\(escaped(text))</string>"
        case .number(let number): return "\(indent)<integer>\(number)</integer>"
        case .flag(let flag): return "\(indent)<\(flag)/>"
        case .list(let values): return "\(indent)<array>\n" + values.map { xml($0, inner) + "\n" }.joined() + "\(indent)</array>"
        case .dictionary(let members):
            let lines = members.map { "\(inner)<key>\(escaped($0.0))</key>\n\(xml($0.1, inner))\n" }
            return "\(indent)<dict>\n" + lines.joined() + "\(indent)</dict>"
        }
    }

    /// Text between tags (XML 1.0, section 2.4). Control characters, which no escape helps, are refused before.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
