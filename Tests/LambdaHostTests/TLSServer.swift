// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An HTTPS server on 127.0.0.1 with a certificate that it has signed itself.
final class TLSServer: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")
    let url: String
    private let process = Process()

    static let isPossible = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    let certificate: String

    /// - Parameters:
    ///   - address: the one that the certificate is for.
    ///   - isExpired: whether it was good on the first of January 2020 only.
    init(address: String = "127.0.0.1", isExpired: Bool = false) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = { [folder] (name: String) in folder.appending(path: name).path }
        certificate = file("certificate.pem")
        let configuration = """
            [ca]
            default_ca = this
            [this]
            new_certs_dir = \(folder.path)
            database = \(file("index"))
            serial = \(file("serial"))
            default_md = sha256
            policy = any
            x509_extensions = names
            [any]
            commonName = supplied
            [names]
            subjectAltName = IP:\(address)
            [req]
            distinguished_name = subject
            [subject]

            """
        try Data(configuration.utf8).write(to: URL(filePath: file("ca.cnf")))
        try Data().write(to: URL(filePath: file("index")))
        try Data("01\n".utf8).write(to: URL(filePath: file("serial")))
        try Self.run([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
            "/CN=\(address)", "-keyout", file("key.pem"), "-out", file("request.pem"), "-config", file("ca.cnf"),
        ])
        try Self.run([
            "ca", "-batch", "-selfsign", "-notext", "-config", file("ca.cnf"), "-keyfile", file("key.pem"), "-in",
            file("request.pem"), "-out", certificate, "-startdate", "20200101000000Z", "-enddate",
            isExpired ? "20200102000000Z" : "20991231000000Z",
        ])
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", file("key.pem"),
        ]
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

    private struct Failed: Error { var arguments: [String] }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw Failed(arguments: arguments) }
    }
}
