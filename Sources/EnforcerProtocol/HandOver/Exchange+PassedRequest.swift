// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

extension Exchange {
    /// Lets the request go on: as it came, or without headers that only we may write and with those we have to.
    mutating func passRequest(_ engine: borrowing Engine) {
        guard event.hasRequest, !text.hasOverflowed else { return }
        let request = event.request
        result = .event(request.range)
        guard !request.headersRange.isEmpty, engine.configuration.isModuleEnabled else { return }
        for field in request.headers.fields where isReserved(field, engine.reservedHeaders) {
            removals.append(field.name)
        }
        guard !removals.isEmpty || !additions.isEmpty, isFrame || splice(engine.reservedHeaders) else { return }
        if isFrame { result = .changes }
        trace.note(.originRequest, removals.isEmpty ? "headers_added" : "forged_headers_removed")
    }

    /// Makes the changed request out of the one that came. False if there is no room for it.
    private mutating func splice(_ reserved: borrowing ByteStringList) -> Bool {
        let request = event.request
        let start = output.startDocument()
        if !removals.isEmpty || request.headers.fields.isEmpty {
            output.buffer.append(ByteSlice(from: request.range.start, to: request.headersRange.start), of: text)
            output.beginObject()
            for field in request.headers.fields where !isReserved(field, reserved) {
                output.raw(field.raw, of: text)
            }
        } else {
            // All headers stay: everything up to the brace that ends them is copied as it is.
            output.raw(ByteSlice(from: request.range.start, to: request.headersRange.end - 1), of: text)
        }
        for addition in additions {
            output.key(addition.name, of: text)
            output.beginArray()
            output.beginObject()
            output.key("key")
            output.string(addition.name, of: text)
            output.key("value")
            output.string(addition.value, of: text)
            output.endObject()
            output.endArray()
        }
        output.endObject()
        output.buffer.append(ByteSlice(from: request.headersRange.end, to: request.range.end), of: text)
        guard !output.buffer.hasOverflowed else { return false }
        result = .request(ByteSlice(from: start, to: output.buffer.count))
        return true
    }

    private func isReserved(_ field: HeaderTable.Field, _ names: borrowing ByteStringList) -> Bool {
        names.mayContain(length: Int(field.name.count)) && names.containsIgnoringASCIICase(text.bytes(of: field.name))
    }

    /// Decides which headers the origin gets (protocol.md §9.6, §9.8).
    mutating func addOriginHeaders(_ engine: borrowing Engine, _ decision: Decision, now: Int64) {
        guard credentials != nil else { return }
        let configuration = engine.configuration
        if risk.isAccountBreached, !configuration.compromisedCredentialsHeader.isEmpty {
            let name = text.store(configuration.compromisedCredentialsHeader.span)
            additions.append(HeaderAddition(name: name, value: text.slice { $0.append("1") }))
            trace.note(.originRequest, "compromised_credentials", .compromisedCredentialsHeader)
        }
        guard configuration.isAdditionalActivityHeaderEnabled, !configuration.sendsAdditionalActivityAutomatically
        else {
            return
        }
        let start = output.startDocument()
        writeActivity(.additional, engine, decision, now: now)
        let activity = text.store(ByteSlice(from: start, to: output.buffer.count), of: output.buffer)
        output.buffer.truncate(to: start)
        add(WireName.additionalActivityHeader, activity)
        let url = text.slice {
            $0.append(engine.configuration.collectorURL.span)
            $0.append(WireName.activitiesPath)
        }
        add(WireName.additionalActivityURLHeader, url)
        trace.note(.originRequest, "additional_activity", .additionalActivityHeader)
    }

    mutating func add(_ name: StaticString, _ value: ByteSlice) {
        additions.append(HeaderAddition(name: text.slice { $0.append(name) }, value: value))
    }
}

/// A header that we add to a request. Slices are of `Exchange.text`.
package struct HeaderAddition: BitwiseCopyable, Sendable {
    package var name: ByteSlice
    package var value: ByteSlice
}
