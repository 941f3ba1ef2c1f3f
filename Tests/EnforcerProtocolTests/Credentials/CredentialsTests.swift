// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Foundation
import Testing

@Suite("Credentials")
struct CredentialsTests {
    /// SHA-256 of the empty text, of `jane`, and of `S3cret!`.
    static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    static let janeHash = "81f8f6dde88365f3928796ec7aa53f72820b06db8664f5fe76a7eb13e24546a2"
    static let secretHash = "88d3ff09991bae39cb844746c78ab09d4c62050857d336751e37c4b1d84a1d44"

    static func details(_ json: String, version: String = "both") throws -> NSDictionary? {
        try ReadCredentials(version: version, body: Array(json.utf8)).details() as? NSDictionary
    }

    static func hash(_ text: String) throws -> String {
        let result = Digest.sha256(Array(text.utf8).span)
        guard let digest = result else { throw CancellationError() }
        var buffer = ByteBuffer(limit: 64)
        buffer.append(hexEncoding: digest.span)
        return BodySupport.text(buffer.span)
    }

    // MARK: - Choice of the version (protocol.md §9.4)

    @Test("v2 wants both, but an empty text is one")
    func strictV2() throws {
        #expect(try Self.details(#"{"username":"jane"}"#, version: "v2") == nil)
        #expect(try Self.details(#"{"password":"x"}"#, version: "v2") == nil)
        let empty = try #require(try Self.details(#"{"username":"jane","password":""}"#, version: "v2"))
        #expect(empty["user"] as? String == Self.janeHash)
        #expect(empty["pass"] as? String == (try Self.hash(Self.janeHash + Self.emptyHash)))
        #expect(empty["sso_step"] == nil)
    }

