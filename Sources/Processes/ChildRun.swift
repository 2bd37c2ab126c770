import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One run from its spawn to its end.
struct ChildRun: Sendable {
    let spec: ChildSpec
    let control: RunControl
    let watcher: Watcher
    let pipes: ChildPipes

    init(spec: ChildSpec, control: RunControl) throws(SpawnFailure) {
        self.spec = spec
        self.control = control
        switch Watcher.shared {
        case .success(let shared): watcher = shared
        case .failure(let failure): throw .systemLimit(failure.text)
        }
        pipes = try ChildPipes(spec: spec, watcher: watcher)
    }

    func perform(answer: Answer<ChildEnd>, started: @escaping @Sendable (ProcessIdentity) async -> Void) async {
        if let request = control.request {
            pipes.closeChildEnds()
            _ = pipes.finish()
            return answer.give(.unstarted(.notStarted, reason: request.reason))
        }
        var end = ChildEnd.unstarted(.notStarted)
        do {
            let result = try await Subprocess.run(
                configuration,
                input: .fileDescriptor(FileDescriptor(rawValue: pipes.childInput), closeAfterSpawningProcess: true),
                output: .fileDescriptor(FileDescriptor(rawValue: pipes.childOutput), closeAfterSpawningProcess: true),
                error: .fileDescriptor(FileDescriptor(rawValue: pipes.childError), closeAfterSpawningProcess: true)
            ) { execution in
                end.startedAt = .now
                async let recorded: Void = started(identity(of: execution.processIdentifier.value))
                await follow(execution.processIdentifier, into: &end)
                await recorded
                if end.leaderEndedAt == nil { answer.give(end) }
            }
            end.how =
                switch result.terminationStatus {
                case .exited(let code): .exited(code)
                case .signaled(let number): .signalled(number)
                }
        } catch  where end.startedAt == nil {
            _ = pipes.finish()
            end.how = .couldNotStart(SpawnFailure(error, spec: spec))
        } catch {
            end.how = .unknown("The end of the process could not be read: \(error)")
            end.treeGone = false
        }
        answer.give(end)
    }

    private var configuration: Configuration {
        var options = PlatformOptions()
        options.processGroupID = 0
        return Configuration(
            executable: .path(FilePath(spec.executable)), arguments: Arguments(spec.arguments),
            environment: .custom(Dictionary(uniqueKeysWithValues: spec.environment.map { (Environment.Key(stringLiteral: $0), $1) })),
            workingDirectory: FilePath(spec.workingDirectory), platformOptions: options)
    }

    private func identity(of leader: pid_t) -> ProcessIdentity {
        ProcessIdentity(pid: leader, startTicks: ProcessStat.read(pid: leader)?.startTicks ?? 0, processGroup: leader)
    }

    /// Watches the leader, ends the tree, and drains the output. When it returns the library reaps the leader.
    ///
    /// The library reaps only after this has returned, so until then the leader, dead or alive, holds its number, and with it the
    /// group's: neither can have been given to anyone else at any moment when we signal them.
    private func follow(_ leader: ProcessIdentifier, into end: inout ChildEnd) async {
        let startedAt = end.startedAt ?? .now
        let watch = LeaderWatch(leader, control: control, watcher: watcher)
        defer { watch.stop() }
        do {
            try pipes.start()
        } catch {
            // Output that is not read would block the child; what is in the pipe at the end is still taken.
            end.standardOutput.error = error.text
        }
        let deadline = spec.timeout.map { startedAt + $0 }
        while control.leaderEndedAt == nil, control.request == nil {
            await watch.wait(until: deadline)
            if let deadline, deadline <= .now, control.leaderEndedAt == nil { control.end(reason: .timedOut, grace: spec.grace) }
        }
        var tree = RunTree(leader: leader.value, marker: spec.environment[RunMarker.variable])
        if control.request == nil, await tree.isQuietlyGone(since: startedAt) {
            end.treeGone = true
        } else {
            let killAt = ContinuousClock.now + spec.grace
            end.treeGone = await TreeEnding(
                look: { await tree.look() }, signal: { tree.signal($0, $1) }, killAt: { control.request?.killAt ?? killAt }
            ).perform(control: control, watcher: watcher)
            // A leader that died a moment ago may not have been noticed yet.
            let patience = ContinuousClock.now + .milliseconds(end.treeGone ? 500 : 0)
            while control.leaderEndedAt == nil, .now < patience { await watch.wait(until: patience) }
        }
        end.leaderEndedAt = control.leaderEndedAt
        end.endReason = control.endReason
        if end.leaderEndedAt == nil {
            end.treeGone = false
            end.how = .unknown("Process \(leader.value) did not end after SIGKILL; it may hang in the system.")
        }
        let trouble = end.standardOutput.error
        (end.standardOutput, end.standardError) = pipes.finish()
        end.standardOutput.error = trouble ?? end.standardOutput.error
    }
}
