// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("Lists of byte strings")
struct ByteStringListTests {
    @Test("the strings come back in their order, the empty ones too")
    func order() {
        let strings = ["", "a", "", "longer than a word", "ä\0", ""]
        let list = MatchingSupport.list(strings)
        #expect(list.count == strings.count)
        #expect((0..<list.count).map { MatchingSupport.text(list[$0]) } == strings)
    }

    @Test("an index that is none gives an empty string", arguments: [-1, 2, Int.max, Int.min])
    func outOfBounds(index: Int) {
        let list = MatchingSupport.list(["a", "b"])
        let isEmpty = list[index].isEmpty
        #expect(isEmpty)
    }

    @Test("it contains what was put in, in full and in that case")
    func contains() {
        let list = MatchingSupport.list(["abc", "d"])
        func contains(_ string: String) -> Bool { list.contains(Array(string.utf8).span) }
        #expect(contains("abc"))
        #expect(contains("d"))
        #expect(!contains("ab"))
        #expect(!contains("ABC"))
        #expect(!contains("bcd"))
        #expect(!contains(""))
    }
}
