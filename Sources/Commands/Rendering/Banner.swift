import Daemon

/// What a daemon says when it listens: where, with what, and what to try.
struct Banner {
    /// As this program was called.
    let program: String
    let home: String?
    let socket: String?
    let paint: Paint
    var isInBackground = false

    func text(_ announcement: Announcement) -> String {
        let listening = (announcement.addresses + [announcement.socket]).map(SafeText.line).joined(separator: "\n             ")
        let lines = [
            paint("upbeat \(announcement.version)", .bold)
                + (isInBackground
                    ? " runs in the background (pid \(announcement.pid))" : " runs (pid \(announcement.pid)); Ctrl-C stops it"),
            "  \(paint("listening", .dim))  \(listening)",
            "  \(paint("state", .dim))      \(SafeText.line(announcement.home))",
            "",
            isInBackground ? "Try:" : "Try, in another terminal:",
        ]
        let ways = commands(announcement) + (isInBackground ? [upbeat("stop")] : [])
        return (lines + ways.map { "  \($0)" } + [""]).joined(separator: "\n") + "\n"
    }

    /// Three command lines that work when they are pasted into a shell.
    func commands(_ announcement: Announcement) -> [String] {
        let body = #"{"prompt": "hello over HTTP", "runner": "echo"}"#
        let fields = "-H \"Authorization: Bearer $(\(upbeat("token show")))\" -H 'Content-Type: application/json'"
        let address = announcement.addresses.first.map { ShellWord.quoted(Self.url($0)) }
        let target = address ?? "--unix-socket \(ShellWord.quoted(announcement.socket)) http://localhost"
        return [
            upbeat("add \"say hello\" --runner echo --in 10s"),
            upbeat("ls"),
            "curl -s \(fields) -d '\(body)' \(target)/v1/pulses",
        ]
    }

    private func upbeat(_ rest: String) -> String {
        let name = program.contains("/") ? ShellWord.quoted(program) : "upbeat"
        let home = home.map { " --home \(ShellWord.quoted($0))" } ?? ""
        let socket = ["token show", "stop"].contains(rest) ? "" : socket.map { " --socket \(ShellWord.quoted($0))" } ?? ""
        return "\(name) \(rest)\(home)\(socket)"
    }

    private static func url(_ address: String) -> String {
        let url = address.hasPrefix("http") ? address : "http://\(address)"
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}

extension Banner {
    init(_ surroundings: Surroundings, _ global: GlobalOptions, isInBackground: Bool = false) {
        let home = global.home ?? surroundings.environment["UPBEAT_HOME"]
        let name = surroundings.program
        self.init(
            program: name.contains("/") ? surroundings.absolute(name) : name, home: home, socket: global.socket,
            paint: surroundings.paint(global), isInBackground: isInBackground)
    }
}
