// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Reads a CloudFront event while it arrives. One pass, no tree: of all that is in the text only the places below are
// kept, as offsets; everything else is checked for grammar and forgotten.
//
//     {"Records":[{"cf":{"config":{…},"request":{"clientIp":…,"headers":{"host":[{"key":…,"value":…}]},…},"response":{…}}}]}
//      root       records  record  cf          request                 headers  values entry

package struct EventScanner: Sendable {
    private var tokenizer = JSONTokenizer()
    /// Holds what was found. Stored, so that other modules read from it in place: an accessor of theirs would copy the
    /// event, or allocate for each access. Another front end may fill it in the scanner's place.
    package var sink = EventSink()

    package init() {}

    /// A copy of what was found; complete after `finish`.
    package var event: CloudFrontEvent { sink.event }

    package mutating func reset() {
        tokenizer = JSONTokenizer()
        sink.reset()
    }

    /// Reads on to the end of `bytes`, which begins with all that was fed before.
    package mutating func advance(over bytes: Span<UInt8>) throws(JSONError) {
        try tokenizer.advance(over: bytes, sink: &sink)
    }

    /// Says that the event is complete, and unescapes into the tail of `buffer` the strings that need it.
    package mutating func finish(_ buffer: inout ByteBuffer) throws(JSONError) {
        try tokenizer.finish(buffer.span, sink: &sink)
        sink.event.unescape(in: &buffer)
        guard !buffer.hasOverflowed else { throw JSONError(.tooLarge, at: buffer.count) }
    }
}
