// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// What a site's own JWT says about the visitor's account (protocol.md §11.2). Slices are of `Exchange.text`.
package struct AccountIdentifiers: BitwiseCopyable, Sendable {
    /// `app_user_id`; unknown if there is none.
    package var userID = JSONScalar.none

    /// `jwt_additional_fields` as a JSON object, which may be empty; nil if no token was read.
    package var additionalFields: ByteSlice?
}
