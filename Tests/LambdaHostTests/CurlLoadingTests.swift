// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ChaosSupport
import HumanSecurity
import Testing

@testable import LambdaHost

/// A library that nothing else loads, in place of libcurl: the tests have that one in memory anyway.
private let standInName = "libBrokenLocale.so"

private func standIn(_ loading: CurlTransport.Loading) -> CurlTransport.Options {
    var options = CurlTransport.Options(loading: loading)
    options.library = "libBrokenLocale.so.1"
    return options
}

private func failure(_ transport: CurlTransport, timeout: Int = 15_000) async -> TransportError? {
    let request = OutgoingRequest(
        kind: .risk, url: "http://127.0.0.1:1/", headers: [], body: [], timeoutMilliseconds: timeout)
    do throws(TransportError) {
        _ = try await transport.send(request)
        return nil
    } catch {
        return error
    }
}

private func send(_ transport: CurlTransport, _ server: LoopbackServer) async throws -> Int {
    let request = OutgoingRequest(
        kind: .risk, url: server.url, headers: [], body: [1], timeoutMilliseconds: 15_000)
    return try await offPool { try await transport.send(request) }.status
}

private func server() throws -> LoopbackServer {
    try LoopbackServer { connection in
        while connection.readRequest() != nil { connection.answer(200) }
    }
}

/// In processes of their own, since a library stays where it has been loaded once.
@Suite("Loading of libcurl")
struct CurlLoadingTests {
    @Test("when needed: not before the first request, and not for one that has no time left")
    func whenNeeded() async {
        await #expect(processExitsWith: .success) {
            #expect(CurlTransport.Options().loading == .whenNeeded)
            let transport = CurlTransport(standIn(.whenNeeded))
            #expect(!isLoaded(standInName))
            #expect(await failure(transport, timeout: 0)?.code == .timeout)
            #expect(!isLoaded(standInName))
            #expect(await failure(transport)?.code == .connection)
            #expect(isLoaded(standInName))
        }
    }

    @Test("at once: when the transport is there")
    func atOnce() async {
        await #expect(processExitsWith: .success) {
            _ = CurlTransport(standIn(.atOnce))
            #expect(isLoaded(standInName))
        }
    }

    @Test("in background: without a request")
    func inBackground() async {
        await #expect(processExitsWith: .success) {
            let transport = CurlTransport(standIn(.inBackground))
            while !isLoaded(standInName) { briefPause() }
            #expect(await failure(transport)?.code == .connection)
        }
    }

    @Test(
        "requests at a time that come first all wait for it",
        arguments: [CurlTransport.Loading.whenNeeded, .inBackground])
    func requests(loading: CurlTransport.Loading) async throws {
        let server = try server()
        defer { server.stop() }
        let transport = CurlTransport(CurlTransport.Options(loading: loading))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await send(transport, server) } }
            for try await status in group { #expect(status == 200) }
        }
    }

    @Test("in background: the threads end")
    func threads() async {
        await #expect(processExitsWith: .success) {
            let api = try server()
            let before = processEntries("task").count
            let transports = (0..<200).map { _ in CurlTransport(CurlTransport.Options(loading: .inBackground)) }
            #expect(try await send(transports[199], api) == 200)
            // Waits for ever, and so fails, if they do not; the pool and the server have a few of their own.
            while processEntries("task").count > before + 30 { shortPause() }
        }
    }

    @Test("in background: what cannot be loaded is told by the request", arguments: ["libno.so", "libm.so.6"])
    func missing(library: String) async {
        var options = CurlTransport.Options(loading: .inBackground)
        options.library = library
        let transport = CurlTransport(options)
        let error = await failure(transport)
        #expect(error?.code == .connection)
        #expect(error?.message.contains("libcurl") == true)
    }
}
