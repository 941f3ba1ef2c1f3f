// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// Takes an event in and finds its parts, nothing more.
final class ScanWorkload: Workload {
    /// What a host keeps from one event to the next.
    private struct Reader: ~Copyable {
        var text = ByteBuffer(limit: 8 << 20, reserving: 16 << 10)
        var scanner = EventScanner()

        /// - Returns: what depends on every part found; 0 for what is no event.
        mutating func scan(_ event: [UInt8]) -> Int {
            text.removeAll()
            scanner.reset()
            text.append(event.span)
            do {
                try scanner.advance(over: text)
                try scanner.finish(&text)
            } catch {
                return 0
            }
            var sum = Int(scanner.sink.event.request.method.raw.count) &+ Int(scanner.sink.event.request.uri.raw.count)
            sum &+= Int(scanner.sink.event.request.querystring.raw.count)
            sum &+= Int(scanner.sink.event.request.clientIP.raw.count)
            let fields = scanner.sink.event.request.headers.fields
            for index in fields.indices {
                sum &+= Int(fields[index].name.count)
                sum &+= Int(scanner.sink.event.request.headers.value(0, of: fields[index]).count)
            }
            return sum
        }
    }

    private let event: [UInt8]
    private var reader = Reader()

    private init(event: [UInt8]) {
        self.event = event
    }

    static func reading(_ fixture: String) throws -> ScanWorkload {
        let workload = ScanWorkload(event: try Fixture.event(fixture, TokenMaker(Fixture.configuration())))
        guard workload.run(iterations: 1) > 0 else { throw SetUpError("\(fixture) is no event") }
        return workload
    }

    func run(iterations: Int) -> Int {
        var sum = 0
        for _ in 0..<iterations {
            sum &+= reader.scan(event)
        }
        return sum
    }
}
