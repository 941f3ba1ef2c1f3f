// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

// The shim's inline functions, with spans in place of pointers and sizes.
//
// Safe, in every function below: pointer and size come from the same span, the pointer does not leave the closure, and
// a span without an address has the size 0, for which the shim takes null. A start was checked against the count, and a
// span with a byte in it has an address.

/// What a run of bytes goes on to.
enum ByteRun {
    /// A quote, a backslash or a control.
    case jsonText
    /// As above, or a byte beyond ASCII.
    case jsonASCII
    /// A byte beyond ASCII.
    case ascii
    /// A byte below a blank.
    case noControl
}

extension Span where Element == UInt8 {
    /// The first index at or after `start` that does not belong to the run; the count if all do.
    @inline(__always)
    func end(of run: ByteRun, from start: Int) -> Int {
        guard start >= 0, start < count else { return count }
        return unsafe withUnsafeBufferPointer {
            guard let address = $0.baseAddress else { return start }
            let first = unsafe address + start
            let size = $0.count &- start
            return switch run {
            case .jsonText: unsafe start &+ enforcer_json_run(first, size)
            case .jsonASCII: unsafe start &+ enforcer_json_ascii_run(first, size)
            case .ascii: unsafe start &+ enforcer_ascii_run(first, size)
            case .noControl: unsafe start &+ enforcer_run_before_control(first, size)
            }
        }
    }

    /// The first index at or after `start` of a byte that cannot stand as it is in a JavaScript string inside an HTML script
    /// element; the count if there is none.
    package func endOfScriptText(from start: Int) -> Int {
        guard start >= 0, start < count else { return count }
        return unsafe withUnsafeBufferPointer {
            guard let address = $0.baseAddress else { return start }
            return unsafe start &+ enforcer_script_run(address + start, $0.count &- start)
        }
    }

    /// The first index of `byte` in `start ..< end`, or `end`.
    @inline(__always)
    func firstIndex(of byte: UInt8, from start: Int, orEnd end: Int) -> Int {
        guard start >= 0, start < end, end <= count else { return end }
        return unsafe withUnsafeBufferPointer {
            guard let address = $0.baseAddress else { return end }
            return unsafe start &+ enforcer_run_before(address + start, end &- start, byte)
        }
    }

    /// How many bytes both begin with.
    @inline(__always)
    func commonPrefix(with other: Span<UInt8>) -> Int {
        unsafe withUnsafeBufferPointer { first in
            unsafe other.withUnsafeBufferPointer {
                unsafe enforcer_common_run(first.baseAddress, $0.baseAddress, Swift.min(first.count, $0.count))
            }
        }
    }

    /// Whether both have the first `size` bytes in common; false if either has fewer.
    @inline(__always)
    func agrees(with other: Span<UInt8>, count size: Int) -> Bool {
        guard size <= count, size <= other.count, size >= 0 else { return false }
        return unsafe withUnsafeBufferPointer { first in
            unsafe other.withUnsafeBufferPointer { unsafe enforcer_same(first.baseAddress, $0.baseAddress, size) }
        }
    }

    /// Whether the bytes from `start` on begin with a literal.
    @inline(__always)
    func agrees(with text: StaticString, from start: Int = 0) -> Bool {
        let size = text.utf8CodeUnitCount
        guard text.hasPointerRepresentation, start >= 0, start <= count, size <= count &- start else { return false }
        guard size > 0 else { return true }
        return unsafe withUnsafeBufferPointer {
            guard let address = $0.baseAddress else { return false }
            // Safe, besides: a literal's bytes live as long as the program.
            return unsafe enforcer_same(address + start, text.utf8Start, size)
        }
    }

    @inline(__always)
    func equalsButForCase(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return unsafe withUnsafeBufferPointer { first in
            unsafe other.withUnsafeBufferPointer {
                unsafe enforcer_same_but_for_case(first.baseAddress, $0.baseAddress, first.count)
            }
        }
    }

    @inline(__always)
    func equalsButForCase(_ text: StaticString) -> Bool {
        guard text.hasPointerRepresentation, count == text.utf8CodeUnitCount else { return false }
        return unsafe withUnsafeBufferPointer {
            // Safe, besides: a literal's bytes live as long as the program.
            unsafe enforcer_same_but_for_case($0.baseAddress, text.utf8Start, $0.count)
        }
    }
}
