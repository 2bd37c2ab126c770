/// What a valid cron expression says, item by item, as it was written.
///
/// The evaluator works on masks and does not keep this; it is read again from the text when something is to be explained.
struct CronSyntax: Hashable, Sendable {
    /// The expression; columns of fields and items count in it.
    let text: String
    /// `@daily`; then the fields are those that it stands for.
    var macro: String?
    /// The name behind `CRON_TZ=` or `TZ=`, not looked up.
    var zoneName: String?
    /// Five to seven, as written: a second comes first, a year last.
    var fields: [Field]

    struct Field: Hashable, Sendable {
        let field: TimeField
        /// As it was written, without the `+`.
        let text: String
        let items: [Item]
        /// A leading `+`: both day fields have to match.
        var hasPlus = false
        /// Unicode scalars from 1; of macros without meaning.
        let column: Int

        /// Whether it begins with `*` or `?`, which is what vixie cron goes by.
        var beginsWithStar: Bool { items.first?.kind == .all || items.first?.kind == .any }

        /// `*` or `?` and nothing else.
        var isStar: Bool { beginsWithStar && items.count == 1 && items[0].step == nil }
    }

    /// One of the parts between commas.
    struct Item: Hashable, Sendable {
        var kind: Kind
        /// n of `/n`.
        var step: Int?
        /// Bytes of the text, which are Unicode scalars, from 0.
        var range: Range<Int>

        /// Unicode scalars from 1.
        var column: Int { range.lowerBound + 1 }
    }

    /// Names are their numbers. Weekdays are 0 to 7 as written, 0 and 7 being Sunday.
    enum Kind: Hashable, Sendable {
        /// `*`
        case all
        /// `?`
        case any
        /// `5`; with a step it goes on to the field's end.
        case value(Int)
        /// `1-5`, `FRI-MON`; both ends belong to it, and it may wrap around.
        case range(Int, Int)
        /// `H`, `H(1-5)`
        case hashed(ClosedRange<Int>?)
        /// `L` is 0, `L-3` is 3: so many days before the month's last.
        case last(Int)
        /// `LW`, `L-3W`: the weekday nearest to that day.
        case lastWorkday(Int)
        /// `15W`: the weekday nearest to that day.
        case workday(Int)
        /// `MON#2`
        case nth(weekday: Int, Int)
        /// `5L`, `FRI#L`
        case lastWeekday(Int)
    }

    subscript(field: TimeField) -> Field? {
        fields.first { $0.field == field }
    }

    /// Whether day of month and day of week both have to match: one begins with `*` or `?`, or a `+` says so.
    var daysAreAnded: Bool {
        let days = fields.filter { $0.field == .dayOfMonth || $0.field == .dayOfWeek }
        return days.contains { $0.beginsWithStar || $0.hasPlus }
    }

    /// A fixed-time job: second, minute and hour all do not begin with `*`. Decides what happens when clocks change.
    var isFixedTime: Bool {
        !fields.contains { [.second, .minute, .hour].contains($0.field) && $0.beginsWithStar }
    }
}
