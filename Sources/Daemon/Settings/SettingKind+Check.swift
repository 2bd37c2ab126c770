import Logging
import Outbound
import Recurrence
import StrictJSON

extension SettingKind {
    /// The value of a text, or why it is none.
    func value(of text: String, zones: any ZoneSource) throws(SettingRefusal) -> SettingValue {
        guard !text.utf8.contains(0) else { throw SettingRefusal(expectation, hint: "there is a NUL character in it") }
        switch self {
        case .zone: return .text(try Self.zone(text, expectation, zones))
        case .path: return .text(try Self.path(text, expectation))
        case .program: return .text(try Self.program(text, expectation))
        case .runner:
            guard RunnerName.isValid(text) else { throw SettingRefusal(expectation, hint: RunnerName.rule) }
            return .text(text)
        case .address: return .text(try Self.address(text, expectation))
        case .integer(let range):
            guard let number = Self.integer(text), range.contains(number) else { throw SettingRefusal(expectation) }
            return .integer(number)
        case .duration(let range): return .duration(try Self.duration(text, in: range, expectation))
        case .bytes(let range):
            guard let bytes = ByteSize.parse(text), range.contains(bytes) else { throw SettingRefusal(expectation) }
            return .bytes(bytes)
        case .level: return .level(try Self.level(text, expectation))
        case .flag:
            switch text.lowercased() {
            case "true", "yes", "on", "1": return .flag(true)
            case "false", "no", "off", "0": return .flag(false)
            default: throw SettingRefusal(expectation)
            }
        case .secret:
            guard (1...512).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw SettingRefusal(expectation)
            }
            return .secret(Secret(text))
        case .hosts: return .texts([try Self.host(text, expectation)])
        case .places:
            if AddressBlock(text) != nil { return .texts([text]) }
            guard !text.contains("/") else {
                throw SettingRefusal(expectation, hint: "of a block such as 10.0.0.0/8 the bits beyond its length are 0")
            }
            return .texts([try Self.host(text, expectation)])
        case .references:
            guard (try? SecretText(text))?.onlyReference != nil else { throw SettingRefusal(expectation) }
            return .texts([text])
        }
    }

    private static func zone(_ text: String, _ expectation: String, _ zones: any ZoneSource) throws(SettingRefusal) -> String {
        do {
            return try zones.zone(named: text).identifier
        } catch {
            throw SettingRefusal(expectation, hint: error.hint)
        }
    }

    private static func path(_ text: String, _ expectation: String) throws(SettingRefusal) -> String {
        guard text.hasPrefix("/") || text == "~" || text.hasPrefix("~/") else {
            throw SettingRefusal(expectation, hint: text.hasPrefix("~") ? "other users' homes must be written out" : nil)
        }
        return text
    }

    private static func program(_ text: String, _ expectation: String) throws(SettingRefusal) -> String {
        guard !text.isEmpty, text.contains("/") ? text.hasPrefix("/") || text.hasPrefix("~/") : true else {
            throw SettingRefusal(expectation)
        }
        return text
    }

    private static func address(_ text: String, _ expectation: String) throws(SettingRefusal) -> String {
        if IPAddress(text) != nil { return text.lowercased() }
        guard !text.hasPrefix("[") else { throw SettingRefusal(expectation, hint: "an IPv6 address is written without brackets here") }
        do { return try host(text, expectation) } catch { throw SettingRefusal(expectation) }
    }

    /// Decimal digits with an optional minus, nothing else: no `0x`, `_`, `+`, blanks or fractions.
    private static func integer(_ text: String) -> Int? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func duration(
        _ text: String, in range: ClosedRange<Duration>, _ expectation: String
    ) throws(SettingRefusal) -> Duration {
        let duration: Duration
        do { duration = try HumanDuration.parse(text) } catch {
            throw SettingRefusal(expectation, hint: error.code == .bareNumber ? "say the unit: \(text)s, \(text)m or \(text)h" : error.hint)
        }
        guard range.contains(duration) else { throw SettingRefusal(expectation) }
        return duration
    }

    private static func level(_ text: String, _ expectation: String) throws(SettingRefusal) -> Logger.Level {
        let name = text.lowercased()
        let alias = ["warn": "warning", "err": "error", "fatal": "critical"][name]
        guard let level = Logger.Level(rawValue: alias ?? name) else {
            throw SettingRefusal(expectation, hint: nearest(name, in: levelNames).map { "did you mean \($0)?" })
        }
        return level
    }

    private static func host(_ text: String, _ expectation: String) throws(SettingRefusal) -> String {
        let isAddress = text.hasPrefix("[") && text.hasSuffix("]") && text.count > 4
        let inner = isAddress ? text.dropFirst().dropLast() : text[...]
        let isValid = inner.unicodeScalars.allSatisfy { scalar in
            isAddress ? scalar.properties.isASCIIHexDigit || scalar == ":" || scalar == "." : scalar.isHostCharacter
        }
        guard !inner.isEmpty, text.utf8.count <= 253, isValid else {
            throw SettingRefusal(expectation, hint: "for example upbeat.example.net")
        }
        return text.lowercased()
    }
}

extension Unicode.Scalar {
    fileprivate var isHostCharacter: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_": true
        default: false
        }
    }
}
