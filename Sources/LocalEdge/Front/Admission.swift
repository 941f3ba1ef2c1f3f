// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What CloudFront refuses by itself, before any function runs (lambda-edge.md §1.1, §2.3).
public enum Admission {
    /// CloudFront's own answer, or nil if the request goes on.
    public static func refusal(of request: ViewerRequest) -> (response: EdgeResponse, reason: String)? {
        let targetSize = request.target.utf8.count
        if targetSize > EdgeLimits.target {
            return (ErrorPage.make(status: 414), "path and query string have \(targetSize) bytes")
        }
        // Method, two blanks, "HTTP/1.1" and two line ends make up the rest of the head.
        let headSize = request.method.utf8.count + targetSize + 14 + request.headers.reduce(0) { $0 + $1.size }
        if headSize > EdgeLimits.requestHead {
            return (ErrorPage.make(status: 494), "request line and headers have \(headSize) bytes")
        }
        if !methods.contains(request.method) {
            return (ErrorPage.make(status: 405), "method \(request.method) is not forwarded")
        }
        if request.method == "GET", !request.body.isEmpty {
            return (ErrorPage.make(status: 403), "a GET with a body")
        }
        if !request.uri.hasPrefix("/") {
            return (ErrorPage.make(status: 400), "the path does not begin with a slash")
        }
        return nil
    }

    private static let methods: Set<String> = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
}
