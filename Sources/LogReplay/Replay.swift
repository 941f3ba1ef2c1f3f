// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Holds logs against a configuration, or two.
package struct Replay: Sendable {
    package var configuration: ReplayConfiguration
    package var other: ReplayConfiguration?

    /// Files; `-` is standard input.
    package var paths: [String]
    /// The columns of logs whose lines are not JSON and that do not name them.
    package var layout = LineLayout.realTime
    /// Whether `-` in the place of cookies means that the visitor sent none, rather than that they are not logged.
    package var dashMeansNoCookies = false
    package var workers = 1
    /// How many bytes a worker takes at a time.
    package var chunkSize = 1 << 20

    /// Told now and then how many bytes are read.
    package var onProgress: (@Sendable (Int) -> Void)?

    package init(_ configuration: ReplayConfiguration, paths: [String]) {
        self.configuration = configuration
        self.paths = paths
    }

    /// Of a log, in bytes; 0 where that cannot be known; nil for what is not there, or is a directory.
    package static func size(of path: String) -> Int? { LogFile.size(of: path) }

    /// The logs, which workers take turns to read.
    private final class Input: Sendable {
        private let source: Mutex<LogSource>
        private let onProgress: (@Sendable (Int) -> Void)?

        init(_ replay: Replay) {
            source = Mutex(LogSource(replay.paths, fallback: replay.layout, chunkSize: replay.chunkSize))
            onProgress = replay.onProgress
        }

        func chunk(into room: inout [UInt8]) -> LogChunk? {
            source.withLock { source in
                let chunk = source.chunk(into: &room)
                onProgress?(source.position)
                return chunk
            }
        }

        var troubles: [ReplayCounts.FileTrouble] { source.withLock { $0.troubles } }
    }

    /// Reads all logs to their ends. The counts do not depend on the number of workers or the size of chunks.
    package func run() async -> ReplayCounts {
        let input = Input(self)
        var counts = ReplayCounts()
        await withTaskGroup(of: ReplayCounts.self) { group in
            for _ in 0..<max(workers, 1) {
                group.addTask { work(input) }
            }
            for await part in group { counts.merge(part) }
        }
        if other != nil, counts.comparison == nil { counts.comparison = Comparison() }
        counts.troubles = input.troubles
        return counts
    }

    private func work(_ input: Input) -> ReplayCounts {
        var worker = ReplayWorker(self)
        var room = [UInt8](repeating: 0, count: chunkSize)
        while let chunk = input.chunk(into: &room) {
            worker.take(chunk, room)
        }
        return worker.finish()
    }
}

/// One of those that share the work. It shares nothing else.
private struct ReplayWorker: ~Copyable {
    private var parser: LineParser
    private var judge: Judge
    /// Holds requests against the other configuration, if there is one.
    private var otherJudge: Judge
    private let isComparing: Bool
    private var counts = ReplayCounts()
    private var comparison = Comparison()

    init(_ replay: Replay) {
        parser = LineParser(dashMeansNoCookies: replay.dashMeansNoCookies)
        judge = Judge(replay.configuration)
        otherJudge = Judge(replay.other ?? replay.configuration)
        isComparing = replay.other != nil
    }

    mutating func take(_ chunk: LogChunk, _ room: [UInt8]) {
        for position in chunk.longLines { counts.badLines.add(.tooLong, at: position) }
        let bytes = room.span.extracting(0..<chunk.count)
        var layout = chunk.layout
        var position = chunk.position
        var start = 0
        while start < bytes.count {
            switch parser.read(bytes, at: &start, layout: &layout) {
            case .nothing: counts.silentLines += 1
            case .fault(let fault): counts.badLines.add(fault, at: position)
            case .request(let format):
                counts.formats[format.rawValue] += 1
                decide(at: position, isEvent: format == .events)
            }
            position.line += 1
        }
    }

    private mutating func decide(at position: LinePosition, isEvent: Bool) {
        let verdict = judge.decide(parser.request)
        let slot = Timeline.Slot(
            requests: 1, certainCalls: verdict.callsForCertain ? 1 : 0, possibleCalls: verdict.mayCall ? 1 : 0)
        counts.timeline.add(slot, at: parser.request.time)
        guard isComparing else { return }
        let after = otherJudge.decide(parser.request)
        guard verdict.requestClass != after.requestClass else { return }
        guard comparison.add(verdict.requestClass, after.requestClass, at: position) else { return }
        let text = isEvent ? judge.description : parser.request.description
        comparison.add(
            .init(position: position, method: text.method, host: text.host, path: text.path),
            of: verdict.requestClass, after.requestClass)
    }

    consuming func finish() -> ReplayCounts {
        counts.tally = judge.tally
        if isComparing {
            counts.other = otherJudge.tally
            counts.comparison = comparison
        }
        return counts
    }
}
