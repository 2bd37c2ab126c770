import ArgumentParser
import Daemon

/// The settings of a daemon that can be said when it is started.
struct ListenOptions: ParsableArguments {
    @Option(name: [.short, .long], help: ArgumentHelp("The port for HTTP; 0 lets the system choose.", valueName: "port"))
    var port: String?

    @Option(help: ArgumentHelp("The address for HTTP.", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The least important messages to log: trace, debug, info, warning, error.", valueName: "level"))
    var logLevel: String?

    func applied(to options: DaemonOptions) -> DaemonOptions {
        var options = options
        for (key, value) in [("http.port", port), ("http.host", host), ("log.level", logLevel)] {
            if let value { options.flags[key] = value }
        }
        return options
    }
}
