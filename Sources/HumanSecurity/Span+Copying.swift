// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension Array where Element == UInt8 {
    init(copying bytes: Span<UInt8>) {
        self.init()
        reserveCapacity(bytes.count)
        for index in bytes.indices {
            append(bytes[index])
        }
    }
}

extension String {
    /// Text of bytes; ill-formed UTF-8 is replaced.
    init(copying bytes: Span<UInt8>) {
        self.init(decoding: Array(copying: bytes), as: UTF8.self)
    }
}
