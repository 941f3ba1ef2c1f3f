// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A value that a test and what it has started both look at.
public final class Shared<Value: Sendable>: Sendable {
    private let stored: Mutex<Value>

    public init(_ value: Value) { stored = Mutex(value) }

    public var value: Value { stored.withLock { $0 } }

    public func update(_ change: (inout Value) -> Void) { stored.withLock { change(&$0) } }
}