    @Test("a number beside a text is sent as it came in a step, and nothing in v2")
    func numbers() throws {
        let json = #"{"username": 1.70e1, "password": "S3cret!"}"#
        #expect(try Self.details(json) == nil)
        #expect(try Self.details(json, version: "v2") == nil)
        #expect(
            try Self.details(json, version: "multistep_sso")
                == ["user": 17, "pass": Self.secretHash, "ci_version": "multistep_sso", "sso_step": "user"]
        )
        #expect(try Self.details(#"{"username":"jane","password":5}"#) == nil)
        #expect(try Self.details(#"{"username":"jane","password":5}"#, version: "multistep_sso") == nil)
        #expect(try Self.details(#"{"username":17,"password":""}"#)?["user"] as? Int == 17)
    }

    @Test("null, false and zero are as good as missing", arguments: ["null", "false", "0", "-0.0", "0e5"])
    func falsy(value: String) throws {
        let user = try Self.details(#"{"username":\#(value),"password":"S3cret!"}"#)
        #expect(user == ["pass": Self.secretHash, "ci_version": "multistep_sso", "sso_step": "pass"])
        let pass = try Self.details(#"{"username":"jane","password":\#(value)}"#)
        #expect(pass == ["user": "jane", "ci_version": "multistep_sso", "sso_step": "user"])
        #expect(try Self.details(#"{"username":\#(value),"password":\#(value)}"#) == nil)
    }

    @Test("credentials of the customer's function need not be text")
    func custom() throws {
        var text = ByteBuffer(limit: 1000)
        var document = JSONDocument()
        let type = text.store(Array("json".utf8).span)
        var source = ByteBuffer(limit: 1000)
        let contentType = source.store(type, of: text)
        let body = source.store(Array(#"{"u":17}"#.utf8).span)
        let entry = CredentialsEntry(method: [], path: .exact([]), userField: [0x75], passField: [])
        let found = FoundCredentials(
            body: body, contentType: contentType, of: source, entry: entry, document: &document, into: &text)
        let fromBody = ExtractedCredentials(found, from: .body, version: .both, in: &text)
        #expect(fromBody == nil)
        let fromFunction = ExtractedCredentials(found, from: .custom, version: .both, in: &text)
        let credentials = try #require(fromFunction)
        #expect(credentials.version == .multistepSSO)
        #expect(BodySupport.text(text.bytes(of: credentials.rawUsername.slice)) == "17")
        let none = ExtractedCredentials(FoundCredentials(), from: .custom, version: .both, in: &text)
        #expect(none == nil)
    }

    // MARK: - Where they stand (protocol.md §9.2, §9.3)

    @Test("a path that meets plain text ends there, and JSON that is plain text is every field")
    func shortPaths() throws {
        let nested = ReadCredentials(
            userField: "u.name", passField: "p.q", body: Array(#"{"u":"jane","p":"S3cret!"}"#.utf8))
        #expect((try nested.details() as? NSDictionary)?["user"] as? String == Self.janeHash)
        #expect(try Self.details("\"jane\"")?["user"] as? String == Self.janeHash)
    }

    @Test("a field that is not configured finds nothing", arguments: ["body", "query-param"])
    func unconfiguredField(container: String) throws {
        for (type, body) in [
            ("application/json", #"{"":"x","u":"jane"}"#), ("application/x-www-form-urlencoded", "=x&u=jane"),
        ] {
            let read = ReadCredentials(
                sentThrough: container, userField: "u", passField: "", contentType: type, body: Array(body.utf8),
                query: "=x&u=jane")
            #expect(
                try read.details() == ["user": "jane", "ci_version": "multistep_sso", "sso_step": "user"]
                    as NSDictionary)
        }
    }

    @Test("queries are decoded like forms, and only forms drop a question mark")
    func queries() throws {
        var read = ReadCredentials(
            sentThrough: "query-param", userField: "u s", passField: "p", query: "u+s=j%61ne&p=S3cret!")
        #expect((try read.details() as? NSDictionary)?["user"] as? String == Self.janeHash)
        read.query = "?u+s=jane&p="
        #expect(try read.details() == nil)
        read.sentThrough = "body"
        read.contentType = "application/x-www-form-urlencoded"
        read.body = Array("?u+s=jane&p=S3cret!".utf8)
        #expect((try read.details() as? NSDictionary)?["user"] as? String == Self.janeHash)
    }

    @Test("header values count as they are, an empty one as empty")
    func headers() throws {
        var read = ReadCredentials(sentThrough: "header", userField: "X-User", passField: "X-Pass")
        #expect(try read.details() == nil)
        read.headers = ["x-user": "", "x-pass": ""]
        #expect(try read.details() == nil)
        read.headers = ["x-user": " jane ", "x-pass": ""]
        #expect((try read.details() as? NSDictionary)?["user"] as? String == " jane ")
    }

    @Test(
        "other content types give nothing",
        arguments: [
            nil, "", "text/plain", "application/x-www-form", "multipart/form-data", "multipart/form-data; boundary=",
        ]
    )
    func contentTypes(type: String?) throws {
        for body in [#"{"username":"jane"}"#, "username=jane"] {
            #expect(try ReadCredentials(contentType: type, body: Array(body.utf8)).details() == nil)
        }
    }

    @Test("lone surrogates and ill-formed bytes are hashed as U+FFFD")
    func illFormed() throws {
        let replaced = try Self.hash("a\u{FFFD}b")
        let surrogate = try Self.details(#"{"username":"a\ud800b","password":"x"}"#)
        #expect(surrogate?["user"] as? String == replaced)
        let bytes = Array(#"{"password":"x","username":"a"#.utf8) + [0xFF] + Array(#"b"}"#.utf8)
        #expect((try ReadCredentials(body: bytes).details() as? NSDictionary)?["user"] as? String == replaced)
        let form = Array("password=x&username=a%FFb".utf8)
        let read = ReadCredentials(contentType: "application/x-www-form-urlencoded", body: form)
        #expect((try read.details() as? NSDictionary)?["user"] as? String == replaced)
    }

    // MARK: - Entries

    @Test("an entry's method is in upper case, unknown words have the default meaning")
    func entries() {
        let entry = CredentialsEntry(method: Array("pOst".utf8), path: .exact([]), userField: [], passField: [])
        #expect(entry.method == Array("POST".utf8))
        func container(_ text: String) -> CredentialsEntry.Container { .init(Array(text.utf8).span) }
        #expect(container("header") == .header)
        #expect(container("query-param") == .queryParameter)
        #expect(container("custom") == .custom)
        #expect(container("body") == .body)
        #expect(container("url") == .body)
        #expect(CredentialsVersion(Array("v2".utf8).span) == .v2)
        #expect(CredentialsVersion(Array("multistep_sso".utf8).span) == .multistepSSO)
        #expect(CredentialsVersion(Array("v1".utf8).span) == .both)
    }

    // MARK: - Hostile input

    @Test("where there is no room nothing is extracted")
    func noRoom() throws {
        let read = ReadCredentials(body: Array(#"{"username":"jane","password":"S3cret!"}"#.utf8))
        for limit in 0..<224 {
            #expect(try read.details(textLimit: limit) == nil)
        }
        #expect(try read.details(textLimit: 224) != nil)
    }

    @Test("a username of a megabyte is hashed like any other")
    func huge() throws {
        let name = String(repeating: "a.", count: 1 << 19) + "b@gmail.com"
        let details = try Self.details(#"{"username":"\#(name)","password":"x"}"#)
        #expect(details?["user"] as? String == (try Self.hash(String(repeating: "a", count: 1 << 19) + "b@gmail.com")))
    }

    @Test("no bytes trap, in whatever container they come")
    func anyBytes() throws {
        var state: UInt64 = 41
        let types = [
            "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
            "multipart/form-data; boundary=-",
        ]
        let alphabets: [[UInt8]] = [
            [], Array(#"{}[]":,0u\ud8"#.utf8), Array("u=&%+ÿ".utf8),
            Array("--x\n;=\"name=\"u\" content-disposition:".utf8),
        ]
        for round in 0..<4000 {
            let body = BodySupport.randomBytes(&state, limit: 90, from: alphabets[round % 4])
            let read = ReadCredentials(userField: "u", passField: "u.u", contentType: types[round / 4 % 4], body: body)
            _ = try read.details()
        }
    }
}
