import Client
import WireModel

extension Watchdog.Probe {
    /// Asks the daemon's own Unix socket for `/healthz`, as another program would: a new connection, and the answer 200.
    static func http(socket: String) -> Watchdog.Probe {
        Watchdog.Probe(name: "HTTP") {
            let transport = SocketTransport(path: socket)
            let answer: Result<ClientResponse, ClientError>
            do throws(ClientError) {
                answer = .success(try await transport.send(ClientRequest(method: "GET", path: WirePath.health)))
            } catch {
                answer = .failure(error)
            }
            await transport.close()
            let status = try answer.get().status
            guard status == 200 else { throw UnhealthyAnswer(status: status) }
        }
    }

    private struct UnhealthyAnswer: Error, CustomStringConvertible {
        var status: Int
        var description: String { "GET \(WirePath.health) was answered with status \(status)" }
    }
}
