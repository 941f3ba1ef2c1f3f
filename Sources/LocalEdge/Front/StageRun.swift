// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// One stop of a request on its way: a function that ran, or the origin.
package struct StageRun: Sendable {
    /// `viewer-request`, `origin-request` or `origin-response` for a function; `origin` for the origin.
    package var place: String

    /// The function's event, JSON text; empty for the origin.
    package var event: [UInt8] = []

    /// How the function's run ended; nil for the origin.
    package var outcome: FunctionOutcome?

    /// When it began, in ms since the epoch.
    package var began: Int64

    /// Until there was an answer, in ms; for an executable with the wait for a free one.
    package var milliseconds: Double

    /// The name that the origin has as a place.
    package static let origin = "origin"
}
