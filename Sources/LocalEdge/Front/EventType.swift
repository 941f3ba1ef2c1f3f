// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The events of a distribution that functions of the enforcer are associated with.
public enum EventType: String, Sendable, CaseIterable {
    /// Before the cache: HumanEnforcer.
    case viewerRequest = "viewer-request"
    /// On the way to the origin: HumanFirstParty.
    case originRequest = "origin-request"
    /// On the way back: HumanActivities.
    case originResponse = "origin-response"
}
