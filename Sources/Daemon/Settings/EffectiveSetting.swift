import Logging
import Recurrence

/// One line of `config check`.
package struct EffectiveSetting: Hashable, Sendable {
    package var key: SettingKey
    /// The value as the file would write it; `***` for a secret; nil for one that is not set.
    package var value: String?
    package var origin: SettingOrigin
}

extension SettingValue {
    /// As a file would write it.
    var written: String {
        switch self {
        case .text(let text): text
        case .texts(let texts): texts.joined(separator: ", ")
        case .integer(let number): String(number)
        case .duration(let duration): HumanDuration.format(duration)
        case .bytes(let bytes): ByteSize.format(bytes)
        case .flag(let flag): flag ? "true" : "false"
        case .level(let level): level.rawValue
        case .secret(let secret): secret.description
        }
    }
}
