// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@testable import LambdaHost

@Suite("Certificates", .enabled(if: TLSServer.isPossible))
struct CertificateTests {
    @Test("a certificate that nobody vouches for is refused, one from the given file is taken")
    func verification() async throws {
        let server = try TLSServer()
        func send(_ options: CurlTransport.Options, _ url: String) async throws -> IncomingResponse {
            let transport = CurlTransport(options)
            let request = OutgoingRequest(
                kind: .risk, method: "GET", url: url, headers: [], body: [], timeoutMilliseconds: 15_000)
            return try await offPool { try await transport.send(request) }
        }
        let given = CurlTransport.Options(certificateAuthorities: server.certificate)
        #expect(try await send(given, server.url).status == 200)
        for loading in [CurlTransport.Loading.atOnce, .inBackground] {
            var options = given
            options.loading = loading
            #expect(try await send(options, server.url).status == 200)
        }

        let unknown = await #expect(throws: TransportError.self) { try await send(.init(), server.url) }
        #expect(unknown?.code == .connection)

        let otherName = server.url.replacing("127.0.0.1", with: "localhost")
        let mismatch = await #expect(throws: TransportError.self) { try await send(given, otherName) }
        #expect(mismatch?.code == .connection)

        let missing = CurlTransport.Options(certificateAuthorities: "/does/not/exist.pem")
        let noFile = await #expect(throws: TransportError.self) { try await send(missing, server.url) }
        #expect(noFile?.code == .connection)
    }
}
