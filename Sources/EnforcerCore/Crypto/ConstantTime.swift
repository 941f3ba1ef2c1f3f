// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

/// Comparison of secrets.
package enum ConstantTime {
    /// Whether both are equal, in a time that says nothing about where they differ. Their sizes are no secret: different
    /// ones give false at once.
    package static func equal(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
        enforcer_equal(first, second)
    }
}
