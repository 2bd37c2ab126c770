import StrictJSON

extension Problem.Field {
    /// What is wrong with a time, duration, schedule or zone: its members stand beside `pointer` and `detail`.
    package struct Cause: Hashable, Sendable {
        /// `step_too_large`, `unknown_zone`, ...
        package var code: String
        /// Without the hint.
        package var message: String
        /// The part that is wrong.
        package var value: String
        /// `minute`, `day_of_week`, `zone`, ...; nil where it is no part's fault.
        package var field: String?
        /// Where `value` begins in what was given: characters from 1. Nil where the whole is meant.
        package var column: Int64?
        package var length: Int64?
        /// What was probably meant, or what to write instead.
        package var hint: String?

        package init(
            code: String, message: String, value: String, field: String? = nil, column: Int64? = nil, length: Int64? = nil,
            hint: String? = nil
        ) {
            self.code = code
            self.message = message
            self.value = value
            self.field = field
            self.column = column
            self.length = length
            self.hint = hint
        }

        /// Nil where there is no code.
        init?(reading reader: inout JSONReader) {
            let code = reader.optional("code", as: .string)
            let message = reader.optional("message", as: .string)
            let value = reader.optional("value", as: .string)
            let field = reader.optional("field", as: .string)
            let column = reader.optional("column", as: .integer)
            let length = reader.optional("length", as: .integer)
            let hint = reader.optional("hint", as: .string)
            guard let code else { return nil }
            self.init(
                code: code, message: message ?? "", value: value ?? "", field: field, column: column, length: length, hint: hint)
        }

        func write(to object: inout JSONObject) {
            object["code"] = .string(code)
            object["message"] = .string(message)
            object["value"] = .string(value)
            object["field"] = field.map(JSON.string)
            object["column"] = column.map(JSON.integer)
            object["length"] = length.map(JSON.integer)
            object["hint"] = hint.map(JSON.string)
        }
    }
}
