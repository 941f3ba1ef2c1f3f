// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The C interface of the Embedded build: what `include/edge_enforcer.h` declares and documents. Only CMake compiles
// this file; the package manager does not know it.

internal import CEdgeEnforcer
internal import EnforcerCore
internal import EnforcerProtocol

/// What a C program holds as `enforcer_engine`.
private final class EngineObject {
    var engine: Engine
    var exchange = Exchange()
    var isAwaitingAnswer = false

    init(_ configuration: CompiledConfiguration) {
        engine = Engine(configuration: configuration)
    }

    // Safe: the pointer is one that `enforcer_create` gave and `enforcer_destroy` has not ended; the header says so.
    static func of(_ pointer: OpaquePointer) -> EngineObject {
        unsafe Unmanaged<EngineObject>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
    }

    func note(_ step: Step) -> Int32 {
        switch step {
        case .send:
            isAwaitingAnswer = true
            return ENFORCER_SEND
        case .ask:
            // Nobody can set a hook through this interface.
            isAwaitingAnswer = false
            return 0
        case .finish:
            isAwaitingAnswer = false
            return ENFORCER_FINISH
        }
    }
}

// MARK: - Life

@c @implementation
public func enforcer_create(_ configuration: UnsafePointer<UInt8>!, _ size: Int) -> OpaquePointer! {
    guard let configuration = unsafe configuration, size >= 0 else { return nil }
    var reader = ConfigurationReader()
    // Safe: the caller says that `size` bytes are there.
    unsafe reader.read(Span(_unsafeStart: configuration, count: size))
    let compiled = reader.finish(for: .enforcer)
    for problem in reader.problems where problem.code.isError {
        return nil
    }
    return unsafe OpaquePointer(Unmanaged.passRetained(EngineObject(compiled)).toOpaque())
}

@c @implementation
public func enforcer_destroy(_ engine: OpaquePointer!) {
    guard let engine = unsafe engine else { return }
    // Safe: balances the retain of `enforcer_create`.
    unsafe Unmanaged<EngineObject>.fromOpaque(UnsafeRawPointer(engine)).release()
}

// MARK: - Steps

@c @implementation
public func enforcer_begin(
    _ engine: OpaquePointer!,
    _ event: UnsafePointer<UInt8>!,
    _ size: Int,
    _ now: Int64,
    _ random_high: UInt64,
    _ random_low: UInt64
) -> Int32 {
    guard let engine = unsafe engine, let event = unsafe event, size >= 0 else { return 0 }
    let object = unsafe EngineObject.of(engine)
    object.exchange.reset()
    // Safe: the caller says that `size` bytes are there.
    unsafe object.exchange.feed(Span(_unsafeStart: event, count: size))
    return object.note(
        object.exchange.begin(&object.engine, now: now, entropy: Entropy(high: random_high, low: random_low))
    )
}

@c @implementation
public func enforcer_supply(
    _ engine: OpaquePointer!,
    _ status: Int32,
    _ body: UnsafePointer<UInt8>!,
    _ size: Int,
    _ now: Int64
) -> Int32 {
    guard let engine = unsafe engine else { return 0 }
    let object = unsafe EngineObject.of(engine)
    guard object.isAwaitingAnswer else { return 0 }
    let outcome: CallOutcome =
        switch status {
        case ENFORCER_CALL_TIMED_OUT: .timedOut
        case ENFORCER_CALL_FAILED: .failed
        default: .answered(status: Int(status))
        }
    guard let body = unsafe body, size > 0 else {
        return object.note(object.exchange.supply(outcome, body: Span(), engine: &object.engine, now: now))
    }
    // Safe: the caller says that `size` bytes are there.
    let bytes = unsafe Span(_unsafeStart: body, count: size)
    return object.note(object.exchange.supply(outcome, body: bytes, engine: &object.engine, now: now))
}

// MARK: - Texts

/// Copies `bytes` out if there is room, and gives how many they are.
private func copy(_ bytes: Span<UInt8>, to text: UnsafeMutablePointer<UInt8>?, _ capacity: Int) -> Int {
    guard let text = unsafe text, bytes.count <= capacity else { return bytes.count }
    for index in bytes.indices {
        // Safe: `index` is below `bytes.count`, which is at most `capacity`.
        unsafe text[index] = bytes[index]
    }
    return bytes.count
}

private func copy(
    _ slice: ByteSlice,
    of exchange: borrowing Exchange,
    to text: UnsafeMutablePointer<UInt8>?,
    _ capacity: Int
) -> Int {
    unsafe copy(exchange.output.buffer.bytes(of: slice), to: text, capacity)
}

private func copy(_ literal: StaticString, to text: UnsafeMutablePointer<UInt8>?, _ capacity: Int) -> Int {
    unsafe copy(CompiledConfiguration.bytes(literal).span, to: text, capacity)
}

@c @implementation
public func enforcer_version(_ text: UnsafeMutablePointer<UInt8>!, _ capacity: Int) -> Int {
    unsafe copy(WireName.version, to: text, capacity)
}

@c @implementation
public func enforcer_outcome(_ engine: OpaquePointer!, _ text: UnsafeMutablePointer<UInt8>!, _ capacity: Int) -> Int {
    guard let engine = unsafe engine else { return 0 }
    return unsafe copy(EngineObject.of(engine).exchange.decision.outcome.name, to: text, capacity)
}

@c @implementation
public func enforcer_reason(_ engine: OpaquePointer!, _ text: UnsafeMutablePointer<UInt8>!, _ capacity: Int) -> Int {
    guard let engine = unsafe engine else { return 0 }
    return unsafe copy(EngineObject.of(engine).exchange.decision.reason.name, to: text, capacity)
}

@c @implementation
public func enforcer_result(_ engine: OpaquePointer!, _ text: UnsafeMutablePointer<UInt8>!, _ capacity: Int) -> Int {
    guard let engine = unsafe engine else { return 0 }
    let object = unsafe EngineObject.of(engine)
    return unsafe copy(object.exchange.resultBytes, to: text, capacity)
}

@c @implementation
public func enforcer_call_count(_ engine: OpaquePointer!) -> Int {
    guard let engine = unsafe engine else { return 0 }
    return unsafe EngineObject.of(engine).exchange.calls.count
}

@c @implementation
public func enforcer_call_url(
    _ engine: OpaquePointer!,
    _ index: Int,
    _ text: UnsafeMutablePointer<UInt8>!,
    _ capacity: Int
) -> Int {
    guard let engine = unsafe engine else { return 0 }
    let object = unsafe EngineObject.of(engine)
    guard index >= 0, index < object.exchange.calls.count else { return 0 }
    return unsafe copy(object.exchange.calls[index].url, of: object.exchange, to: text, capacity)
}

@c @implementation
public func enforcer_call_body(
    _ engine: OpaquePointer!,
    _ index: Int,
    _ text: UnsafeMutablePointer<UInt8>!,
    _ capacity: Int
) -> Int {
    guard let engine = unsafe engine else { return 0 }
    let object = unsafe EngineObject.of(engine)
    guard index >= 0, index < object.exchange.calls.count else { return 0 }
    return unsafe copy(object.exchange.calls[index].body, of: object.exchange, to: text, capacity)
}
