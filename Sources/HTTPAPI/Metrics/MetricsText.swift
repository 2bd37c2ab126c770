import Pulses
import Recurrence

/// Writes metrics as OpenMetrics 1.0 or as Prometheus' text format 0.0.4; they differ in a few words.
struct MetricsText {
    enum Form {
        case openMetrics
        case plain

        /// By the header `Accept`: OpenMetrics for who names it.
        init(accept: String?) {
            self = accept?.lowercased().contains("application/openmetrics-text") == true ? .openMetrics : .plain
        }

        var contentType: String {
            switch self {
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            case .plain: "text/plain; version=0.0.4; charset=utf-8"
            }
        }
    }

    typealias Labels = KeyValuePairs<String, String>

    private let form: Form
    private var lines = ""

    init(_ form: Form) { self.form = form }

    /// All of it.
    var text: String { form == .openMetrics ? lines + "# EOF\n" : lines }

    mutating func gauge(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Double)]) {
        guard !samples.isEmpty else { return }
        head(name, "gauge", help)
        for sample in samples { line(name, sample.labels, Self.number(sample.value)) }
    }

    /// - Parameter name: without `_total`.
    mutating func counter(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Int64)]) {
        guard !samples.isEmpty else { return }
        head(form == .openMetrics ? name : "\(name)_total", "counter", help)
        for sample in samples { line("\(name)_total", sample.labels, String(sample.value)) }
    }

    /// - Parameter name: without `_info`.
    mutating func info(_ name: String, _ help: String, _ labels: Labels) {
        head(form == .openMetrics ? name : "\(name)_info", form == .openMetrics ? "info" : "gauge", help)
        line("\(name)_info", labels, "1")
    }

    mutating func histogram(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Histogram.Snapshot)]) {
        guard !samples.isEmpty else { return }
        head(name, "histogram", help)
        for (labels, value) in samples {
            var count: Int64 = 0
            for (bound, number) in zip(value.bounds.map(Self.number) + ["+Inf"], value.counts) {
                count += number
                line("\(name)_bucket", labels, String(count), bound: bound)
            }
            line("\(name)_count", labels, String(count))
            line("\(name)_sum", labels, Self.number(value.sum))
        }
    }

    private mutating func head(_ name: String, _ type: String, _ help: String) {
        lines += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        if form == .openMetrics, name.hasSuffix("_seconds") { lines += "# UNIT \(name) seconds\n" }
    }

    private mutating func line(_ name: String, _ labels: Labels, _ value: String, bound: String? = nil) {
        var pairs = labels.map { "\($0)=\"\(Self.escaped($1))\"" }
        if let bound { pairs.append("le=\"\(bound)\"") }
        lines += pairs.isEmpty ? "\(name) \(value)\n" : "\(name){\(pairs.joined(separator: ","))} \(value)\n"
    }

    private static func number(_ value: Double) -> String { value.description }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
