// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

// V3 token (protocol.md §3.1):
//
//     <hmac hex>:<salt base64>:<iterations>:<ciphertext base64>
//               └──────────────── body ───────────────────────┘
//
// The checks run in the order of §3.2. What must fail whatever the key is fails before any key is derived.

extension Exchange {
    /// Finds the visitor's token, decrypts it, and checks its signature. Only a verified token tells anything about the
    /// visitor.
    mutating func verifyToken(_ engine: inout Engine, now: Int64) {
        guard let slice = mobile.isMobile ? mobile.token : cookies.value(of: WireName.riskCookie, in: text.span) else {
            trace.note(.token, RiskToken.Outcome.missing.name)
            return
        }
        token = recallOrRead(slice, &engine, now: now)
        trace.note(.token, token.outcome.name, token.option)
        guard token.outcome == .verified else { return }
        context.vid = token.vid
        context.isVIDFromToken = true
        context.clientUUID = token.uuid
        context.score = token.scoreValue
        context.action = token.action
    }

    /// Takes a token from memory, or reads it and remembers it if it is good.
    package mutating func recallOrRead(_ slice: ByteSlice, _ engine: inout Engine, now: Int64) -> RiskToken {
        if let known = recall(slice, &engine, now: now) { return known }
        let start = text.count
        let token = readToken(slice, &engine)
        remember(token, contentStart: start, &engine, now: now)
        return token
    }

    /// Reads a token as far as it can be read (protocol.md §3.2).
    mutating func readToken(_ slice: ByteSlice, _ engine: inout Engine) -> RiskToken {
        var token = RiskToken()
        token.text = slice
        (token.outcome, token.option) = fill(&token, &engine)
        return token
    }

    /// Gives the outcome, and the option that decided it if one did.
    private mutating func fill(_ token: inout RiskToken, _ engine: inout Engine) -> (RiskToken.Outcome, Option?) {
        let slice = token.text
        let limit = engine.configuration.tokenMaximumLength
        // A UTF-16 unit takes at most three bytes: what is longer than that need not be counted.
        guard Int(slice.count) <= limit * 3, UTF8Text.utf16Count(text.bytes(of: slice)) <= limit else {
            return (.undecodable, .tokenMaximumLength)
        }
        guard let form = TokenForm(text.bytes(of: slice), at: slice.start) else { return (.undecodable, nil) }
        token.signature = form.signature
        guard let iterations = JSONNumber.leadingInteger(of: text.bytes(of: form.iterations)), iterations > 0 else {
            return (.undecodable, nil)
        }
        guard iterations >= engine.configuration.tokenMinimumIterations else {
            return (.undecodable, .tokenMinimumIterations)
        }
        guard iterations <= engine.configuration.tokenMaximumIterations else {
            return (.undecodable, .tokenMaximumIterations)
        }
        guard !form.salt.isEmpty, form.salt.count <= TokenForm.saltLimit, !form.ciphertext.isEmpty else {
            return (.undecodable, nil)
        }
        guard let (secret, plaintext) = decrypt(form, iterations: Int(iterations), &engine) else {
            return (.undecodable, .cookieSecret)
        }
        let signing = readSigning(plaintext)
        token.signing = signing ?? .userAgent
        var isGood = false
        if let signing { isGood = isSigned(signing, form, secret: secret, &engine) }
        takePayload(plaintext, into: &token)
        return (isGood ? .verified : .notValid, nil)
    }

    // MARK: - Decryption

    /// The plain text, and which secret gave it: of several the first that gives a whole payload (protocol.md §3.7).
    private mutating func decrypt(
        _ form: TokenForm,
        iterations: Int,
        _ engine: inout Engine
    ) -> (secret: Int, plaintext: ByteSlice)? {
        parts.removeAll()
        let salt = parts.slice { $0.append(base64Decoding: form.salt, of: text) }
        let ciphertext = parts.slice { $0.append(base64Decoding: form.ciphertext, of: text) }
        // AES-CBC works in blocks of 16 bytes; anything else cannot be decrypted, so no key is derived for it.
        guard !ciphertext.isEmpty, ciphertext.count % 16 == 0 else { return nil }
        let count = engine.secrets?.count ?? 0
        for secret in 0..<count {
            var keyAndIV = InlineArray<48, UInt8>(repeating: 0)
            defer { clear(&keyAndIV) }
            let isDerived = engine.secrets?.derive(
                secret: secret,
                salt: parts.bytes(of: salt),
                iterations: iterations,
                into: &keyAndIV
            )
            guard isDerived == true else { continue }
            let start = text.count
            if let found = Self.decrypt(ciphertext, of: parts, keyAndIV: keyAndIV, into: &text, &engine),
                isWholePayload(found)
            {
                return (secret, found)
            }
            text.truncate(to: start)
        }
        return nil
    }

