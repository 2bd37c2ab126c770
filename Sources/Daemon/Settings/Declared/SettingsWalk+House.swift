import ControlPlane
import Pulses
import Recurrence
import Yams

extension SettingsWalk {
    /// `maintenance:` a list of windows in which nothing starts; or a map of such a list and a zone.
    mutating func walkMaintenance(_ node: Node) {
        if node.isNothing { return }
        var windows = node
        if case .mapping(let mapping) = node {
            var reader = NodeReader(
                node, file: file, path: "maintenance", line: node.line, known: ["windows", "zone"], expected: "a list of windows")
            let zone = reader.text("zone", expected: SettingKind.zone.expectation)
            content.issues += reader.issues
            if let zone { takeMaintenanceZone(zone, line: reader.lines["zone"] ?? node.line) }
            guard let list = mapping["windows"] else { return }
            windows = list
        }
        let items: [Node]
        if case .sequence(let sequence) = windows { items = Array(sequence) } else { items = [windows] }
        for item in items {
            guard let text = item.text else {
                issue(item, "maintenance", expected: "a window, such as \"sun 02:00-04:00\"", value: item.shown)
                continue
            }
            do throws(TimeError) {
                content.maintenance.append(try Window(parsing: text))
            } catch {
                content.issues.append(
                    SettingsIssue(.file(file, line: item.line), key: "maintenance", saying: error.message, hint: error.hint))
            }
        }
    }

    private mutating func takeMaintenanceZone(_ name: String, line: Int) {
        do throws(TimeError) {
            content.maintenanceZone = try zones.zone(named: name).identifier
        } catch {
            content.issues.append(
                SettingsIssue(.file(file, line: line), key: "maintenance.zone", saying: error.message, hint: error.hint))
        }
    }

    /// `agents:` names with what each may do.
    mutating func walkAgents(_ node: Node) {
        eachName(of: node, below: "agents", expected: "names with agents below them") { walk, name, node, line in
            walk.walkAgent(name, node, line: line)
        }
    }

    private mutating func walkAgent(_ name: String, _ node: Node, line: Int) {
        let origin = SettingOrigin.file(file, line: line)
        guard ScheduleName.isValid(name) else { return refuseName(name, of: "an agent", below: "agents", origin) }
        var decoder = AgentDecoder(name: name, zones: zones)
        let agent = decoder.decode(node, file: file, path: path, line: line)
        content.issues += decoder.issues
        if let agent { content.take(FileContent.DeclaredAgent(agent: agent, origin: origin)) }
    }
}
