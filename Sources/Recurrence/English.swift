/// Lists, ordinals and lengths of time in English words. What they say can be read in one way only.
enum English {
    /// `a`, `a and b`, `a, b and c`
    static func list(_ parts: [String], _ conjunction: String = "and") -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return "\(parts.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
    }

    /// Ascending numbers: `1, 2 and 5 to 9`; many that are equally far apart as `0, 2, 4, … 22`.
    static func list(_ numbers: [Int], _ word: (Int) -> String = { String($0) }) -> String {
        if numbers.count >= 7, let step = evenStep(numbers), step > 1 {
            return "\(numbers.prefix(3).map(word).joined(separator: ", ")), … \(word(numbers[numbers.count - 1]))"
        }
        return list(
            runs(numbers).flatMap { run in
                run.count >= 3 ? ["\(word(run.lowerBound)) to \(word(run.upperBound))"] : run.map(word)
            })
    }

    /// The distance of numbers that are all equally far apart.
    static func evenStep(_ numbers: [Int]) -> Int? {
        guard numbers.count >= 2 else { return nil }
        let step = numbers[1] - numbers[0]
        return zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == step } ? step : nil
    }

    /// `1st`, `22nd`, `13th`
    static func ordinal(_ number: Int) -> String {
        let suffix =
            switch (number % 10, number % 100) {
            case (1, let tens) where tens != 11: "st"
            case (2, let tens) where tens != 12: "nd"
            case (3, let tens) where tens != 13: "rd"
            default: "th"
            }
        return "\(number)\(suffix)"
    }

    /// `1 minute`, `5 minutes`
    static func count(_ number: Int64, _ unit: String) -> String {
        number == 1 ? "1 \(unit)" : "\(number) \(unit)s"
    }

    /// All of a length of time: `1 hour and 30 minutes`, `5 seconds and 250 milliseconds`. A day is 24 hours.
    static func length(milliseconds: Int64) -> String {
        let units: [(Int64, String)] = [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1000, "second"), (1, "millisecond")]
        var rest = milliseconds
        let parts = units.compactMap { size, name -> String? in
            let number = rest / size
            rest %= size
            return number == 0 ? nil : count(number, name)
        }
        return parts.isEmpty ? "0 seconds" : list(parts)
    }

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    /// From Monday.
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    private static func runs(_ numbers: [Int]) -> [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = runs.last, last.upperBound == number - 1 {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs
    }
}
