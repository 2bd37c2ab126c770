import Configuration

/// One place that settings come from, and how a value that it gave is named.
struct SettingsLayer {
    var provider: any ConfigProvider
    var origin: (SettingKey) -> SettingOrigin

    /// A layer of texts that are known by dotted names.
    init(name: String, values: [String: [String]], origin: @escaping (SettingKey) -> SettingOrigin) {
        var contents: [AbsoluteConfigKey: ConfigValue] = [:]
        for key in SettingKey.all {
            guard let texts = values[key.name] else { continue }
            let content: ConfigContent = key.kind.isList ? .stringArray(texts) : .string(texts.first ?? "")
            contents[AbsoluteConfigKey(key.components)] = ConfigValue(content, isSecret: key.kind.isSecret)
        }
        provider = InMemoryProvider(name: name, values: contents)
        self.origin = origin
    }

    init(provider: any ConfigProvider, origin: @escaping (SettingKey) -> SettingOrigin) {
        self.provider = provider
        self.origin = origin
    }
}
