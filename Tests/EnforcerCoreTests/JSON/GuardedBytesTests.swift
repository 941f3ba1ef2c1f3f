// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The guard that other tests lean on: it must bite.
struct GuardedBytesTests {
    @Test("the bytes are lent as they are", arguments: GuardedSide.allCases, [0, 1, 4095, 4096, 4097])
    func contents(side: GuardedSide, count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let lent = withGuardedBytes(bytes, side) { copy(of: $0) }
        #expect(lent == bytes)
    }

    @Test("one byte past the end ends the process")
    func back() async {
        await #expect(processExitsWith: .failure) {
            withGuardedBytes([1, 2, 3], .back) { bytes in
                // Safe: it is not, and that is the point: the page behind cannot be read.
                let byte = unsafe bytes.withUnsafeBufferPointer { unsafe ($0.baseAddress.map { unsafe $0[3] }) }
                print(byte ?? 0)
            }
        }
    }

    @Test("one byte before the start ends the process")
    func front() async {
        await #expect(processExitsWith: .failure) {
            withGuardedBytes([1, 2, 3], .front) { bytes in
                // Safe: it is not, and that is the point: the page in front cannot be read.
                let byte = unsafe bytes.withUnsafeBufferPointer { unsafe ($0.baseAddress.map { unsafe $0[-1] }) }
                print(byte ?? 0)
            }
        }
    }

    @Test("the same read inside the bytes does not")
    func inside() async {
        await #expect(processExitsWith: .success) {
            withGuardedBytes([1, 2, 3], .back) { bytes in
                // Safe: 2 is the last index.
                let byte = unsafe bytes.withUnsafeBufferPointer { unsafe ($0.baseAddress.map { unsafe $0[2] }) }
                print(byte ?? 0)
            }
        }
    }
}