    private static func decrypt(
        _ ciphertext: ByteSlice,
        of parts: borrowing ByteBuffer,
        keyAndIV: borrowing InlineArray<48, UInt8>,
        into text: inout ByteBuffer,
        _ engine: inout Engine
    ) -> ByteSlice? {
        engine.cipher?.decrypt(parts.bytes(of: ciphertext), keyAndIV: keyAndIV, into: &text) ?? nil
    }

    /// Whether the text is a JSON object with all of the required members (protocol.md §3.2, nos. 6 and 7). Leaves it
    /// parsed in `document`.
    private mutating func isWholePayload(_ plaintext: ByteSlice) -> Bool {
        guard document.reads(plaintext, of: text), document.kind(of: 0) == .object else { return false }
        let bytes = text.bytes(of: plaintext)
        let required: InlineArray<5, StaticString> = ["a", "s", "t", "u", "v"]
        for index in required.indices where document.value(required[index], of: 0, in: bytes) == nil {
            return false
        }
        return true
    }

    // MARK: - Payload and signature

    private mutating func takePayload(_ plaintext: ByteSlice, into token: inout RiskToken) {
        token.expiry = number("t", of: plaintext)
        token.score = number("s", of: plaintext)
        token.vid = scalar("v", of: plaintext)
        token.uuid = scalar("u", of: plaintext)
        token.scoreValue = scalar("s", of: plaintext)
        token.expiryValue = scalar("t", of: plaintext)
        token.action = scalar("a", of: plaintext)
        token.approval = scalar("cpa", of: plaintext)
        token.isApproved = truthyMember("cpa", of: plaintext) != nil
        token.payload = rewrite(node: 0, base: plaintext)
    }

    /// What JavaScript's comparisons make of a member.
    private func number(_ name: StaticString, of plaintext: ByteSlice) -> Double? {
        member(name, of: plaintext).flatMap { document.javaScriptNumber($0, in: text.bytes(of: plaintext)) }
    }

    private func member(_ name: StaticString, of plaintext: ByteSlice) -> Int? {
        document.value(name, of: 0, in: text.bytes(of: plaintext))
    }

    private mutating func scalar(_ name: StaticString, of base: ByteSlice) -> JSONScalar {
        guard let node = member(name, of: base) else { return .none }
        return scalar(node: node, base: base)
    }

    /// The value of a node of `document`, which was parsed from the slice `base`.
    mutating func scalar(node: Int, base: ByteSlice) -> JSONScalar {
        if document.kind(of: node) == .string {
            return JSONScalar(slice: text.unescape(document.text(of: node), base: base.start), isText: true)
        }
        return JSONScalar(slice: rewrite(node: node, base: base), isText: false)
    }

    /// Appends a node to the text as JSON that can be sent on: without blanks, and well-formed whatever it was.
    mutating func rewrite(node: Int, base: ByteSlice) -> ByteSlice {
        var writer = JSONWriter(limit: Self.payloadLimit)
        writer.value(document, node: node, in: text.bytes(of: base))
        return writer.buffer.hasOverflowed ? text.slice { $0.append("null") } : text.store(writer.buffer)
    }

    /// Far more than a token's payload can have, which is never longer than the token, and more than anybody would read
    /// of an answer's value. What is longer counts as `null`.
    private static var payloadLimit: Int { 1 << 16 }

    /// Whether the signature fits body and signed fields (protocol.md §3.5).
    private mutating func isSigned(
        _ signing: TokenSigning,
        _ form: TokenForm,
        secret: Int,
        _ engine: inout Engine
    ) -> Bool {
        scratch.removeAll()
        scratch.append(wellFormed: form.body, of: text)
        Self.append(fieldsOf: signing, from: context, of: text, to: &scratch)
        var digest = InlineArray<32, UInt8>(repeating: 0)
        guard engine.secrets?.beginMAC(key: secret) == true,
            engine.secrets?.updateMAC(scratch.span) == true,
            engine.secrets?.finishMAC(into: &digest) == true
        else { return false }
        scratch.removeAll()
        scratch.append(hexEncoding: digest.span)
        return ConstantTime.equal(scratch.span, text.bytes(of: form.signature))
    }

