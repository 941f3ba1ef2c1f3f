// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Something that runs the function.
public protocol FunctionHost: Sendable {
    /// Makes the function ready. Throws what the function says against its configuration.
    func start() async throws

    /// Runs the function on one event. Returns as soon as the visitor can go on.
    /// - Parameter event: JSON text.
    func invoke(_ event: [UInt8]) async -> Invocation

    /// Ends everything that was started.
    func stop() async
}

/// One run of a function.
public struct Invocation: Sendable {
    /// How the run ended.
    public var outcome: FunctionOutcome

    /// Ends when the function has also sent what it had to report.
    public var settled: Task<Void, Never>

    /// A run; without `settled` one that had nothing to report.
    public init(outcome: FunctionOutcome, settled: Task<Void, Never> = Task {}) {
        self.outcome = outcome
        self.settled = settled
    }
}

/// How a run ended for the visitor.
public enum FunctionOutcome: Sendable, Equatable {
    /// The function answered; whether CloudFront takes it is another matter.
    case result([UInt8])

    /// The function reported an error.
    case failed(String)

    /// The function's time ran out.
    case timedOut(milliseconds: Int)

    /// The function's process ended.
    case exited(String)
}

/// The function could not be made ready.
public struct FunctionStartError: Error, Sendable, Equatable, CustomStringConvertible {
    public var description: String

    /// An error of that description.
    public init(_ description: String) {
        self.description = description
    }
}
