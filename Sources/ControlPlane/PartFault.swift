/// A part of the daemon that keeps it from its work.
package struct PartFault: Hashable, Sendable {
    /// `store`, `engine` or `daemon`.
    package var part: String
    /// What is wrong with it, going on after the part's name.
    package var sentence: String

    package init(part: String, sentence: String) {
        self.part = part
        self.sentence = sentence
    }

    package static let noDaemon = PartFault(part: "daemon", sentence: "does not run; `upbeat start` starts it")
    package static let draining = PartFault(part: "daemon", sentence: "is stopping; it takes up nothing new")
}
