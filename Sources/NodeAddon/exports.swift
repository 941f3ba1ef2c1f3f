// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The functions of `include/node_engine.h`, which has their contracts. Only CMake compiles this folder; the package
// manager does not know it.

public import CNodeEngine
internal import EnforcerCore
internal import EnforcerProtocol

/// The object behind the pointer that C holds.
// Safe: the pointer is one that `enforcer_node_create` gave and `enforcer_node_destroy` has not ended.
private func object(_ engine: OpaquePointer) -> NodeEngine {
    unsafe Unmanaged<NodeEngine>.fromOpaque(UnsafeRawPointer(engine)).takeUnretainedValue()
}

/// The bytes that C lends for the time of the call.
// Safe: the caller says that `size` bytes are there.
@_lifetime(immortal)
private func span(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> Span<UInt8> {
    let buffer = unsafe UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : max(size, 0))
    return unsafe _overrideLifetime(Span(_unsafeElements: buffer), copying: ())
}

// MARK: - Life

@c @implementation
public func enforcer_node_create(
    _ purpose: Int32,
    _ configuration: UnsafePointer<UInt8>?,
    _ size: Int,
    _ hooks: UInt16,
    _ facts: UnsafePointer<enforcer_text>,
    _ seed: UInt64
) -> OpaquePointer {
    // Safe: the header says that there are three.
    let region = unsafe span(facts[0].bytes, facts[0].size)
    let nodeName = unsafe span(facts[1].bytes, facts[1].size)
    let systemName = unsafe span(facts[2].bytes, facts[2].size)
    let engine = unsafe NodeEngine(
        purpose: ConfigurationReader.Purpose(rawValue: UInt8(clamping: purpose)) ?? .enforcer,
        configuration: span(configuration, size),
        hooks: HookSet(rawValue: hooks),
        facts: NodeEngine.Facts(region: region, nodeName: nodeName, systemName: systemName),
        seed: seed
    )
    return unsafe OpaquePointer(Unmanaged.passRetained(engine).toOpaque())
}

@c @implementation
public func enforcer_node_destroy(_ engine: OpaquePointer) {
    // Safe: balances the retain of `enforcer_node_create`.
    unsafe Unmanaged<NodeEngine>.fromOpaque(UnsafeRawPointer(engine)).release()
}

@c @implementation
public func enforcer_node_problem_count(_ engine: OpaquePointer) -> Int {
    unsafe object(engine).problems.count
}

@c @implementation
public func enforcer_node_read_problem(
    _ engine: OpaquePointer,
    _ index: Int,
    _ problem: UnsafeMutablePointer<enforcer_node_problem>
) {
    let engine = unsafe object(engine)
    guard engine.problems.indices.contains(index) else { return }
    unsafe problem.pointee.is_error = engine.problems[index].isError
    unsafe problem.pointee.key = text(engine.problems[index].key)
    unsafe problem.pointee.message = text(engine.problems[index].message)
}

@c @implementation
public func enforcer_node_token(_ engine: OpaquePointer, _ isForLogs: Bool) -> enforcer_text {
    let engine = unsafe object(engine)
    return unsafe isForLogs
        ? text(engine.engine.configuration.loggerAuthToken) : text(engine.engine.configuration.authToken)
}

// MARK: - Steps

@c @implementation
public func enforcer_node_begin(
    _ engine: OpaquePointer,
    _ event: UnsafePointer<UInt8>?,
    _ size: Int,
    _ isJSON: Bool,
    _ now: Int64,
    _ high: UInt64,
    _ low: UInt64,
    _ step: UnsafeMutablePointer<enforcer_node_step>
) {
    let entropy = Entropy(high: high, low: low)
    unsafe object(engine).begin(span(event, size), isJSON: isJSON, now: now, entropy: entropy, &step.pointee)
}

@c @implementation
public func enforcer_node_supply(
    _ engine: OpaquePointer,
    _ id: UInt32,
    _ outcome: Int32,
    _ headers: UnsafePointer<enforcer_text>?,
    _ headerCount: Int,
    _ body: UnsafePointer<UInt8>?,
    _ size: Int,
    _ now: Int64,
    _ step: UnsafeMutablePointer<enforcer_node_step>
) {
    var list = ByteStringList()
    if let headers = unsafe headers {
        for index in 0..<max(headerCount, 0) {
            // Safe: the caller says that so many are there.
            unsafe list.append(span(headers[index].bytes, headers[index].size))
        }
    }
    let outcome: CallOutcome =
        switch outcome {
        case ENFORCER_NODE_TIMED_OUT: .timedOut
        case ENFORCER_NODE_FAILED: .failed
        default: .answered(status: Int(outcome))
        }
    unsafe object(engine).supply(id, outcome, headers: list, body: span(body, size), now: now, &step.pointee)
}

@c @implementation
public func enforcer_node_answer(
    _ engine: OpaquePointer,
    _ id: UInt32,
    _ outcome: Int32,
    _ json: UnsafePointer<UInt8>?,
    _ size: Int,
    _ now: Int64,
    _ step: UnsafeMutablePointer<enforcer_node_step>
) {
    let outcome: HookOutcome =
        switch outcome {
        case ENFORCER_NODE_HOOK_ANSWERED: .answered
        case ENFORCER_NODE_HOOK_TIMED_OUT: .timedOut
        default: .failed
        }
    unsafe object(engine).answer(id, outcome, json: span(json, size), now: now, &step.pointee)
}

@c @implementation
public func enforcer_node_release(_ engine: OpaquePointer, _ id: UInt32) {
    unsafe object(engine).release(id)
}

// MARK: - Names

@c @implementation
public func enforcer_node_name(_ table: Int32, _ index: Int) -> enforcer_text {
    let number = UInt8(clamping: index)
    let name: StaticString? =
        switch table {
        case ENFORCER_NODE_HOOKS: Hook(rawValue: number)?.name
        case ENFORCER_NODE_OUTCOMES: Decision.Outcome(rawValue: number)?.name
        case ENFORCER_NODE_REASONS: Decision.Reason(rawValue: number)?.name
        case ENFORCER_NODE_CALLS: OutgoingCall.Kind(rawValue: number)?.name
        default: nil
        }
    guard let name else { return unsafe enforcer_text(bytes: nil, size: 0) }
    // Safe: a literal lives as long as the program.
    return unsafe enforcer_text(bytes: name.utf8Start, size: name.utf8CodeUnitCount)
}

// MARK: - Tests

@c @implementation
public func enforcer_node_trap(_ engine: OpaquePointer) {
    unsafe object(engine).trap()
}
