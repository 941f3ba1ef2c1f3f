// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The edge's way to origins: names, connections, and how long it waits.
struct OriginNetwork: Sendable {
    /// The distribution's own origin, and what answers for it.
    var siteAddress: CustomOrigin
    var site: any Origin

    /// Names in lower case that lead to a port on loopback, whatever scheme and port an origin says. So a function may
    /// name the vendor's hosts as in production, and the embedded backend answers.
    var loopbackNames: [String: UInt16] = [:]

    /// Whether other names are looked up in the world outside.
    var reachesOutside = false

    /// Sends a request to its origin.
    func respond(to request: ViewerRequest) async throws(OriginFailure) -> EdgeResponse {
        let destination = request.origin ?? siteAddress
        var request = request
        request.uri = destination.path + request.uri
        for line in destination.customHeaders { request.headers.remove(line.name) }
        request.headers += destination.customHeaders
        let origin = try origin(at: destination)
        let response = try await Self.answer(of: origin, to: request, within: destination.readTimeout)
        let size = response.headers.reduce(0) { $0 + $1.size }
        guard size <= EdgeLimits.responseHead else {
            throw OriginFailure(status: 502, reason: "its headers have \(size) bytes")
        }
        return response
    }

    private func origin(at destination: CustomOrigin) throws(OriginFailure) -> any Origin {
        if destination.address == siteAddress.address { return site }
        if let port = loopbackNames[destination.domainName.lowercased()] { return LoopbackOrigin(port: port) }
        guard reachesOutside else {
            throw OriginFailure(
                status: 502,
                reason: "\(destination.domainName) is no name that the local edge knows, and it asks nobody outside"
            )
        }
        return RemoteOrigin(destination)
    }

    private static func answer(
        of origin: any Origin,
        to request: ViewerRequest,
        within seconds: Int
    ) async throws(OriginFailure) -> EdgeResponse {
        let result = await withTaskGroup(of: Result<EdgeResponse, OriginFailure>.self) { group in
            group.addTask {
                do throws(OriginFailure) {
                    return .success(try await origin.respond(to: request))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return .failure(OriginFailure(status: 504, reason: "it did not answer within \(seconds) s"))
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(OriginFailure(status: 502, reason: "it was not asked"))
        }
        return try result.get()
    }
}
