import ControlPlane
import HTTPAPI
import StrictJSON
import Testing
import WireModel

@Suite struct ReadinessRoutesTests {
    @Test("who can work says so, to anybody")
    func ready() async throws {
        let answer = await House(readiness: { [] }).tcp("GET", "/readyz", token: nil)
        #expect(answer.status == 200)
        #expect(try ReadinessResponse(answer.json, unknown: .refuse) == ReadinessResponse())
        #expect(await House(readiness: { [] }).tcp("HEAD", "/readyz", token: nil).status == 200)
    }

    @Test("who cannot names the parts and the reason")
    func notReady() async throws {
        let faults = [PartFault(part: "engine", sentence: "hangs"), PartFault(part: "store", sentence: "is full")]
        let answer = await House(readiness: { faults }).tcp("GET", "/readyz", token: nil)
        #expect(answer.status == 503 && answer.problem == "not-ready" && answer.header("Retry-After") == "1")
        let problem = try Problem(answer.json, unknown: .refuse)
        #expect(problem.detail == "the engine hangs; the store is full")
        #expect(problem.errors == faults.map { Problem.Field(pointer: $0.part, detail: $0.sentence) })
    }

    @Test("without a daemon nobody is ready")
    func noDaemon() async {
        let answer = await House(readiness: nil).local("GET", "/readyz")
        #expect(answer.status == 503 && answer.text.contains("upbeat start"))
    }
}
