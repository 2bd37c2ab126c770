import Testing

@testable import Daemon

struct ServiceUnitTests {
    static let user = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/upbeat.service\n"

    @Test("a unit of the machine and one of the user") func units() {
        let system = ServiceUnit(
            environment: ["INVOCATION_ID": "abc", "SYSTEMD_EXEC_PID": "7"], controlGroups: "0::/system.slice/upbeat.service\n", pid: 7)
        #expect(system?.command("restart") == "systemctl restart upbeat.service")
        let user = ServiceUnit(environment: ["INVOCATION_ID": "abc", "SYSTEMD_EXEC_PID": "7"], controlGroups: Self.user, pid: 7)
        #expect(user?.command("restart") == "systemctl --user restart upbeat.service")
        let old = "12:pids:/system.slice/beat.service\n1:name=systemd:/system.slice/beat.service\n0::/\n"
        let former = ServiceUnit(
            environment: ["INVOCATION_ID": "abc", "NOTIFY_SOCKET": "/run/systemd/notify"], controlGroups: old, pid: 7)
        #expect(former == ServiceUnit(isOfUser: false, unit: "beat.service"))
    }

    @Test("a shell in a service hands its variables on, and makes no service of what is started in it") func shells() {
        #expect(ServiceUnit(environment: ["INVOCATION_ID": "abc", "SYSTEMD_EXEC_PID": "6"], controlGroups: Self.user, pid: 7) == nil)
        #expect(ServiceUnit(environment: ["INVOCATION_ID": "abc"], controlGroups: Self.user, pid: 7) == nil)
        #expect(ServiceUnit(environment: ["NOTIFY_SOCKET": "/s/start.sock"], controlGroups: Self.user, pid: 7) == nil)
        let terminal = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn-1.scope\n"
        #expect(
            ServiceUnit(environment: ["INVOCATION_ID": "abc", "SYSTEMD_EXEC_PID": "7"], controlGroups: terminal, pid: 7) == nil)
        #expect(ServiceUnit(environment: ["INVOCATION_ID": "abc", "SYSTEMD_EXEC_PID": "7"], controlGroups: "", pid: 7) == nil)
    }
}
