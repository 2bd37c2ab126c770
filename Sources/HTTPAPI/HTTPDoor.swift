package import ControlPlane
import Hummingbird
package import Logging
import MCPServer
package import ServiceLifecycle

/// The HTTP door: one set of routes, answered on TCP, on the user's socket, and in this process.
package struct HTTPDoor: Sendable {
    private let plane: ControlPlane
    private let settings: DoorSettings
    private let logger: Logger
    private let routes: RouterResponder<DoorContext>
    private let admission: Admission
    private let certificate: ServerCertificate?
    /// The paths as the routes name them, and the methods of each.
    package let paths: [(path: String, methods: [String])]

    /// - Parameters:
    ///   - certificate: for listeners over TLS.
    ///   - streams: shared by the doors that follow each other.
    package init(
        plane: ControlPlane, settings: DoorSettings = DoorSettings(), logger: Logger, certificate: ServerCertificate? = nil,
        streams: OpenStreams = OpenStreams()
    ) {
        self.plane = plane
        self.settings = settings
        self.logger = logger
        let body = BodyReader(limit: settings.bodyLimit)
        let routes = Routes(answers: KeptAnswers(plane: plane, body: body))
        admission = Admission(settings: settings, plane: plane)
        ReeveRoutes(plane: plane, body: body).add(to: routes)
        PulseRoutes(plane: plane, body: body).add(to: routes)
        PipelineRoutes(plane: plane, body: body).add(to: routes)
        OutputRoutes(plane: plane, streams: streams, streamLimit: settings.streamLimit).add(to: routes)
        AttemptRoutes(plane: plane, body: body).add(to: routes)
        ScheduleRoutes(plane: plane, body: body).add(to: routes)
        ApprovalRoutes(plane: plane, body: body).add(to: routes)
        AgentRoutes(plane: plane).add(to: routes)
        EverythingRoutes(plane: plane, body: body, streams: streams, streamLimit: settings.streamLimit).add(to: routes)
        PoolRoutes(plane: plane).add(to: routes)
        StatusRoutes(plane: plane).add(to: routes)
        TokenRoutes(plane: plane, body: body).add(to: routes)
        ReloadRoutes(plane: plane, body: body).add(to: routes)
        ReadinessRoutes(plane: plane).add(to: routes)
        DescriptionRoutes().add(to: routes)
        MetricsRoutes(plane: plane).add(to: routes)
        let mcp = MCPServer(plane, info: MCPInfo(version: plane.facts.version))
        MCPRoutes(server: mcp, streams: streams, streamLimit: settings.streamLimit).add(to: routes)
        HookRoutes(plane: plane, body: body, admission: admission, logger: logger).add(to: routes)
        paths = routes.table.all
        self.routes = routes.responder()
        self.certificate = certificate
    }

    /// Listens at an address until it is told to stop; then takes nothing new and ends once what it has is answered.
    ///
    /// - Parameters:
    ///   - onListening: called once, with the real port, as soon as connections are taken.
    ///   - successor: the door that answers a request which comes in now; this one where there is none. Its certificate is shown, if it has
    ///     one. Limits of connections stay those of this door.
    /// - Returns: a service whose `run()` throws ``ListenError`` where the address cannot be had.
    package func service(
        at address: ListenAddress, onListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in },
        successor: @escaping @Sendable () -> HTTPDoor? = { nil }
    ) -> any Service {
        ListenService(
            address: address, responder: { (successor() ?? self).responder(for: address.entry) }, settings: settings, logger: logger,
            onListening: onListening, certificate: { address.isSecure ? successor()?.certificate ?? certificate : nil })
    }

    /// The description of all routes: OpenAPI 3.1 as JSON.
    package static var description: String { OpenAPIDocument.text }

    /// The responder of one entry.
    package func responder(for entry: Entry) -> DoorResponder {
        DoorResponder(
            entry: entry, routes: routes, admission: admission, logger: logger, measures: plane.measures, admitPerson: plane.admitPerson)
    }

    /// Answers a request that came over no connection, by the same routes.
    ///
    /// - Parameters:
    ///   - entry: a test may come in by another one.
    ///   - place: see ``DoorContext/Place/name``.
    package func respond(
        method: String, path: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        entry: Entry = .inProcess, place: String = ""
    ) async -> InProcessAnswer {
        var context = DoorContext(logger: logger)
        context.place = .named(place)
        return await InProcessAnswer.of(
            responder(for: entry), context, method: method, path: path, headers: headers, body: body)
    }
}
