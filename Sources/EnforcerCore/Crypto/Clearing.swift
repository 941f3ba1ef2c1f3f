// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

// Clearing of secrets. The optimiser may drop an assignment to a value that is not read again; the clearing of spans and
// inline arrays here goes through a function that it cannot see into.

/// Sets the bytes to zero.
package func clear(_ bytes: inout MutableSpan<UInt8>) {
    // A span without bytes may have no address, which the wrapper does not take.
    guard !bytes.isEmpty else { return }
    enforcer_clear(&bytes)
}

/// Sets a derived key and initialisation vector to zero.
package func clear(_ keyAndIV: inout InlineArray<48, UInt8>) {
    var bytes = keyAndIV.mutableSpan
    clear(&bytes)
}

/// Sets a MAC or digest to zero.
package func clear(_ digest: inout InlineArray<32, UInt8>) {
    var bytes = digest.mutableSpan
    clear(&bytes)
}

extension ByteBuffer {
    /// Sets bytes that this buffer holds to zero; a slice that does not lie in it changes nothing. For a buffer that is
    /// kept: just before the end of its life the optimiser may drop this.
    package mutating func clear(_ slice: ByteSlice) {
        guard slice.end <= count else { return }
        var index = slice.start
        while index < slice.end {
            self[index] = 0
            index += 1
        }
    }
}
