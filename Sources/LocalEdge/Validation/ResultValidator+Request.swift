// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension ResultValidator {
    /// A request that goes on.
    func request(from fields: [String: JSONValue]) throws(ResultRefusal) -> ViewerRequest {
        var request = original

        guard try text("method", in: fields) == original.method else {
            throw ResultRefusal("method was changed")
        }
        if let address = fields["clientIp"], address.stringValue != original.clientIP {
            throw ResultRefusal("clientIp was changed")
        }

        request.uri = try text("uri", in: fields)
        guard request.uri.hasPrefix("/") else {
            throw ResultRefusal("uri does not begin with a slash")
        }
        guard request.uri.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw ResultRefusal("uri has a space or a control character")
        }
        if fields["querystring"] != nil {
            request.querystring = try text("querystring", in: fields)
        } else {
            request.querystring = ""
        }
        guard request.querystring.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw ResultRefusal("querystring has a space, a control character or a #")
        }
        guard request.target.utf8.count <= EdgeLimits.target else {
            throw ResultRefusal("uri and querystring have \(request.target.utf8.count) bytes")
        }

        request.headers = try headers(from: fields["headers"])
        try checkReadOnly(request.headers, against: original.headers)
        for line in request.headers {
            try checkAllowed(line.lowercasedName)
        }
        // Hidden from the function, not taken away from the origin: those that end at each hop are dropped later.
        request.headers += original.headers.filter { HeaderRules.isDisallowed($0.lowercasedName) }

        if let body = fields["body"] {
            try replaceBody(of: &request, with: body)
        }
        if type == .originRequest, let value = fields["origin"], value != event["origin"] {
            request.origin = try origin(from: value, for: request)
        }
        return request
    }

    private func checkAllowed(_ name: String) throws(ResultRefusal) {
        if HeaderRules.isDisallowed(name) {
            throw ResultRefusal("header \(name) may not be added")
        }
        if type == .viewerRequest, HeaderRules.isAddedByCloudFront(name), original.headers.first(name) == nil {
            throw ResultRefusal("header \(name) is CloudFront's to add")
        }
    }

    private func replaceBody(of request: inout ViewerRequest, with body: JSONValue) throws(ResultRefusal) {
        guard let fields = body.objectValue else {
            throw ResultRefusal("body is \(body.kind), not an object")
        }
        if let flag = fields["inputTruncated"], flag != event["body"]?["inputTruncated"] {
            throw ResultRefusal("body.inputTruncated was changed")
        }
        switch fields["action"] {
        case nil, .string("read-only"):
            // Data and encoding are ignored; the original body goes on in full.
            return
        case .string("replace"):
            break
        default:
            throw ResultRefusal("body.action is neither read-only nor replace")
        }
        let data = try text("data", in: fields)
        switch fields["encoding"] {
        case .string("text"):
            guard data.utf8.count <= EdgeLimits.replacedText(at: type) else {
                throw ResultRefusal("the replaced body has \(data.utf8.count) bytes")
            }
            request.body = Array(data.utf8)
        case .string("base64"):
            guard data.utf8.count <= EdgeLimits.replacedBase64(at: type) else {
                throw ResultRefusal("the replaced body has \(data.utf8.count) bytes of base64")
            }
            guard let bytes = decode(base64: data) else {
                throw ResultRefusal("body.data is not base64")
            }
            request.body = bytes
        default:
            throw ResultRefusal("body.encoding is neither text nor base64")
        }
    }
}
