// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the embedded backend compares requests with.
public struct BackendExpectations: Sendable, Equatable {
    /// `px_app_id` of the functions.
    public var appID: String

    /// `px_auth_token` of the functions.
    public var authToken: String

    /// Header names, in lower case, that must not be in any header list.
    public var sensitiveHeaders: Set<String>

    /// The vendor's hosts, in lower case, by which the edge reaches this backend.
    public var firstPartyHosts: [FirstPartyCheck.Kind: String]

    /// What requests of one configuration are compared with.
    public init(
        appID: String,
        authToken: String,
        sensitiveHeaders: Set<String> = ["cookie", "cookies"],
        firstPartyHosts: [FirstPartyCheck.Kind: String] = [:]
    ) {
        self.appID = appID
        self.authToken = authToken
        self.sensitiveHeaders = sensitiveHeaders
        self.firstPartyHosts = firstPartyHosts
    }
}
