/// A number of bytes as settings write it: `512KiB`, `1MiB`, `2 GiB`, `1MB` (a million), plain bytes.
package enum ByteSize {
    private static let units: [(name: String, size: Int)] = [
        ("b", 1), ("kib", 1024), ("mib", 1024 * 1024), ("gib", 1024 * 1024 * 1024), ("kb", 1000), ("mb", 1_000_000), ("gb", 1_000_000_000),
    ]

    /// Nil for what is no size, or is too large for an Int.
    package static func parse(_ text: String) -> Int? {
        let trimmed = text.lowercased()
        let digits = trimmed.prefix { ("0"..."9").contains($0) }
        guard !digits.isEmpty, digits.count <= 18, let number = Int(digits) else { return nil }
        let rest = trimmed.dropFirst(digits.count)
        let unit = rest.first == " " ? rest.dropFirst() : rest
        guard !unit.isEmpty else { return rest.isEmpty ? number : nil }
        guard let size = units.first(where: { $0.name == unit })?.size else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: size)
        return overflow ? nil : product
    }

    /// In the largest binary unit that divides it: `1MiB`, `1536KiB`, `1000`.
    package static func format(_ bytes: Int) -> String {
        for (name, size) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] where bytes != 0 && bytes % size == 0 {
            return "\(bytes / size)\(name)"
        }
        return String(bytes)
    }
}
