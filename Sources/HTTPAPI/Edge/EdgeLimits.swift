/// How long and how large a connection may be in each of its parts. What is over them is answered 4xx, or closed.
package struct EdgeLimits: Hashable, Sendable {
    /// Bytes of a request line and its header fields.
    package var headBytes = 16 << 10
    /// Header fields of a request, trailers included.
    package var fields = 100
    /// Bytes that may come without anything that comes of them: blanks, extensions of chunks.
    package var idleBytes = 32 << 10
    /// From the first byte of a request, or the beginning of a connection, to the end of the head.
    package var headTime = Duration.seconds(10)
    /// From the end of the head to the end of the body.
    package var bodyTime = Duration.seconds(30)
    /// How long an answer may wait for its reader, who has to take ``leastRead`` bytes of it meanwhile.
    package var writeTime = Duration.seconds(30)
    package var leastRead = 32 << 10
    /// How long a connection whose last answer is out waits for the other side to close it.
    package var closeTime = Duration.seconds(2)
    /// Who sends a head for longer than this may have to go when others want to come in.
    package var headPatience = Duration.seconds(1)

    package init() {}
}
