// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import CAllocationCounter
import Testing

@Suite(.enabled(if: enforcer_allocation_counter_is_active(), "a sanitizer needs malloc itself"))
struct AllocationCounterTests {
    @Test("Every block that is asked for counts once")
    func countsBlocks() {
        let blocks = 7
        let before = enforcer_allocation_count()
        for size in 1...blocks {
            let block = UnsafeMutableRawPointer.allocate(byteCount: size * 100, alignment: 16)
            // Safe: it was just made, and is used no more.
            unsafe block.deallocate()
        }
        #expect(enforcer_allocation_count() - before == UInt64(blocks))
    }

    @Test("A block with an alignment of its own counts, too")
    func countsAlignedBlocks() {
        let before = enforcer_allocation_count()
        let block = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)
        #expect(enforcer_allocation_count() - before == 1)
        #expect(UInt(bitPattern: block) % 4096 == 0)
        // Safe: as above.
        unsafe block.deallocate()
    }

    @Test("Work that allocates nothing leaves the count alone")
    func countsNothingElse() {
        var sum = 0
        let before = enforcer_allocation_count()
        for index in 0..<1_000 { sum &+= index &* index }
        #expect(enforcer_allocation_count() == before)
        #expect(sum == 332_833_500)
    }
}
