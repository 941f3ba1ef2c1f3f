// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The Lambda Runtime API for one execution environment (lambda-edge.md §3.1).
///
/// Hands one event at a time to the process that asks for it and takes its answer. The environment is busy from the
/// moment it gets an event until it asks for the next one, so what a function sends after its answer still counts.
actor RuntimeAPIEmulator {
    private struct Pending {
        let id: String
        let event: [UInt8]
        let deadline: Int64
    }

    private enum Phase {
        /// No process has asked for an event yet.
        case starting
        case idle
        case busy
        case failed(String)
    }

    private var server: LoopbackServer?
    private var phase = Phase.starting
    private var queued: Pending?
    private var asking: CheckedContinuation<Pending?, Never>?
    private var answering: (id: String, continuation: CheckedContinuation<FunctionOutcome, Never>)?
    private var watchers: [CheckedContinuation<Void, Never>] = []

    /// Begins to listen.
    /// - Returns: what `AWS_LAMBDA_RUNTIME_API` has to hold.
    func start() async throws -> String {
        let server = LoopbackServer { [weak self] request in
            await self?.answer(request) ?? Self.json(500, #"{"errorMessage":"the environment is gone"}"#)
        }
        self.server = server
        return "127.0.0.1:\(try await server.start())"
    }

    func stop() async {
        processEnded("the environment was stopped")
        await server?.stop()
        server = nil
    }

    /// Runs the function on one event; only one at a time.
    func invoke(_ event: [UInt8], timeoutMilliseconds: Int) async -> FunctionOutcome {
        guard answering == nil else { return .failed("the environment is busy") }
        let pending = Pending(
            id: UUID().uuidString.lowercased(),
            event: event,
            deadline: WallClock.milliseconds() + Int64(timeoutMilliseconds)
        )
        let timer = Task {
            try await Task.sleep(for: .milliseconds(timeoutMilliseconds))
            finish(pending.id, .timedOut(milliseconds: timeoutMilliseconds))
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { continuation in
            answering = (pending.id, continuation)
            phase = .busy
            if let asking {
                self.asking = nil
                asking.resume(returning: pending)
            } else {
                queued = pending
            }
        }
    }

    /// Waits until the process asks for an event, ends, or reports that it cannot start.
    /// - Returns: nil if it is ready, else why not.
    func waitUntilIdle() async -> String? {
        while true {
            switch phase {
            case .idle: return nil
            case .failed(let reason): return reason
            case .starting, .busy: await withCheckedContinuation { watchers.append($0) }
            }
        }
    }

    /// A new process is about to be launched.
    func processWillStart() {
        phase = .starting
    }

    /// The process is gone, and with it whatever it was doing.
    func processEnded(_ reason: String) {
        asking?.resume(returning: nil)
        asking = nil
        queued = nil
        if let answering { finish(answering.id, .exited(reason)) }
        // What the process said about itself is worth more than that it ended.
        if case .failed = phase { return }
        enter(.failed(reason))
    }

    // MARK: - Requests of the process

    private func answer(_ request: ViewerRequest) async -> EdgeResponse {
        let prefix = "/2018-06-01/runtime/"
        guard request.uri.hasPrefix(prefix) else { return Self.json(404, #"{"errorMessage":"no such call"}"#) }
        let parts = request.uri.dropFirst(prefix.count).split(separator: "/").map(String.init)
        switch (request.method, parts.first, parts.last, parts.count) {
        case ("GET", "invocation", "next", 2):
            return await next()
        case ("POST", "invocation", "response", 3):
            return accept(parts[1], .result(request.body))
        case ("POST", "invocation", "error", 3):
            return accept(parts[1], .failed(Self.message(from: request.body)))
        case ("POST", "init", "error", 2):
            enter(.failed(Self.message(from: request.body)))
            return Self.accepted
        default:
            return Self.json(404, #"{"errorMessage":"no such call"}"#)
        }
    }

    private func next() async -> EdgeResponse {
        // A process that asks without having answered has lost its event.
        if let answering, queued?.id != answering.id {
            finish(answering.id, .failed("the function asked for the next event without an answer"))
        }
        if queued == nil { enter(.idle) }
        let pending: Pending?
        if let queued {
            self.queued = nil
            pending = queued
        } else {
            asking?.resume(returning: nil)
            pending = await withCheckedContinuation { asking = $0 }
        }
        guard let pending else { return Self.json(500, #"{"errorMessage":"the environment is gone"}"#) }
        return EdgeResponse(
            status: 200,
            headers: [
                HeaderLine("Content-Type", "application/json"),
                HeaderLine("Lambda-Runtime-Aws-Request-Id", pending.id),
                HeaderLine("Lambda-Runtime-Deadline-Ms", String(pending.deadline)),
                HeaderLine(
                    "Lambda-Runtime-Invoked-Function-Arn",
                    "arn:aws:lambda:us-east-1:000000000000:function:local-edge:1"
                ),
                HeaderLine("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0"),
            ],
            body: pending.event
        )
    }

    private func accept(_ id: String, _ outcome: FunctionOutcome) -> EdgeResponse {
        finish(id, outcome) ? Self.accepted : Self.unknownInvocation
    }

    @discardableResult
    private func finish(_ id: String, _ outcome: FunctionOutcome) -> Bool {
        guard let current = answering, current.id == id else { return false }
        answering = nil
        if queued?.id == id { queued = nil }
        current.continuation.resume(returning: outcome)
        return true
    }

    private func enter(_ phase: Phase) {
        self.phase = phase
        let waiting = watchers
        watchers = []
        for watcher in waiting { watcher.resume() }
    }

    private static func message(from body: [UInt8]) -> String {
        let value = JSONValue(body)
        let parts = [value?["errorType"]?.stringValue, value?["errorMessage"]?.stringValue].compactMap { $0 }
        return parts.isEmpty ? String(decoding: body, as: UTF8.self) : parts.joined(separator: ": ")
    }

    private static let accepted = json(202, #"{"status":"OK"}"#)

    private static let unknownInvocation = json(
        400,
        #"{"errorMessage":"no such invocation","errorType":"InvalidRequestID"}"#
    )

    private static func json(_ status: Int, _ text: String) -> EdgeResponse {
        EdgeResponse(status: status, contentType: "application/json", body: text)
    }
}
