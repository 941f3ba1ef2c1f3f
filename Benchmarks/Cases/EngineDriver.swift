// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
internal import EnforcerProtocol

/// Runs the engine as a host does. The only file here that knows the engine's steps.
struct EngineDriver: ~Copyable {
    /// What the vendor's server says to whatever it is asked.
    struct Answer {
        var headers = ByteStringList()
        var body: [UInt8]
    }

    /// The engine's only clock; tokens of `TokenMaker` are good then.
    private static let now: Int64 = 1_764_115_200_000
    private static let entropy = Entropy(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)

    private let configuration: CompiledConfiguration
    private var engine: Engine
    private var exchange = Exchange()

    init(_ configuration: CompiledConfiguration) {
        self.configuration = configuration
        engine = Self.engine(configuration)
    }

    private static func engine(_ configuration: CompiledConfiguration) -> Engine {
        Engine(
            configuration: configuration,
            region: Array("eu-central-1".utf8),
            nodeName: Array("169.254.12.7".utf8),
            systemName: Array("linux".utf8)
        )
    }

    /// Forgets every request that was ever decided.
    mutating func forget() {
        engine = Self.engine(configuration)
    }

    /// Decides one event.
    /// - Parameter answer: nil if nothing may be asked; the call fails then.
    /// - Returns: the bytes of the result and of the requests that were written.
    mutating func decide(_ event: [UInt8], _ answer: Answer?) -> Int {
        var size = 0
        exchange.reset()
        exchange.feed(event.span)
        var step = exchange.begin(&engine, now: Self.now, entropy: Self.entropy)
        loop: while true {
            switch step {
            case .finish: break loop
            case .ask: step = exchange.supply(.failed, json: [UInt8]().span, engine: &engine, now: Self.now)
            case .send: step = answerCall(answer, &size)
            }
        }
        for call in exchange.calls {
            size &+= Int(call.body.count)
        }
        return size &+ exchange.resultBytes.count
    }

    private mutating func answerCall(_ answer: Answer?, _ size: inout Int) -> Step {
        size &+= Int(exchange.calls[0].body.count)
        guard let answer else {
            return exchange.supply(.failed, body: [UInt8]().span, engine: &engine, now: Self.now)
        }
        return exchange.supply(
            .answered(status: 200),
            headers: answer.headers,
            body: answer.body.span,
            engine: &engine,
            now: Self.now
        )
    }

    /// The last decision: its outcome and its reason.
    var decision: String { "\(exchange.decision.outcome.name) \(exchange.decision.reason.name)" }

    /// The result of the last decision.
    var result: [UInt8] {
        let bytes = exchange.resultBytes
        return bytes.indices.map { bytes[$0] }
    }

    // MARK: - Tokens

    /// Reads one token's text for the visitor of the event decided last.
    /// - Returns: whether it was found good.
    mutating func verify(_ token: [UInt8]) -> Bool {
        let end = exchange.text.count
        let slice = exchange.text.store(token.span)
        let verdict = exchange.recallOrRead(slice, &engine, now: Self.now)
        exchange.text.truncate(to: end)
        return verdict.outcome == .verified
    }
}
