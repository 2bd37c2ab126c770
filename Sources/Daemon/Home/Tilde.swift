/// `~` at the beginning of a path.
enum Tilde {
    /// The path with `~` or `~/` replaced by a home folder; `~name` is left as it is.
    static func expanded(_ path: String, home: String) -> String {
        if path == "~" { return home }
        guard path.hasPrefix("~/") else { return path }
        return home + path.dropFirst()
    }
}
