/// What is to happen, soonest first; what is to happen at the same time, in the order in which it was put in.
struct Timeline<Happening> {
    private struct Entry {
        var at: Int64
        var number: Int
        var happening: Happening

        func precedes(_ other: Entry) -> Bool { at < other.at || at == other.at && number < other.number }
    }

    private var heap: [Entry] = []
    private var count = 0

    var isEmpty: Bool { heap.isEmpty }

    mutating func put(_ happening: Happening, at: Int64) {
        count += 1
        heap.append(Entry(at: at, number: count, happening: happening))
        var index = heap.count - 1
        while index > 0, heap[index].precedes(heap[(index - 1) / 2]) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func take() -> (at: Int64, happening: Happening)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.at, first.happening)
    }

    private mutating func sink() {
        var index = 0
        while true {
            let left = index * 2 + 1
            guard left < heap.count else { return }
            let right = left + 1
            let child = right < heap.count && heap[right].precedes(heap[left]) ? right : left
            guard heap[child].precedes(heap[index]) else { return }
            heap.swapAt(child, index)
            index = child
        }
    }
}
