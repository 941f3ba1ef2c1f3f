// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The C interface of the Embedded build: what `include/edge_enforcer.h` declares and documents. Only CMake compiles
// this file; the package manager does not know it.

internal import CEdgeEnforcer
internal import EnforcerCore
internal import EnforcerProtocol

@c @implementation
public func enforcer_version(_ text: UnsafeMutablePointer<UInt8>!, _ capacity: Int) -> Int {
    var buffer = ByteBuffer(limit: 64, reserving: 16)
    buffer.append(decimal: 0)
    buffer.append(UInt8(ascii: "."))
    buffer.append(decimal: 1)
    buffer.append(UInt8(ascii: "."))
    buffer.append(decimal: 0)

    let bytes = buffer.span
    guard let text = unsafe text, bytes.count <= capacity else { return bytes.count }
    for index in bytes.indices {
        // Safe: `index` is below `bytes.count`, which is at most `capacity`.
        unsafe text[index] = bytes[index]
    }
    return bytes.count
}
