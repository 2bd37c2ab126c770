/// What is wrong with one field of a JSON document.
package struct JSONFieldError: Error, Hashable, Sendable, CustomStringConvertible {
    /// RFC 6901 JSON pointer from the root of the document; empty for the document itself.
    package let pointer: String
    /// What is wrong and what is allowed, without the pointer.
    package let message: String

    package init(pointer: String, message: String) {
        self.pointer = pointer
        self.message = message
    }

    package var description: String {
        pointer.isEmpty ? message : "\(pointer): \(message)"
    }

    /// A pointer one level deeper; `~` and `/` of the key are escaped (RFC 6901 section 3).
    package static func pointer(_ parent: String, _ key: String) -> String {
        var pointer = parent + "/"
        for scalar in key.unicodeScalars {
            switch scalar {
            case "~": pointer += "~0"
            case "/": pointer += "~1"
            default: pointer.unicodeScalars.append(scalar)
            }
        }
        return pointer
    }
}

/// All that is wrong with a document; never empty.
package struct JSONFieldErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// In the order in which the fields were read; unknown fields last.
    package let errors: [JSONFieldError]

    package init(_ errors: [JSONFieldError]) {
        self.errors = errors
    }

    package var description: String {
        errors.map(\.description).joined(separator: "; ")
    }
}
