// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A viewer-request event to make variants of.
struct TestEvent {
    var method = "GET"
    var uri = "/"
    var querystring = ""
    var clientIP = "203.0.113.9"
    /// Name and values; written in this order.
    var headers: [(String, [String])] = [
        ("host", ["shop.example"]),
        ("user-agent", ["Mozilla/5.0 (X11; Linux x86_64) Test"]),
        ("accept", ["text/html"]),
    ]

    /// The request object as it stands in the event.
    var request: String {
        let fields = headers.map { name, values in
            let entries = values.map { #"{"key":"\#(name)","value":"\#($0)"}"# }
            return #""\#(name)":[\#(entries.joined(separator: ","))]"#
        }
        return #"{"clientIp":"\#(clientIP)","headers":{\#(fields.joined(separator: ","))},"#
            + #""method":"\#(method)","querystring":"\#(querystring)","uri":"\#(uri)"}"#
    }

    var json: [UInt8] {
        Array(#"{"Records":[{"cf":{"config":{"eventType":"viewer-request"},"request":\#(request)}}]}"#.utf8)
    }
}