    /// What the token says is signed besides its body; nil if it says something unreadable.
    private mutating func readSigning(_ plaintext: ByteSlice) -> TokenSigning? {
        // An app signs nothing but the body, whatever the token says.
        if mobile.isMobile { return .nothing }
        guard let node = truthyMember("x", of: plaintext) else { return .userAgent }
        guard document.kind(of: node) == .string else { return nil }
        return .listed(scalar(node: node, base: plaintext).slice)
    }

    /// The signed fields of a request, one after the other.
    private static func append(
        fieldsOf signing: TokenSigning,
        from context: RequestContext,
        of text: borrowing ByteBuffer,
        to buffer: inout ByteBuffer
    ) {
        switch signing {
        case .nothing: break
        case .userAgent: buffer.append(context.userAgent, of: text)
        case .listed(let fields):
            for index in fields.start..<fields.end {
                switch text[index] {
                case 0x75: buffer.append(context.userAgent, of: text)
                case 0x73: buffer.append(wellFormed: context.clientIP, of: text)
                default: break
                }
            }
        }
    }

    // MARK: - Memory

    /// The token if it was verified before, for just the fields that it is signed for. Its content is appended to the text.
    private mutating func recall(_ slice: ByteSlice, _ engine: inout Engine, now: Int64) -> RiskToken? {
        guard let slot = engine.tokens.find(text.bytes(of: slice), now: now) else { return nil }
        let start = text.count
        engine.tokens.appendContent(of: slot, to: &text)
        let known = engine.tokens.use(slot, contentAt: start, textAt: slice.start)
        parts.removeAll()
        Self.append(fieldsOf: known.signing, from: context, of: text, to: &parts)
        guard known.isMobile == mobile.isMobile, engine.tokens.covers(slot, parts.span), !text.hasOverflowed else {
            text.truncate(to: start)
            return nil
        }
        return known
    }

    private mutating func remember(
        _ token: RiskToken,
        contentStart: Int,
        _ engine: inout Engine,
        now: Int64
    ) {
        guard engine.tokens.isOn, token.outcome == .verified, let expiry = token.expiry, Double(now) <= expiry,
            !text.hasOverflowed
        else { return }
        parts.removeAll()
        Self.append(fieldsOf: token.signing, from: context, of: text, to: &parts)
        engine.tokens.insert(
            token,
            text: text.bytes(of: token.text),
            signedFields: parts.span,
            content: text.bytes(of: ByteSlice(from: contentStart, to: text.count)),
            contentStart: contentStart
        )
    }

    private func truthyMember(_ name: StaticString, of plaintext: ByteSlice) -> Int? {
        let bytes = text.bytes(of: plaintext)
        guard let node = document.member(name, of: 0, in: bytes), document.isTruthy(node, in: bytes) else { return nil }
        return node
    }
}

/// Where the parts of a token stand.
private struct TokenForm: BitwiseCopyable {
    /// Longer salts are refused, in characters of base64 (protocol.md §3.2, no. 4).
    static var saltLimit: Int { 100 }

    var signature: ByteSlice
    var body: ByteSlice
    var salt: ByteSlice
    var iterations: ByteSlice
    var ciphertext: ByteSlice

    /// - Parameter offset: where `bytes` begins in the buffer that the slices shall be of.
    init?(_ bytes: Span<UInt8>, at offset: Int) {
        guard let first = bytes.firstIndex(of: 0x3A),
            let second = bytes.firstIndex(of: 0x3A, from: first + 1),
            let third = bytes.firstIndex(of: 0x3A, from: second + 1),
            bytes.firstIndex(of: 0x3A, from: third + 1) == nil
        else { return nil }
        signature = ByteSlice(from: offset, to: offset + first)
        body = ByteSlice(from: offset + first + 1, to: offset + bytes.count)
        salt = ByteSlice(from: offset + first + 1, to: offset + second)
        iterations = ByteSlice(from: offset + second + 1, to: offset + third)
        ciphertext = ByteSlice(from: offset + third + 1, to: offset + bytes.count)
    }
}
