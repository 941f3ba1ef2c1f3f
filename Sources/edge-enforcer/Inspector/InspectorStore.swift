// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge

/// The latest requests, and those who want to be told of new ones.
actor InspectorStore {
    /// How much is kept.
    struct Limits {
        var requests = 500
        var bytes = 16 << 20
        /// Pages that are told of requests at the same time.
        var subscribers = 16
        /// Events that wait for one page; one that does not take them is cut off, and comes back for them.
        var waiting = 1_024
    }

    private let limits: Limits
    /// Tells this store's events from those of one before it.
    private let generation: String
    /// Oldest first.
    private var requests: [InspectedRequest] = []
    private var bytes = 0
    private var lastKey = 0
    private var lastEvent = 0
    private var subscribers: [Int: AsyncStream<[UInt8]>.Continuation] = [:]
    private var lastSubscriber = 0

    init(_ limits: Limits = Limits(), generation: String) {
        self.limits = limits
        self.generation = generation
    }

    /// Keeps a request, in place of what is there about the same one; the oldest go when there is no more room.
    func put(_ request: InspectedRequest) {
        var request = request
        lastEvent += 1
        request.event = lastEvent
        if let index = requests.firstIndex(where: { $0.id == request.id }) {
            request.key = requests[index].key
            bytes += request.size - requests[index].size
            requests[index] = request
        } else {
            lastKey += 1
            request.key = lastKey
            bytes += request.size
            requests.append(request)
        }
        while requests.count > limits.requests || (requests.count > 1 && bytes > limits.bytes) {
            bytes -= requests.removeFirst().size
        }
        tell(event(of: request))
    }

    /// The request of that key, if it is still kept.
    func request(_ key: Int) -> InspectedRequest? {
        requests.first { $0.key == key }
    }

    var count: Int { requests.count }

    // MARK: - Live

    /// Everything since an event, then what comes.
    /// - Parameter lastEventID: the last event that the page has seen; nil, or one of another store, for all.
    /// - Returns: server-sent events; nil if there are too many pages already.
    func events(after lastEventID: String?) -> AsyncStream<[UInt8]>? {
        guard subscribers.count < limits.subscribers else { return nil }
        let seen = lastEventID.flatMap(number(of:))
        // With room for all that is there already, so that a page does not begin by being cut off.
        let (stream, continuation) = AsyncStream.makeStream(
            of: [UInt8].self, bufferingPolicy: .bufferingOldest(limits.waiting + requests.count + 1))
        lastSubscriber += 1
        let subscriber = lastSubscriber
        continuation.onTermination = { [weak self] _ in
            Task { await self?.remove(subscriber) }
        }
        if seen == nil { continuation.yield(Array("retry: 1000\nevent: reset\ndata: {}\n\n".utf8)) }
        for request in requests.sorted(by: { $0.event < $1.event }) where request.event > seen ?? 0 {
            continuation.yield(event(of: request))
        }
        subscribers[subscriber] = continuation
        return stream
    }

    /// Keeps connections in use, and finds those that are gone.
    func beat() {
        tell(Array(": still here\n\n".utf8))
    }

    /// Ends all streams.
    func close() {
        for continuation in subscribers.values { continuation.finish() }
        subscribers = [:]
    }

    private func remove(_ subscriber: Int) {
        subscribers[subscriber] = nil
    }

    private func tell(_ bytes: [UInt8]) {
        for (subscriber, continuation) in subscribers {
            if case .enqueued = continuation.yield(bytes) { continue }
            continuation.finish()
            subscribers[subscriber] = nil
        }
    }

    private func number(of eventID: String) -> Int? {
        let parts = eventID.split(separator: "-")
        guard parts.count == 2, parts[0] == generation, let number = Int(parts[1]), number <= lastEvent else {
            return nil
        }
        return number
    }

    private func event(of request: InspectedRequest) -> [UInt8] {
        Array("id: \(generation)-\(request.event)\nevent: request\ndata: ".utf8) + request.summary.text
            + Array("\n\n".utf8)
    }
}
