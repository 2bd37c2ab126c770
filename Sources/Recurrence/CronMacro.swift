/// The short names of common schedules.
enum CronMacro {
    /// In order of length of what they mean.
    static let names = [
        "@every_second", "@every_minute", "@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually",
    ]

    /// The fields that a macro in lower case stands for.
    static func fields(of word: String) -> String? {
        switch word {
        case "@every_second": "* * * * * *"
        case "@every_minute": "* * * * *"
        case "@hourly": "0 * * * *"
        case "@daily", "@midnight": "0 0 * * *"
        case "@weekly": "0 0 * * 0"
        case "@monthly": "0 0 1 * *"
        case "@yearly", "@annually": "0 0 1 1 *"
        default: nil
        }
    }
}
