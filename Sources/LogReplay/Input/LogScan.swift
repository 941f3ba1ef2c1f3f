// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CLogScan

/// The loops over every byte of a log, as CLogScan has them.
enum LogScan {
    /// Looks at the line that begins at `start`. Writes where its first tabs are, as far as there is room.
    static func line(_ bytes: Span<UInt8>, from start: Int, tabs: inout [UInt32]) -> enforcer_log_line {
        precondition(start <= bytes.count)
        // Safe: `start` is checked, both sizes are those of the buffers, and no pointer is kept.
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe tabs.withUnsafeMutableBufferPointer { tabs in
                unsafe enforcer_log_scan(bytes.baseAddress, bytes.count, start, tabs.baseAddress, tabs.count)
            }
        }
    }

    /// How many line feeds there are, and where the last header that names columns begins.
    static func count(_ bytes: Span<UInt8>) -> enforcer_log_lines {
        // Safe: the size is that of the buffer, and the pointer is not kept.
        unsafe bytes.withUnsafeBufferPointer { unsafe enforcer_log_count($0.baseAddress, $0.count) }
    }

    /// One more than where the last line feed is; 0 if there is none.
    static func cut(_ bytes: Span<UInt8>) -> Int {
        // Safe: the size is that of the buffer, and the pointer is not kept.
        unsafe bytes.withUnsafeBufferPointer { unsafe enforcer_log_cut($0.baseAddress, $0.count) }
    }

    /// Puts a text into a frame at `start`. The text ends beyond the frame if there was no room.
    static func put(
        _ bytes: Span<UInt8>, into frame: inout [UInt8], at start: Int, decodes: Bool
    ) -> enforcer_log_text {
        // Safe: the function checks `start` against the size, which is that of the frame; both sizes are those of the
        // buffers, which do not overlap, as `frame` is not read by anybody else meanwhile. No pointer is kept.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe frame.withUnsafeMutableBufferPointer { frame in
                unsafe enforcer_log_put(
                    frame.baseAddress, frame.count, start, bytes.baseAddress, bytes.count, decodes ? 1 : 0)
            }
        }
    }
}
