package import StrictJSON

/// A merge patch (RFC 7396).
package enum MergePatch {
    /// The patch with those of its fields whose objects are merged with what there is: `env` and `webhook`.
    static func inside(_ patch: JSON, of current: JSON) -> JSON {
        guard var object = patch.objectValue else { return patch }
        for name in ["env", "webhook"] where object[name]?.objectValue != nil {
            object[name] = object[name].map { apply($0, to: current[name]) }
        }
        return .object(object)
    }

    /// The target with the patch applied: what is null is taken away, objects are merged, all else replaces what there is.
    package static func apply(_ patch: JSON, to target: JSON?) -> JSON {
        guard let changes = patch.objectValue else { return patch }
        var object = target?.objectValue ?? JSONObject()
        for (name, value) in changes {
            let merged: JSON? = value == .null ? Optional.none : apply(value, to: object[name])
            object[name] = merged
        }
        return .object(object)
    }
}
