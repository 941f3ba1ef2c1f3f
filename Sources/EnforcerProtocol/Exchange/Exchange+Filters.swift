// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    private mutating func firstMatch(in filter: borrowing UserAgentFilter) -> Int? {
        Self.firstMatch(in: filter, for: context.userAgent, of: text, using: &patternWorkspace)
    }

    private static func firstMatch(
        in filter: borrowing UserAgentFilter,
        for userAgent: ByteSlice,
        of text: borrowing ByteBuffer,
        using workspace: inout PatternWorkspace
    ) -> Int? {
        filter.firstMatch(for: text.bytes(of: userAgent), using: &workspace)
    }

    /// The first filter that lets the request through unexamined, or nil (protocol.md §1.5, in its order).
    mutating func filter(by configuration: borrowing CompiledConfiguration) -> Decision.Reason? {
        let path = context.path
        let method = context.method
        let isReading = text.bytes(of: method).equals("GET") || text.bytes(of: method).equals("HEAD")
        if isReading, let element = configuration.extensionFilter.firstMatch(path: text.bytes(of: path)) {
            trace.note(.filterExtension, "filtered", .filterByExtension, element: element, detail: path)
            return .fileExtension
        }
        trace.note(.filterExtension, "no_match", .filterByExtension)
        if let element = firstMatch(in: configuration.routeFilter) {
            trace.note(.filterRoute, "filtered", .filterByRoute, element: element, detail: path)
            return .route
        }
        trace.note(.filterRoute, "no_match", .filterByRoute)
        if let element = configuration.methodFilter.firstMatch(text.bytes(of: method)) {
            trace.note(.filterMethod, "filtered", .filterByMethod, element: element, detail: method)
            return .method
        }
        trace.note(.filterMethod, "no_match", .filterByMethod)
        if let element = firstMatch(in: configuration.userAgentFilter) {
            trace.note(.filterUserAgent, "filtered", .filterByUserAgent, element: element)
            return .userAgent
        }
        trace.note(.filterUserAgent, "no_match", .filterByUserAgent)
        if let element = configuration.addressFilter.firstMatch(text.bytes(of: context.clientIP)) {
            trace.note(.filterIP, "filtered", .filterByIP, element: element, detail: context.clientIP)
            return .address
        }
        trace.note(.filterIP, "no_match", .filterByIP)
        return nil
    }
}
