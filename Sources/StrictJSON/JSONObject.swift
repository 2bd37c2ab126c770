/// The members of a JSON object, in their order, each key once.
///
/// Keys are equal when their UTF-8 bytes are. Equality of objects ignores the order of members. Looking up a key scans
/// small objects and uses an index from 12 members on, so that hostile objects cost no more than their size.
package struct JSONObject: Sendable {
    /// One member: a key and its value.
    package typealias Element = (key: String, value: JSON)

    private static let indexThreshold = 12

    private var members: [Element] = []
    private var index: [MemberKey: Int] = [:]

    package init() {}

    /// Of equal keys the last value wins, at the place of the first.
    package init(_ members: some Sequence<(String, JSON)>) {
        for (key, value) in members {
            self[key] = value
        }
    }

    /// The keys, in order.
    package var keys: [String] {
        members.map(\.key)
    }

    /// The value of a key. Setting a new key appends it, setting nil removes the member (at a cost linear in the size).
    package subscript(key: String) -> JSON? {
        get {
            position(of: key).map { members[$0].value }
        }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?):
                members[position].value = value
            case (nil, let value?):
                appendUnchecked(key, value)
            case (let position?, nil):
                members.remove(at: position)
                rebuildIndex()
            case (nil, nil):
                break
            }
        }
    }

    /// Appends a member, unless its key is there already.
    ///
    /// - Returns: whether the member was appended; if not, nothing has changed.
    package mutating func append(_ key: String, _ value: JSON) -> Bool {
        guard position(of: key) == nil else { return false }
        appendUnchecked(key, value)
        return true
    }

    private func position(of key: String) -> Int? {
        if index.isEmpty {
            members.firstIndex { sameBytes($0.key, key) }
        } else {
            index[MemberKey(text: key)]
        }
    }

    private mutating func appendUnchecked(_ key: String, _ value: JSON) {
        members.append((key, value))
        if !index.isEmpty {
            index[MemberKey(text: key)] = members.count - 1
        } else if members.count == Self.indexThreshold {
            rebuildIndex()
        }
    }

    private mutating func rebuildIndex() {
        index.removeAll()
        guard members.count >= Self.indexThreshold else { return }
        for (position, member) in members.enumerated() {
            index[MemberKey(text: member.key)] = position
        }
    }

    /// A key that compares by bytes.
    private struct MemberKey: Hashable {
        let text: String

        static func == (lhs: MemberKey, rhs: MemberKey) -> Bool {
            sameBytes(lhs.text, rhs.text)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(text)
        }
    }
}

extension JSONObject: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { members.count }

    package subscript(position: Int) -> Element {
        members[position]
    }
}

extension JSONObject: Hashable {
    package static func == (lhs: JSONObject, rhs: JSONObject) -> Bool {
        lhs.count == rhs.count && lhs.members.allSatisfy { rhs[$0.key] == $0.value }
    }

    package func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var memberHasher = Hasher()
            memberHasher.combine(member.key)
            memberHasher.combine(member.value)
            sum &+= memberHasher.finalize()
        }
        hasher.combine(count)
        hasher.combine(sum)
    }
}
