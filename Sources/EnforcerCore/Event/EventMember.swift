// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

/// A member of an object, with its name and its value in the form that CloudFront gives them.
struct EventMember: BitwiseCopyable {
    enum Form {
        /// `"method":"GET"`
        case string
        /// `"host":[{"key":"Host","value":"shop.example"}]`
        case header
    }

    var name: JSONText
    var value: JSONText
    /// All of it, from the quote in front of the name.
    var raw: ByteSlice

    /// So many are read at once.
    static var limit: Int { 40 }

    @inline(__always)
    private init(_ member: enforcer_member, _ form: Form) {
        // Cannot overflow: the name begins behind its quote, both texts end where they begin, or later, and all of it lies
        // within ENFORCER_MEMBERS_SIZE_MAX.
        name = JSONText(
            ByteSlice(offset: member.start &+ 1, count: member.name_end &- member.start &- 1),
            isEscaped: member.is_name_escaped)
        value = JSONText(
            ByteSlice(offset: member.value_start, count: member.value_end &- member.value_start),
            isEscaped: member.is_value_escaped)
        raw = ByteSlice(
            offset: member.start, count: member.value_end &- member.start &+ (form == .string ? 1 : 3))
    }

    /// Reads members that come one after the other, from the quote at `start` on, for as long as they have that form and
    /// are there whole, and gives them to `take`.
    ///
    /// - Parameter limit: how many at most; never more than 40.
    /// - Returns: how many there were.
    @inline(__always)
    static func read(
        _ form: Form, of bytes: Span<UInt8>, at start: Int, limit: Int, _ take: (EventMember) -> Void
    ) -> Int {
        guard start >= 0, start < bytes.count, limit > 0 else { return 0 }
        let capacity = min(limit, Self.limit)
        // Safe: both addresses are those of as many bytes and members as are said to be there, and of the members only
        // those are looked at that were written. That many fit on the stack.
        return unsafe withUnsafeTemporaryAllocation(of: enforcer_member.self, capacity: Self.limit) { members in
            let count = unsafe bytes.withUnsafeBufferPointer { bytes in
                guard let text = bytes.baseAddress, let first = members.baseAddress else { return 0 }
                return switch form {
                case .string: unsafe enforcer_members_read(text, bytes.count, start, first, capacity)
                case .header: unsafe enforcer_headers_read(text, bytes.count, start, first, capacity)
                }
            }
            for index in 0..<min(count, capacity) {
                take(EventMember(unsafe members[index], form))
            }
            return count
        }
    }
}
