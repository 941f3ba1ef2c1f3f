// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge

/// Who may ask the inspector: its own page, and programs on this machine that say so.
///
/// A page from elsewhere can make a browser send requests to loopback, under a name of its own that leads here, too. So
/// the host has to be a name of loopback, and what runs something has to come from the inspector's own page.
struct InspectorGate: Sendable {
    /// A request that is turned away.
    struct Refusal: Equatable {
        var status: Int
        var reason: String
    }

    /// The port that the inspector listens on.
    var port: UInt16

    /// The longest body that is taken, in bytes.
    static let bodyLimit = 256 * 1_024

    /// Why a request is turned away; nil if it may come in.
    func refusal(of request: ViewerRequest) -> Refusal? {
        let hosts = request.headers.all("host")
        guard hosts.count == 1, names.contains(hosts[0].lowercased()) else {
            return Refusal(status: 421, reason: "the inspector answers to the names of loopback only")
        }
        let sites = request.headers.all("sec-fetch-site")
        guard sites.allSatisfy({ $0 == "same-origin" || $0 == "none" }) else {
            return Refusal(status: 403, reason: "the request comes from another site")
        }
        switch request.method {
        case "GET": return nil
        case "POST": return refusalOfChange(request, host: hosts[0])
        default: return Refusal(status: 405, reason: "GET and POST only")
        }
    }

    private func refusalOfChange(_ request: ViewerRequest, host: String) -> Refusal? {
        guard request.headers.all("origin") == ["http://\(host.lowercased())"] else {
            return Refusal(status: 403, reason: "the header Origin has to name the inspector itself")
        }
        let type = request.headers.first("content-type")?.split(separator: ";").first?.lowercased()
        guard type == "application/json" else {
            return Refusal(status: 415, reason: "the body has to be application/json")
        }
        guard request.body.count <= Self.bodyLimit else {
            return Refusal(status: 413, reason: "the body is longer than \(Self.bodyLimit) bytes")
        }
        return nil
    }

    private var names: Set<String> { ["127.0.0.1:\(port)", "localhost:\(port)"] }
}
