// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Takes a whole event as a flat frame (`FrameReader` has its grammar), in place of the calls of `feed`.
    ///
    /// Everything is decided as for the same event in JSON. What goes on changed is told by `removals`, `additions` and
    /// `responseCookie`, as there is no JSON to cut it from, and `requestBytes` and `responseBytes` mean nothing.
    package mutating func feed(frame: Span<UInt8>) {
        precondition(isReceiving && text.count == 0, "a frame comes once, before begin")
        isFrame = true
        text.append(frame)
        if !text.hasOverflowed, !FrameReader.read(&text, into: &scanner.sink.event) {
            scanFailure = JSONError(.malformed, at: 0)
        }
    }
}
