// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// `_X_AMZN_TRACE_ID` in the environment, where tracing libraries look for the invocation's trace.
///
/// One buffer that is written anew for each invocation: `setenv` never frees an old value, which would be a leak for
/// every event. The environment points into the buffer from the first trace on, so it is never freed.
@safe
struct TraceVariable: ~Copyable {
    private static let name = "_X_AMZN_TRACE_ID"
    private static let capacity = 1024

    private var text: UnsafeMutablePointer<CChar>?

    init() {
        unsafe text = nil
    }

    /// Sets the variable; nil, or a value that is too long, makes it empty.
    mutating func set(_ trace: String?) {
        let value = trace ?? ""
        let entry = Array("\(TraceVariable.name)=\(value.utf8.count < 900 ? value : "")".utf8)
        if unsafe text == nil {
            if value.isEmpty { return }
            let memory = UnsafeMutablePointer<CChar>.allocate(capacity: TraceVariable.capacity)
            unsafe memory.initialize(repeating: 0, count: TraceVariable.capacity)
            unsafe text = memory
            write(entry)
            // Safe: zero-terminated and never freed.
            unsafe _ = putenv(memory)
        } else {
            write(entry)
        }
    }

    private func write(_ entry: [UInt8]) {
        guard let text = unsafe text, entry.count < TraceVariable.capacity else { return }
        for (index, byte) in entry.enumerated() {
            // Safe: the length was checked against the capacity.
            unsafe text[index] = CChar(bitPattern: byte)
        }
        // Safe: as above.
        unsafe text[entry.count] = 0
    }
}
