// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The events of a distribution that functions of the enforcer are associated with.
public enum EventType: String, Sendable, CaseIterable {
    case viewerRequest = "viewer-request"
    case originRequest = "origin-request"
    case originResponse = "origin-response"
}
