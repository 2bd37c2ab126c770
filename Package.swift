// swift-tools-version: 6.2
import PackageDescription

// The house: one folder of Sources/ is one target and answers one question (ARCHITECTURE.md has the table).
// Tests/ArchitectureTests holds every import line against that table.

let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
let settings = common + [.enableUpcomingFeature("MemberImportVisibility")]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func room(_ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = settings) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "upbeat",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "upbeat", targets: ["upbeat"]),
        .library(name: "Recurrence", targets: ["Recurrence"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    ],
    targets: [
        room("Recurrence"),
        room("StrictJSON"),
        room("Pulses", ["Recurrence", "StrictJSON"]),
        room("Engine", ["Pulses", "Recurrence", logging, lifecycle]),
        room("SQLiteStore", ["Pulses", "Recurrence", "StrictJSON", grdb, sqlite]),
        room("Processes", [subprocess, systemPackage]),
        room("Outbound", [httpClient, nioCore, nioHTTP1, nioSSL, crypto]),
        room("Performers", ["Pulses", "Recurrence", "Processes", "Outbound", "StrictJSON", logging]),
        room("ControlPlane", ["Pulses", "Recurrence", "StrictJSON", crypto, mustache]),
        room("MCPServer", ["ControlPlane", "Pulses", "Recurrence", "StrictJSON"]),
        room("WireModel", ["StrictJSON"]),
        room(
            "HTTPAPI",
            [
                "ControlPlane", "MCPServer", "Pulses", "Recurrence", "WireModel", "StrictJSON", logging, lifecycle, hummingbird,
                hummingbirdCore, nioCore, nioHTTP1, nioPosix, nioSSL, httpTypes,
            ]),
        room("Client", ["WireModel", "StrictJSON", httpClient, nioCore, nioHTTP1]),
        room(
            "Daemon",
            [
                "Recurrence", "StrictJSON", "Pulses", "Engine", "SQLiteStore", "Processes", "Outbound", "Performers",
                "ControlPlane", "WireModel", "HTTPAPI", "MCPServer", "Client", configuration, yams, crypto, logging, lifecycle, unixSignals,
            ],
            // Where Dispatch and the C library both come in, members of C's structs (stat, timespec) are taken for those of whichever
            // the compiler met first, and no import makes them visible.
            common),
        room("Commands", ["Client", "WireModel", "StrictJSON", "Recurrence", "Daemon", argumentParser, logging]),
        .executableTarget(name: "upbeat", dependencies: ["Commands"], swiftSettings: settings),
        room("TestSupport", ["Pulses", "Recurrence"]),

        tests("Architecture"),
        tests("StrictJSON", ["StrictJSON"]),
        tests("Recurrence", ["Recurrence"]),
        tests("Pulses", ["Pulses", "Recurrence", "StrictJSON"]),
        tests("TestSupport", ["TestSupport", "Pulses", "Recurrence"]),
        tests("Engine", ["Engine", "Pulses", "Recurrence", "TestSupport", logging]),
        tests("Simulation", ["Engine", "Pulses", "Recurrence", "StrictJSON", "TestSupport"]),
        tests("SQLiteStore", ["SQLiteStore", "Pulses", "Recurrence", "StrictJSON", "TestSupport", grdb]),
        tests("Processes", ["Processes"]),
        tests("Outbound", ["Outbound", nioCore, nioPosix, nioHTTP1, nioSSL]),
        tests("Performers", ["Performers", "Processes", "Outbound", "Pulses", "Recurrence", "StrictJSON", "TestSupport"]),
        tests("WireModel", ["WireModel", "StrictJSON"]),
        tests("ControlPlane", ["ControlPlane", "Pulses", "Recurrence", "StrictJSON", "TestSupport", crypto]),
        tests(
            "HTTPAPI",
            ["HTTPAPI", "ControlPlane", "Pulses", "Recurrence", "WireModel", "StrictJSON", "TestSupport", lifecycle, logging, crypto]),
        tests("MCPServer", ["MCPServer", "ControlPlane", "Pulses", "Recurrence", "StrictJSON", "TestSupport"]),
        tests("Client", ["Client", "WireModel", "StrictJSON"]),
        tests(
            "Daemon",
            [
                "Daemon", "Engine", "SQLiteStore", "ControlPlane", "Performers", "Processes", "Pulses", "Recurrence", "StrictJSON",
                "TestSupport", logging,
            ]),
        tests("Commands", ["Commands", "Client", "WireModel", "StrictJSON", "Recurrence", "Daemon", "Processes"]),
        tests("EndToEnd", ["upbeat", "TestSupport", "Pulses", "Recurrence", "StrictJSON"]),
    ],
    swiftLanguageModes: [.v6]
)

// Users do not build the benchmarks: `make bench` asks for them. They see `package` declarations.
if Context.environment["UPBEAT_BENCHMARKS"] != nil {
    package.targets += [
        .target(name: "Bare", path: "Benchmarks/Bare", linkerSettings: [.linkedLibrary("sqlite3")]),
        .executableTarget(name: "upbeat-hello", dependencies: [hummingbird], path: "Benchmarks/Hello", swiftSettings: settings),
        .executableTarget(
            name: "upbeat-bench",
            dependencies: ["Bare", "Engine", "Performers", "Processes", "Pulses", "Recurrence", "SQLiteStore", "StrictJSON", logging],
            path: "Benchmarks/Bench", swiftSettings: settings),
        .executableTarget(
            name: "upbeat-recurrence-bench", dependencies: ["Recurrence"], path: "Benchmarks/Recurrence",
            exclude: ["requirements.txt", "run.py"], swiftSettings: settings),
    ]
}
