// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import HumanSecurity

/// Writes the line that answers a case.
enum ExplainAnswer {
    private static let limit = 1 << 28

    /// The answer to a line that is no case.
    static func failure(_ message: String, line: Int) -> [UInt8] {
        var writer = JSONWriter(limit: limit)
        writer.beginObject()
        writer.key("error")
        writer.string(Array(message.utf8).span)
        writer.key("line")
        writer.number(Int64(line))
        writer.endObject()
        return writer.buffer.takeAll()
    }

    /// The answer to a case whose factory threw.
    static func failure(_ message: String, case explainCase: ExplainCase) -> [UInt8] {
        var writer = JSONWriter(limit: limit)
        writer.beginObject()
        writer.key("name")
        writer.raw(explainCase.name.span)
        writer.key("result")
        writer.null()
        writer.key("requests")
        writer.beginArray()
        writer.endArray()
        writer.key("error")
        writer.string(Array(message.utf8).span)
        finish(&writer, explainCase)
        return writer.buffer.takeAll()
    }

    static func text(
        of enforcement: Enforcement,
        requests: [OutgoingRequest],
        case explainCase: ExplainCase
    ) -> [UInt8] {
        var writer = JSONWriter(limit: limit)
        writer.beginObject()
        writer.key("name")
        writer.raw(explainCase.name.span)
        writer.key("result")
        writer.raw(enforcement.result.span)
        if enforcement.isUnchanged {
            writer.key("unchanged")
            writer.bool(true)
        }
        writer.key("requests")
        writer.beginArray()
        for request in requests {
            write(request, to: &writer)
        }
        writer.endArray()
        writer.key("error")
        writer.null()
        write(enforcement, to: &writer)
        finish(&writer, explainCase)
        return writer.buffer.takeAll()
    }

    private static func write(_ request: OutgoingRequest, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("kind")
        writer.string(Array(request.kind.rawValue.utf8).span)
        writer.key("method")
        writer.string(Array(request.method.utf8).span)
        writer.key("url")
        writer.string(Array(request.url.utf8).span)
        writer.key("headers")
        writer.beginObject()
        for field in request.headers {
            writer.key(Array(field.name.utf8).span)
            writer.string(Array(field.value.utf8).span)
        }
        writer.endObject()
        writer.key("body")
        writer.string(request.body.span)
        writer.endObject()
    }

    private static func write(_ enforcement: Enforcement, to writer: inout JSONWriter) {
        writer.key("decision")
        writer.beginObject()
        writer.key("outcome")
        writer.string(Array(enforcement.outcome.rawValue.utf8).span)
        writer.key("reason")
        writer.string(Array(enforcement.reason.utf8).span)
        writer.key("score")
        if let score = enforcement.score, score.isFinite {
            writer.raw(Array("\(score)".utf8).span)
        } else {
            writer.null()
        }
        writer.endObject()
        writer.key("trace")
        writer.beginArray()
        for entry in enforcement.trace {
            writer.beginObject()
            writer.key("step")
            writer.string(Array(entry.step.utf8).span)
            writer.key("outcome")
            writer.string(Array(entry.outcome.utf8).span)
            if let option = entry.option {
                writer.key("option")
                writer.string(Array(option.utf8).span)
            }
            writer.key("detail")
            writer.string(Array((entry.detail ?? "").utf8).span)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func finish(_ writer: inout JSONWriter, _ explainCase: ExplainCase) {
        if let ignore = explainCase.ignore {
            writer.key("ignore")
            writer.raw(ignore.span)
        }
        writer.endObject()
    }
}
