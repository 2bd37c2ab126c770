import Configuration
import Synchronization

/// All layers behind one `ConfigReader`: the first one that has a value gives it.
struct LayeredSettings {
    /// A value as it was written, with its place.
    struct Found: Hashable {
        var texts: [String]
        var origin: SettingOrigin
    }

    private let layers: [SettingsLayer]
    private let reader: ConfigReader
    private let recorder: Recorder

    /// - Parameter layers: the strongest first; never empty.
    init(_ layers: [SettingsLayer]) {
        recorder = Recorder()
        self.layers = layers
        reader = ConfigReader(providers: layers.map(\.provider), accessReporter: recorder)
    }

    func find(_ key: SettingKey) -> Found? {
        let name = ConfigKey(key.components)
        let texts: [String]?
        if key.kind.isList {
            texts = reader.stringArray(forKey: name, isSecret: key.kind.isSecret)
        } else {
            texts = reader.string(forKey: name, isSecret: key.kind.isSecret).map { [$0] }
        }
        guard let texts, let layer = recorder.answered, layers.indices.contains(layer) else { return nil }
        return Found(texts: texts, origin: layers[layer].origin(key))
    }

    /// Remembers which provider answered last: they are asked in order, and the list ends with the one that had the value.
    private final class Recorder: AccessReporter {
        private let last = Mutex<Int?>(nil)

        var answered: Int? { last.withLock { $0 } }

        func report(_ event: AccessEvent) {
            last.withLock { $0 = event.providerResults.count - 1 }
        }
    }
}
