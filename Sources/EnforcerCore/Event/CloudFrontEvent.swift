// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What a CloudFront event says, as slices into the buffer that holds it (lambda-edge.md §1.1).
///
/// Members that the event does not have are empty slices; `hasRequest` tells whether there was a request at all.
package struct CloudFrontEvent: Sendable {
    package struct Body: BitwiseCopyable, Sendable {
        package var data = JSONText.empty
        package var encoding = JSONText.empty
        package var isTruncated = false
        package var isPresent = false
    }

    package struct Request: Sendable {
        package var clientIP = JSONText.empty
        package var method = JSONText.empty
        package var uri = JSONText.empty
        package var querystring = JSONText.empty
        package var body = Body()
        package var headers = HeaderTable()

        /// The whole request object as it stands in the event.
        package var range = ByteSlice.empty

        /// Its `headers` object, braces included.
        package var headersRange = ByteSlice.empty

        mutating func reset() {
            clientIP = .empty
            method = .empty
            uri = .empty
            querystring = .empty
            body = Body()
            headers.removeAll()
            range = .empty
            headersRange = .empty
        }
    }

    package struct Response: Sendable {
        package var status = JSONText.empty
        package var statusDescription = JSONText.empty
        package var headers = HeaderTable()
        package var range = ByteSlice.empty
        package var headersRange = ByteSlice.empty

        mutating func reset() {
            status = .empty
            statusDescription = .empty
            headers.removeAll()
            range = .empty
            headersRange = .empty
        }
    }

    package var eventType = JSONText.empty
    package var requestID = JSONText.empty
    package var distributionID = JSONText.empty
    package var distributionDomainName = JSONText.empty
    package var request = Request()
    package var response = Response()

    package init() {}

    package var hasRequest: Bool { !request.range.isEmpty }

    mutating func reset() {
        eventType = .empty
        requestID = .empty
        distributionID = .empty
        distributionDomainName = .empty
        request.reset()
        response.reset()
    }

    /// Unescapes what needs it, into the tail of `buffer`. From then on every `raw` slice is the text itself.
    mutating func unescape(in buffer: inout ByteBuffer) {
        func plain(_ text: inout JSONText) {
            guard text.isEscaped else { return }
            text = JSONText(buffer.unescape(text))
        }
        plain(&eventType)
        plain(&requestID)
        plain(&distributionID)
        plain(&distributionDomainName)
        plain(&request.clientIP)
        plain(&request.method)
        plain(&request.uri)
        plain(&request.querystring)
        plain(&request.body.data)
        plain(&request.body.encoding)
        plain(&response.status)
        plain(&response.statusDescription)
        request.headers.unescape(in: &buffer)
        response.headers.unescape(in: &buffer)
    }
}
