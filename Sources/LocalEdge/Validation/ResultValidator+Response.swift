// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension ResultValidator {
    /// A response that the function made.
    func response(from fields: [String: JSONValue]) throws(ResultRefusal) -> EdgeResponse {
        var response = EdgeResponse(status: try status(from: fields), reasonPhrase: try phrase(from: fields))
        response.headers = try headers(from: fields["headers"])
        for line in response.headers {
            try checkMaySet(line.lowercasedName)
            if HeaderRules.readOnly(at: type).contains(line.lowercasedName) {
                throw ResultRefusal("read-only header \(line.lowercasedName) may not be set")
            }
        }
        response.body = try body(from: fields, status: response.status, headers: response.headers)
        return response
    }

    /// The origin's response with what the function made of it. Without a body in it the origin's stays.
    func changed(_ original: EdgeResponse, to fields: [String: JSONValue]) throws(ResultRefusal) -> EdgeResponse {
        if fields["uri"] != nil, fields["status"] == nil {
            throw ResultRefusal("the result is a request, not a response")
        }
        var response = original
        response.status = try status(from: fields)
        response.reasonPhrase = try phrase(from: fields)
        response.headers = try headers(from: fields["headers"])
        try checkReadOnly(response.headers, against: original.headers)
        for line in response.headers { try checkMaySet(line.lowercasedName) }
        if fields["body"] != nil {
            response.body = try body(from: fields, status: response.status, headers: response.headers)
        }
        // Hidden from the function, not taken away from the viewer.
        response.headers += original.headers.filter { HeaderRules.isDisallowed($0.lowercasedName) }
        return response
    }

    // MARK: - Members

    private func status(from fields: [String: JSONValue]) throws(ResultRefusal) -> Int {
        let status = try text("status", in: fields)
        guard status.utf8.count == 3, let code = Int(status), (200...599).contains(code) else {
            throw ResultRefusal("status \(status.debugDescription) is not a number from 200 to 599")
        }
        return code
    }

    private func phrase(from fields: [String: JSONValue]) throws(ResultRefusal) -> String {
        let description = fields["statusDescription"] == nil ? "" : try text("statusDescription", in: fields)
        guard HeaderRules.isCleanValue(description) else {
            throw ResultRefusal("statusDescription has a control character")
        }
        return description
    }

    private func checkMaySet(_ name: String) throws(ResultRefusal) {
        if HeaderRules.isDisallowed(name) {
            throw ResultRefusal("header \(name) may not be set")
        }
    }

    private func body(
        from fields: [String: JSONValue],
        status: Int,
        headers: [HeaderLine]
    ) throws(ResultRefusal) -> [UInt8] {
        let body = fields["body"] == nil ? "" : try text("body", in: fields)
        if status == 204, !body.isEmpty {
            throw ResultRefusal("a response with status 204 has a body")
        }
        // The body counts as it stands in the result: base64 costs a third more.
        let size = headers.reduce(0) { $0 + $1.size } + body.utf8.count
        let limit = EdgeLimits.generatedResponse(at: type)
        guard size <= limit else {
            throw ResultRefusal("the generated response has \(size) bytes, \(limit) are allowed")
        }
        return try decode(body, encoding: fields["bodyEncoding"])
    }

    private func decode(_ body: String, encoding: JSONValue?) throws(ResultRefusal) -> [UInt8] {
        switch encoding {
        case nil, .string("text"):
            return Array(body.utf8)
        case .string("base64"):
            guard let bytes = decode(base64: body) else {
                throw ResultRefusal("body is not base64")
            }
            return bytes
        default:
            throw ResultRefusal("bodyEncoding is neither text nor base64")
        }
    }
}
