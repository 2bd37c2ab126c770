import ControlPlane
import Pulses

/// What tools and resources name a thing by: numbers are pulses, names are recurring ones. One is never taken for the other.
enum Identifier: Hashable, Sendable {
    case pulse(PulseID)
    case schedule(String)

    /// Nil for what is neither.
    init?(_ text: String) {
        if let id = PulseID(decimal: text) {
            self = .pulse(id)
        } else if ScheduleName.isValid(text) {
            self = .schedule(text)
        } else {
            return nil
        }
    }
}

extension PulseID {
    /// Digits alone, without zeros in front.
    init?(decimal text: some StringProtocol) {
        guard let first = text.utf8.first, first != UInt8(ascii: "0"), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int64(text)
        else { return nil }
        self.init(value)
    }
}
