// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CNodeEngine
internal import EnforcerCore
internal import EnforcerProtocol

/// One exchange, and its last step in C's form.
@safe
final class ExchangeSlot {
    /// Place and use in one number: an id of a former use of the place is refused.
    private(set) var id: UInt32
    private(set) var isOpen = true
    private(set) var last = Step.finish
    var exchange = Exchange()

    // What a step points to. Kept, so that the next one needs no memory.
    private var calls: [enforcer_node_call] = unsafe []
    private var removals: [enforcer_text] = unsafe []
    private var additions: [enforcer_text] = unsafe []
    private var headers: [enforcer_text] = unsafe []

    private static var placeCount: UInt32 { UInt32(ENFORCER_NODE_EXCHANGES_MAX) }

    init(place: Int) {
        id = UInt32(truncatingIfNeeded: place) % Self.placeCount
    }

    static func place(of id: UInt32) -> Int { Int(id % placeCount) }

    func open() {
        id &+= Self.placeCount
        isOpen = true
    }

    func close() {
        isOpen = false
        exchange.reset()
    }

    // MARK: - Telling

    func tell(_ next: Step, to step: inout enforcer_node_step) {
        last = next
        unsafe step.has_exchange = true
        unsafe step.id = id
        switch next {
        case .send:
            unsafe step.kind = UInt8(ENFORCER_NODE_SEND)
            unsafe tellCalls(&step)
        case .ask(let hook):
            unsafe step.kind = UInt8(ENFORCER_NODE_ASK)
            unsafe step.hook = hook.rawValue
            unsafe step.entry = UInt32(clamping: exchange.credentialsIndex)
            if hook == .additionalActivity { unsafe step.context = text(exchange.hookContext, of: exchange.text) }
        case .finish:
            unsafe step.kind = UInt8(ENFORCER_NODE_FINISH)
            unsafe step.outcome = exchange.decision.outcome.rawValue
            unsafe step.reason = exchange.decision.reason.rawValue
            if let score = exchange.decision.score {
                unsafe step.has_score = true
                unsafe step.score = score
            }
            unsafe tellResult(&step)
            unsafe tellCalls(&step)
        }
    }

    private func tellResult(_ step: inout enforcer_node_step) {
        if exchange.isChanged {
            if exchange.responseCookie.isEmpty {
                unsafe step.result = UInt8(ENFORCER_NODE_HEADERS)
                unsafe tellHeaders(&step)
            } else {
                unsafe step.result = UInt8(ENFORCER_NODE_COOKIE)
                unsafe step.result_text = text(exchange.responseCookie, of: exchange.text)
            }
        } else if !exchange.isUnchanged {
            unsafe step.result = UInt8(exchange.isResponse ? ENFORCER_NODE_RESPONSE : ENFORCER_NODE_REQUEST)
            unsafe step.result_text = resultText(of: exchange)
        }
    }

    private func tellHeaders(_ step: inout enforcer_node_step) {
        unsafe removals.removeAll(keepingCapacity: true)
        for name in exchange.removals {
            unsafe removals.append(text(name, of: exchange.text))
        }
        unsafe additions.removeAll(keepingCapacity: true)
        for header in exchange.additions {
            unsafe additions.append(text(header.name, of: exchange.text))
            unsafe additions.append(text(header.value, of: exchange.text))
        }
        unsafe (step.removals, step.removal_count) = lend(removals)
        unsafe (step.additions, step.addition_count) = lend(additions)
    }

    private func tellCalls(_ step: inout enforcer_node_step) {
        unsafe calls.removeAll(keepingCapacity: true)
        unsafe headers.removeAll(keepingCapacity: true)
        for call in exchange.calls {
            unsafe calls.append(
                enforcer_node_call(
                    kind: call.kind.rawValue,
                    timeout: UInt32(clamping: call.timeoutMilliseconds),
                    method: text(call.kind == .firstParty ? exchange.context.method : .empty, of: exchange.text),
                    url: text(call.url, of: exchange.output.buffer),
                    body: text(call.body, of: exchange.output.buffer)
                )
            )
            guard call.kind == .firstParty else { continue }
            for header in exchange.upstreamHeaders {
                unsafe headers.append(text(header.name, of: exchange.text))
                unsafe headers.append(text(header.value, of: exchange.text))
            }
        }
        unsafe (step.calls, step.call_count) = lend(calls)
        unsafe (step.headers, step.header_count) = lend(headers)
    }
}

// Safe, for all: the bytes are those of an array that the engine owns, and nothing changes or ends it before the next
// call on the engine, until when C may look at them.

func text(_ bytes: Span<UInt8>) -> enforcer_text {
    unsafe bytes.withUnsafeBufferPointer { unsafe enforcer_text(bytes: $0.baseAddress, size: $0.count) }
}

private func text(_ slice: ByteSlice, of buffer: borrowing ByteBuffer) -> enforcer_text {
    unsafe text(buffer.bytes(of: slice))
}

private func resultText(of exchange: borrowing Exchange) -> enforcer_text {
    unsafe text(exchange.resultBytes)
}

func text(_ array: [UInt8]) -> enforcer_text {
    unsafe text(array.span)
}

private func lend<Element>(_ array: [Element]) -> (UnsafePointer<Element>?, Int) {
    unsafe array.withUnsafeBufferPointer { ($0.baseAddress, $0.count) }
}
