// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the embedded backend compares requests with.
public struct BackendExpectations: Sendable, Equatable {
    public var appID: String
    public var authToken: String

    /// Header names, in lower case, that must not be in any header list.
    public var sensitiveHeaders: Set<String>

    public init(appID: String, authToken: String, sensitiveHeaders: Set<String> = ["cookie", "cookies"]) {
        self.appID = appID
        self.authToken = authToken
        self.sensitiveHeaders = sensitiveHeaders
    }
}
