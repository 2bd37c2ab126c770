/// The word of a list that was probably meant: the closest one, if it is close enough to be worth a question.
///
/// Close enough is at most 2 edits or a third of the length, whichever is more, and 1 edit for words of up to 3
/// characters. An edit is an insertion, a deletion, a substitution or a swap of neighbours (optimal string alignment);
/// upper and lower case count as the same. Of equally close words the first in the list is taken. Words of more than 64
/// characters have no neighbour, so the work is bounded.
package func nearest(_ word: String, in candidates: [String]) -> String? {
    let length = word.unicodeScalars.prefix(65).count
    guard length > 0, length <= 64 else { return nil }
    let wanted = Array(word.lowercased().unicodeScalars)
    var best: (candidate: String, distance: Int)?
    let limit = wanted.count <= 3 ? 1 : max(2, wanted.count / 3)
    for candidate in candidates {
        let scalars = Array(candidate.lowercased().unicodeScalars)
        guard abs(scalars.count - wanted.count) <= limit else { continue }
        let distance = editDistance(wanted, scalars)
        if distance <= limit, distance < best?.distance ?? .max {
            best = (candidate, distance)
        }
    }
    return best?.candidate
}

private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
        var current = [row + 1]
        for column in 0..<right.count {
            let substitution = last[column] + (left[row] == right[column] ? 0 : 1)
            var cost = min(last[column + 1] + 1, current[column] + 1, substitution)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                cost = min(cost, beforeLast[column - 1] + 1)
            }
            current.append(cost)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
