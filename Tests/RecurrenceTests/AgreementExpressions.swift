/// Random cron expressions of the whole grammar, and texts that are one keystroke away from one.
struct AgreementExpressions {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(state: seed) }

    /// 5, 6 or 7 fields.
    mutating func expression() -> String {
        var fields = [time(60), time(24), dayOfMonth(), month(), dayOfWeek()]
        if chance(30) {
            fields.insert(chance(40) ? "0" : time(60), at: 0)
            if chance(30) { fields.append(year()) }
        }
        let blank = pick([" ", " ", " ", " ", "  ", "\t"])
        return pick(["", "", "", "", " "]) + fields.joined(separator: blank) + pick(["", "", "", "\t"])
    }

    mutating func macro() -> String {
        let name = pick(NaiveCron.macros.keys.sorted())
        return chance(50) ? name : name.uppercased()
    }

    /// One character is left out, put in, replaced or doubled, or two fields change places.
    mutating func mutated(_ text: String) -> String {
        var characters = Array(text)
        let place = Int.random(in: 0..<characters.count, using: &random)
        let letter = pick(Array("0123456789*/,-#?+LWH SUNMONFEBAZ@.\u{e9}").map { $0 })
        switch Int.random(in: 0...4, using: &random) {
        case 0: characters.remove(at: place)
        case 1: characters.insert(letter, at: place)
        case 2: characters[place] = letter
        case 3: characters.insert(characters[place], at: place)
        default:
            var words = text.split(separator: " ", omittingEmptySubsequences: false)
            words.swapAt(Int.random(in: 0..<words.count, using: &random), Int.random(in: 0..<words.count, using: &random))
            return words.joined(separator: " ")
        }
        return String(characters)
    }

    // MARK: fields

    private mutating func time(_ size: Int) -> String {
        list(chance(12) ? 3 : 1) { generator in
            // Clocks change at night.
            let value = size == 24 && generator.chance(50) ? generator.pick([0, 1, 2, 3, 23]) : generator.number(0..<size)
            let step = generator.chance(3) ? generator.number(1..<size) : generator.pick([2, 3, 5, 7, 10, 15, 20])
            return switch generator.number(0..<16) {
            case 0...3: "*"
            case 4...6: "\(generator.written(value))"
            case 7...8: "*/\(step)"
            case 9: "\(value)/\(step)"
            case 10: "0"
            case 11...12: "\(value)-\(generator.written(generator.number(0..<size)))"
            case 13...14: "\(value)-\(generator.number(0..<size))/\(step)"
            default: "\(value)-\(value)"
            }
        }
    }

    private mutating func dayOfMonth() -> String {
        if chance(50) { return pick(["*", "*", "*", "?"]) }
        return list(chance(25) ? 3 : 1) { generator in
            let day = generator.number(1..<32)
            let step = generator.number(1..<generator.pick([8, 8, 40]))
            return switch generator.number(0..<20) {
            case 0...5: generator.written(day)
            case 6: "\(generator.pick([28, 29, 30, 31]))"
            case 7...8: "\(day)-\(generator.number(1..<32))"
            case 9: "\(day)-\(generator.number(1..<32))/\(step)"
            case 10: "\(day)/\(step)"
            case 11...12: "*/\(step)"
            case 13: "L"
            case 14: "L-\(generator.number(1..<31))"
            case 15...16: "\(day)W"
            case 17: "LW"
            case 18: "L-\(generator.number(1..<generator.pick([5, 31])))W"
            default: "*/100,1-7"
            }
        }
    }

    private mutating func month() -> String {
        if chance(60) { return "*" }
        return list(chance(25) ? 3 : 1) { generator in
            let value = generator.monthValue()
            return switch generator.number(0..<9) {
            case 0...2: value
            case 3: "2"
            case 4: "\(value)-\(generator.monthValue())"
            case 5: "\(value)-\(generator.monthValue())/\(generator.number(1..<6))"
            case 6: "\(value)/\(generator.number(1..<6))"
            case 7: "*/\(generator.number(1..<13))"
            default: "*"
            }
        }
    }

    private mutating func dayOfWeek() -> String {
        let plus = chance(12) ? "+" : ""
        if chance(50) { return plus + pick(["*", "*", "*", "?"]) }
        return plus
            + list(chance(20) ? 3 : 1) { generator in
                let value = generator.weekdayValue()
                return switch generator.number(0..<14) {
                case 0...3: value
                case 4...5: "\(value)-\(generator.weekdayValue())"
                case 6: "\(value)-\(generator.weekdayValue())/\(generator.number(1..<5))"
                case 7: "\(value)/\(generator.number(1..<5))"
                case 8: "*/\(generator.number(1..<9))"
                case 9...10: "\(value)#\(generator.number(1..<6))"
                case 11: "\(value)#L"
                default: "\(value)L"
                }
            }
    }

    private mutating func year() -> String {
        list(chance(25) ? 2 : 1) { generator in
            let value = generator.number(1995..<2060)
            return switch generator.number(0..<8) {
            case 0...1: "*"
            case 2...3: "\(value)"
            case 4: "\(value)-\(value + generator.number(0..<100))"
            case 5: "\(value)-\(value + generator.number(0..<100))/\(generator.number(1..<9))"
            case 6: "\(value)/\(generator.number(1..<40))"
            default: generator.pick(["2199", "*/7", "1970", "2096-2104/4", "0002000-2050"])
            }
        }
    }

    // MARK: values

    private mutating func monthValue() -> String {
        let value = number(1..<13)
        return chance(60) ? written(value) : name(NaiveCron.fields[4].names[value])
    }

    private mutating func weekdayValue() -> String {
        let value = number(0..<8)
        return chance(60) || value == 7 ? written(value) : name(NaiveCron.fields[5].names[value])
    }

    /// A number, now and then with zeros in front.
    private mutating func written(_ value: Int) -> String {
        chance(10) ? pick(["0", "00"]) + "\(value)" : "\(value)"
    }

    /// Three letters or all, in one of three ways.
    private mutating func name(_ full: String) -> String {
        let text = chance(70) ? String(full.prefix(3)) : full
        return pick([text, text.lowercased(), text.prefix(1) + text.dropFirst().lowercased()])
    }

    private mutating func list(_ longest: Int, of item: (inout AgreementExpressions) -> String) -> String {
        (0..<number(1..<longest + 1)).map { _ in item(&self) }.joined(separator: ",")
    }

    // MARK: chance

    mutating func chance(_ percent: Int) -> Bool { number(0..<100) < percent }

    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[number(0..<choices.count)] }
}
