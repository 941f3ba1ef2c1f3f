// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A function at one of the events of a behaviour.
struct Association: Sendable {
    var function: any FunctionHost

    /// Whether the association has Include Body; request events only.
    var includeBody = false
}

/// What happens to requests whose path a pattern matches. Nothing is cached, as with the policy CachingDisabled.
struct CacheBehaviour: Sendable {
    var pattern = PathPattern.all
    var viewerRequest: Association?
    var originRequest: Association?
    var originResponse: Association?
    var policy = OriginRequestPolicy.allViewerExceptHostHeader
}
