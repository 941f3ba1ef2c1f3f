// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// An origin whose name leads to a server of this process.
struct LoopbackOrigin: Origin {
    let port: UInt16

    func respond(to request: ViewerRequest) async throws(OriginFailure) -> EdgeResponse {
        // The client says itself how long a body is that came in chunks or was replaced.
        let lines = request.headers.filter { !Self.ofTheConnection.contains($0.lowercasedName) }
        do {
            return try await LoopbackClient(port: port).send(
                request.method,
                request.target,
                headers: lines,
                body: request.body
            )
        } catch {
            throw OriginFailure(
                status: 502, reason: "CloudFront could not connect to \(request.origin?.address ?? "it")")
        }
    }

    private static let ofTheConnection: Set<String> = [
        "connection", "content-length", "expect", "keep-alive", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]
}
