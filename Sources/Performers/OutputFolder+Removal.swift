import Foundation
package import Pulses

extension OutputFolder {
    /// Removes what pulses wrote, whichever attempts there were. What is not there, or cannot be removed, is passed over.
    package func remove(_ pulses: [PulseID]) {
        let manager = FileManager.default
        for (number, group) in Dictionary(grouping: pulses, by: { $0.value / 1000 }) {
            let folder = "\(path)/\(number)"
            guard let names = try? manager.contentsOfDirectory(atPath: folder) else { continue }
            let wanted = Set(group.map { String($0.value) })
            for name in names where wanted.contains(String(name.prefix { $0 != "-" })) { unlink("\(folder)/\(name)") }
            // Goes only where it is empty.
            rmdir(folder)
        }
    }
}
