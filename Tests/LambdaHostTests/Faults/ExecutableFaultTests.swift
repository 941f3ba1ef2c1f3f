// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ChaosSupport
import Foundation
import TestSupport
import Testing

/// Faults of the platform and of the process itself, met by the executable as it ships.
@Suite("Faults around the executable", .serialized, .timeLimit(.minutes(2)))
struct ExecutableFaultTests {
    /// Runs HumanEnforcer on events until the Runtime API has no more.
    /// - Parameters:
    ///   - streams: the redirections that the shell makes.
    ///   - between: what happens before each event but the first; gets the process.
    private static func run(
        _ events: [FakeRuntimeAPI.Event], backend: String, timeout: Int = 400, streams: String = ">/dev/null 2>&1",
        environment: [String: String] = [:], options: String = "",
        between: @escaping @Sendable (Int32) -> Void = { _ in }
    ) throws -> (posts: [FakeRuntimeAPI.Post], output: String, milliseconds: Double) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fault-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = """
            {"px_app_id": "PXtest0001", "px_auth_token": "t", "px_cookie_secret": "s", "px_module_mode": "active_blocking",
             "px_s2s_timeout": \(timeout), "px_backend_url": "\(backend)", "px_backend_collector_url": "\(backend)",
             "px_metrics_namespace": "Bots", "px_logger_severity": "debug"\(options)}
            """
        try Data(configuration.utf8).write(to: folder.appending(path: "config.json"))
        let process = Process()
        let child = Shared<Int32>(0)
        let api = try FakeRuntimeAPI(events) { if $0 > 0 { between(child.value) } }
        defer { api.stop() }
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "exec \"$0\" \(streams)", try BuiltProducts.executable("HumanEnforcer").path,
        ]
        var variables = environment
        variables["AWS_LAMBDA_RUNTIME_API"] = api.endpoint
        variables["LAMBDA_TASK_ROOT"] = folder.path
        process.environment = variables
        process.currentDirectoryURL = folder
        let clock = ContinuousClock()
        let begin = clock.now
        try process.run()
        child.update { $0 = process.processIdentifier }
        process.waitUntilExit()
        // It ends by itself, when there are no more events, and not by a signal.
        #expect(process.terminationReason == .exit)
        let output = try? String(contentsOf: folder.appending(path: "output"), encoding: .utf8)
        return (api.posts, output ?? "", (clock.now - begin) / .milliseconds(1))
    }

    private static func backend() throws -> LoopbackServer {
        try LoopbackServer { connection in
            while connection.readRequest() != nil { connection.answer(200, Array(Fault.block.utf8)) }
        }
    }

    private static func isBlock(_ post: FakeRuntimeAPI.Post) -> Bool {
        post.path.hasSuffix("/response") && String(decoding: post.request.body, as: UTF8.self).contains("\"403\"")
    }

    @Test("A log that cannot be written costs no answer", arguments: [">/dev/full 2>&1", ">&- 2>&-", ">&- 2>&- <&-"])
    func log(_ streams: String) throws {
        let backend = try Self.backend()
        defer { backend.stop() }
        let events = (1...3).map { FakeRuntimeAPI.Event(id: "\($0)", body: Fault.event) }
        let (posts, _, _) = try Self.run(events, backend: backend.url, streams: streams)
        #expect(posts.count == 3)
        #expect(posts.allSatisfy { Self.isBlock($0) })
    }

    @Test("A log whose reader goes away costs no answer")
    func closedPipe() throws {
        let backend = try Self.backend()
        defer { backend.stop() }
        let pipe = FileManager.default.temporaryDirectory.appending(path: "pipe-\(UUID().uuidString)").path
        // Safe: C reads the path during the calls only.
        let isMade = unsafe mkfifo(pipe, 0o600) == 0
        try #require(isMade)
        defer { try? FileManager.default.removeItem(atPath: pipe) }
        let reader = unsafe open(pipe, O_RDONLY | O_NONBLOCK)
        let once = Shared(0)
        let events = (1...3).map { FakeRuntimeAPI.Event(id: "\($0)", body: Fault.event) }
        let (posts, _, _) = try Self.run(events, backend: backend.url, streams: ">\(pipe) 2>&1") { _ in
            if once.value == 0 { close(reader) }
            once.update { $0 += 1 }
        }
        #expect(posts.count == 3)
        #expect(posts.allSatisfy { Self.isBlock($0) })
    }

    @Test("A deadline nearer than the time limit counts")
    func deadline() throws {
        let backend = try LoopbackServer { $0.waitForClose() }
        defer { backend.stop() }
        let deadline = Int64(Date().timeIntervalSince1970 * 1000) + 1500
        let event = FakeRuntimeAPI.Event(
            id: "1", body: Fault.event, fields: "Lambda-Runtime-Deadline-Ms: \(deadline)\r\n")
        let (posts, output, milliseconds) = try Self.run(
            [event], backend: backend.url, timeout: 20_000, streams: ">output 2>&1")
        #expect(posts.count == 1)
        #expect(!posts.isEmpty && !Self.isBlock(posts[0]) && posts[0].path.hasSuffix("/response"))
        #expect(milliseconds < 8_000)
        #expect(output.contains(#""reason":"s2s_timeout""#))
    }

    @Test("After a freeze that its connections did not live through, the function goes on")
    func freeze() throws {
        let drops = Shared(0)
        let backend = try LoopbackServer { connection in
            let number = drops.value
            while connection.readRequest() != nil {
                connection.answer(200, Array(Fault.block.utf8))
                // Idle connections are closed while the function cannot see it.
                if drops.value != number { return }
            }
        }
        defer { backend.stop() }
        let events = (1...4).map { FakeRuntimeAPI.Event(id: "\($0)", body: Fault.event) }
        let (posts, _, _) = try Self.run(events, backend: backend.url) { process in
            kill(process, SIGSTOP)
            drops.update { $0 += 1 }
            usleep(300_000)
            kill(process, SIGCONT)
        }
        #expect(posts.count == 4)
        #expect(posts.allSatisfy { Self.isBlock($0) })
    }

    @Test(
        "A slow name look-up is cut off", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/cc")))
    func slowNameLookup() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "names-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <netdb.h>
            #include <unistd.h>
            typedef int look_up(const char *, const char *, const struct addrinfo *, struct addrinfo **);
            int getaddrinfo(const char *n, const char *s, const struct addrinfo *h, struct addrinfo **r) {
                /* The Runtime API has no name. */
                if (n[0] >= '0' && n[0] <= '9') return ((look_up *)dlsym(RTLD_NEXT, "getaddrinfo"))(n, s, h, r);
                sleep(30);
                return EAI_AGAIN;
            }
            """
        let file = folder.appending(path: "names.c")
        let library = folder.appending(path: "names.so").path
        try Data(source.utf8).write(to: file)
        let compiled = try BuiltProducts.run(
            URL(filePath: "/usr/bin/cc"), ["-shared", "-fPIC", "-o", library, file.path])
        try #require(compiled.status == 0)
        let (posts, output, milliseconds) = try Self.run(
            [FakeRuntimeAPI.Event(id: "1", body: Fault.event)], backend: "http://human.example",
            streams: ">output 2>&1",
            environment: ["LD_PRELOAD": library])
        #expect(posts.count == 1)
        #expect(!posts.isEmpty && posts[0].path.hasSuffix("/response") && !Self.isBlock(posts[0]))
        #expect(output.contains(#""stage":"name_lookup""#), "\(output)")
        #expect(milliseconds < 10_000)
    }
}
