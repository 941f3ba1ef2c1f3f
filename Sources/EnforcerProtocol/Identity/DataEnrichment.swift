// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// What HUMAN says about the visitor beyond the score: from the `_pxde` cookie, or newer from the Risk API (protocol.md
/// §11.4). Slices are of `Exchange.text`.
package struct DataEnrichment: BitwiseCopyable, Sendable {
    /// As JSON; nil if there is none, or none that can be read.
    package var json: ByteSlice?

    /// Whether it is HUMAN's word.
    package var isVerified = false
}
