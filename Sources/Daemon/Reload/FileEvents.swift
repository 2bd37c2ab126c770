import Dispatch
import Foundation
import Synchronization

/// What the system tells of changes in folders: inotify(7) on Linux, kqueue elsewhere.
final class FileEvents: Sendable {
    enum Kind: Sendable {
        /// Files that were written, made, moved or removed.
        case changes
        /// Files that were moved away or removed.
        case removals
    }

    private let kind: Kind
    private let told: @Sendable (String) -> Void

    #if os(Linux)
        private let descriptor: Int32
        /// Only made and cancelled.
        nonisolated(unsafe) private let source: any DispatchSourceRead
        private let folders = Mutex<[Int32: String]>([:])

        /// - Parameter told: called with the path of something that has changed in a folder that is watched.
        init(_ kind: Kind, told: @escaping @Sendable (String) -> Void) throws(SystemFailure) {
            self.kind = kind
            self.told = told
            descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
            guard descriptor >= 0 else { throw .last }
            let made = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: DispatchQueue(label: "upbeat.files"))
            source = made
            made.setEventHandler { [weak self] in self?.read() }
            let open = descriptor
            made.setCancelHandler { close(open) }
            made.resume()
        }

        deinit { source.cancel() }

        /// Watches what happens in a folder; a second time changes nothing.
        func watch(_ folder: String) throws(SystemFailure) {
            var mask = UInt32(IN_MOVED_FROM) | UInt32(IN_DELETE)
            if kind == .changes { mask |= UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO) | UInt32(IN_CREATE) }
            let number = inotify_add_watch(descriptor, folder, mask | UInt32(IN_ONLYDIR))
            guard number >= 0 else { throw .last }
            folders.withLock { $0[number] = folder }
        }

        private func read() {
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while true {
                let count = Foundation.read(descriptor, &buffer, buffer.count)
                guard count > 0 else { return }
                var offset = 0
                let head = MemoryLayout<inotify_event>.size
                while offset + head <= count {
                    let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self) }
                    let name = buffer[(offset + head)..<(offset + head + Int(event.len))].prefix { $0 != 0 }
                    offset += head + Int(event.len)
                    guard let folder = folders.withLock({ $0[event.wd] }) else { continue }
                    let path = folder + "/" + String(decoding: name, as: UTF8.self)
                    // A file that was just made is told of again when it has been written; a folder or a link is whole.
                    let isMade = event.mask & UInt32(IN_CREATE) != 0
                    if isMade, (try? FileFacts.of(path, followLinks: false))??.kind == .file { continue }
                    told(path)
                }
            }
        }
    #else
        /// Guarded by `lock`.
        nonisolated(unsafe) private var sources: [String: any DispatchSourceFileSystemObject] = [:]
        private let lock = Mutex(())

        init(_ kind: Kind, told: @escaping @Sendable (String) -> Void) throws(SystemFailure) {
            self.kind = kind
            self.told = told
        }

        deinit { for source in sources.values { source.cancel() } }

        /// Watches a folder and the files in it; what is new in it by the next call.
        func watch(_ folder: String) throws(SystemFailure) {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            try add(folder, tellsOf: folder)
            for name in names where name.hasSuffix(".yaml") || name == ".env" || name.hasSuffix(".sock") || name == "s" {
                try? add(folder + "/" + name, tellsOf: folder + "/" + name)
            }
        }

        private func add(_ path: String, tellsOf name: String) throws(SystemFailure) {
            let descriptor = open(path, O_EVTONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .last }
            let source = DispatchSource.makeFileSystemObjectSource(
                fileDescriptor: descriptor, eventMask: [.write, .extend, .rename, .delete], queue: DispatchQueue(label: "upbeat.files"))
            source.setEventHandler { [told] in told(name) }
            source.setCancelHandler { close(descriptor) }
            source.resume()
            lock.withLock { _ in sources.updateValue(source, forKey: path) }?.cancel()
        }
    #endif
}
