// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@testable import LambdaHost

@Suite("Certificates", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct CertificateTests {
    /// An HTTPS server with a certificate for 127.0.0.1 that it has signed itself.
    private final class Server {
        let folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")
        let process = Process()
        let url: String

        var certificate: String { folder.appending(path: "certificate.pem").path }

        init() throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let key = folder.appending(path: "key.pem").path
            let certificate = folder.appending(path: "certificate.pem").path
            let request = Process()
            request.executableURL = URL(filePath: "/usr/bin/openssl")
            request.arguments = [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
            ]
            request.standardError = FileHandle.nullDevice
            try request.run()
            request.waitUntilExit()

            process.executableURL = URL(filePath: "/usr/bin/openssl")
            process.arguments = ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            process.standardInput = Pipe()
            try process.run()
            // It names its port in the line "ACCEPT 127.0.0.1:12345".
            var text = ""
            while !text.contains("ACCEPT") || text.last != "\n" {
                let data = output.fileHandleForReading.availableData
                if data.isEmpty { break }
                text += String(decoding: data, as: UTF8.self)
            }
            let port = text.split(whereSeparator: { $0 == ":" || $0.isNewline }).last.map(String.init) ?? ""
            url = "https://127.0.0.1:\(port)/"
        }

        deinit {
            // Not SIGTERM: the threads of the task pool block it, and the process has inherited that.
            kill(process.processIdentifier, SIGKILL)
            try? FileManager.default.removeItem(at: folder)
        }
    }

    @Test("a certificate that nobody vouches for is refused, one from the given file is taken")
    func verification() async throws {
        let server = try Server()
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
