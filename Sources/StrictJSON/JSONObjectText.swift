/// The text of one JSON object, written member by member, where a tree of values would only be made to be written.
///
/// The caller gives each key once.
package struct JSONObjectText {
    private var bytes: [UInt8]

    package init() {
        bytes = []
        bytes.reserveCapacity(256)
        bytes.append(UInt8(ascii: "{"))
    }

    package mutating func add(_ key: StaticString, _ text: String) {
        begin(key)
        JSON.append(text, to: &bytes)
    }

    package mutating func add(_ key: StaticString, _ number: Int64) {
        begin(key)
        JSON.append(number, to: &bytes)
    }

    package mutating func add(_ key: StaticString, _ texts: [String]) {
        list(key, texts) { JSON.append($0, to: &$1) }
    }

    package mutating func add(_ key: StaticString, _ numbers: [Int64]) {
        list(key, numbers) { JSON.append($0, to: &$1) }
    }

    /// A value of any kind.
    package mutating func add(_ key: StaticString, _ value: JSON) {
        begin(key)
        value.appendBytes(to: &bytes)
    }

    /// The finished text.
    package consuming func finish() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private mutating func begin(_ key: StaticString) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func list<Element>(_ key: StaticString, _ elements: [Element], _ write: (Element, inout [UInt8]) -> Void) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(element, &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}
