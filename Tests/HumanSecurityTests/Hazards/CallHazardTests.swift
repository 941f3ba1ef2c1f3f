// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@Suite("Hazards of the calls to the backend (configuration.md §5)")
struct CallHazardTests {
    @Test("No. 7: telemetry carries no secret and no token")
    func telemetrySecrets() async throws {
        let run = try await telemetry([
            "px_auth_token": .text("hush-auth"), "px_remote_config_auth_token": .text("hush-remote-token"),
            "px_remote_config_secret": .text("hush-remote-secret"), "px_logger_auth_token": .text("hush-logger"),
        ])
        let report = try #require(run.requests(.telemetry).first)
        let text = String(decoding: report.body, as: UTF8.self)
        #expect(!text.contains("hush"))
        #expect(!text.contains("k3yForTheSharedVectors"))
        let options = try #require(run.body(.telemetry)?["details"]?["enforcer_configs"]).members
        #expect(options.count > 50)
        #expect(options.keys.allSatisfy { !$0.hasSuffix("_secret") && !$0.hasSuffix("_token") })
    }

    @Test("No. 8: an empty address means the default one", arguments: [VectorValue.text(""), .null])
    func emptyAddresses(_ address: VectorValue) async throws {
        let options = [
            "px_backend_url": address, "px_backend_collector_url": address, "px_backend_captcha_url": address,
            "px_backend_client_url": address, "px_first_party_enabled": .bool(false),
        ]
        let run = try await HazardFixture.run(options, request: HazardFixture.request(), risk: EnforcerFixture.high)
        #expect(
            run.requests.map(\.url) == [
                "https://sapi-pxtest0001.perimeterx.net/api/v3/risk",
                "https://collector-pxtest0001.perimeterx.net/api/v1/collector/s2s",
            ])
        let values = VectorNormaliser.pageValues(run.responseBody ?? "")
        #expect(values["first"]?.text?.hasPrefix("https://captcha.px-cdn.net/PXtest0001/captcha.js?") == true)
        #expect(values["_pxJsClientSrc"]?.text == "https://client.perimeterx.net/PXtest0001/main.min.js")
        #expect(values["_pxHostUrl"]?.text == "https://collector-pxtest0001.perimeterx.net")
    }

    @Test(
        "No. 9: every call has a time limit, whatever the options say",
        arguments: [0, -1, 1, 0.5, 1000, 30_001, 1e9, 9e15, 1e300, -1e300]
    )
    func bounded(_ limit: Double) async throws {
        let limits: [String: VectorValue] = [
            "px_s2s_timeout": .number(limit), "px_first_party_timeout_ms": .number(limit),
            "px_batch_activities_timeout_ms": .number(limit), "px_logger_auth_token": .text("logger"),
        ]
        let log = ("X-PX-Enforcer-Log", ["logger"])
        var requests = try await HazardFixture.run(limits, request: HazardFixture.request(headers: [log])).requests
        for path in ["init.js", "captcha/captcha.js", "xhr/a"] {
            requests += try await HazardFixture.run(
                limits,
                request: HazardFixture.request(uri: "/test0001/\(path)")
            ).requests
        }
        requests += try await telemetry(limits).requests
        let kinds = Set(requests.map(\.kind.rawValue))
        #expect(kinds == ["risk", "activities", "logs", "first_party", "telemetry"])
        for request in requests {
            #expect((1...30_000).contains(request.timeoutMilliseconds), "\(request.kind)")
        }
    }

    @Test(
        "No. 11: a log goes out only for the right and non-empty token",
        arguments: [
            ("logger", ["logger"], true), ("logger", ["Logger"], false), ("logger", ["logge"], false),
            ("logger", ["loggerx"], false), ("logger", [""], false), ("logger", ["other", "logger"], false),
            ("logger", [], false), ("", [""], false), ("", [], false), ("", ["logger"], false),
        ]
    )
    func logs(_ token: String, _ sent: [String], _ isExpected: Bool) async throws {
        for uri in ["/", "/logo.png", "/test0001/init.js"] {
            let run = try await HazardFixture.run(
                ["px_logger_auth_token": .text(token)],
                request: HazardFixture.request(uri: uri, headers: sent.isEmpty ? [] : [("X-PX-Enforcer-Log", sent)])
            )
            #expect((!run.requests(.logs).isEmpty) == isExpected)
            for upload in run.requests(.logs) {
                #expect(upload.url == "https://sapi-pxtest0001.perimeterx.net/enforcer-logs/")
                #expect(upload.headers.contains(OutgoingRequest.Field("authorization", "Bearer \(token)")))
                let text = String(decoding: upload.body, as: UTF8.self)
                for secret in ["server-token", "cookie-secret", #""logger""#] { #expect(!text.contains(secret)) }
            }
        }
    }

    @Test("No. 11: a request to update the remote configuration uploads nothing", arguments: ["", "logger"])
    func remoteConfiguration(_ token: String) async throws {
        let vector = try #require(Vector.all("generated_telemetry").first { $0.name == "valid" })
        let run = try await HazardFixture.run(
            ["px_logger_auth_token": .text(token), "px_remote_config_secret": .text("k3yForTheSharedVectors")],
            request: HazardFixture.request(
                method: "PATCH",
                headers: [
                    ("X-PX-Feature", ["enforcer_config"]),
                    ("X-PX-PushData", [vector.inputs["header_value"]?.text ?? ""]),
                ]
            ),
            risk: EnforcerFixture.high
        )
        #expect(run.requests.map(\.kind) == [.risk, .activities])
        #expect(run.enforcement.outcome == .block)
    }

    /// A request with a valid telemetry command.
    private func telemetry(_ options: [String: VectorValue]) async throws -> VectorRun {
        let vector = try #require(Vector.all("generated_telemetry").first { $0.name == "valid" })
        return try await HazardFixture.run(
            options.merging(["px_cookie_secret": vector.inputs["secrets"] ?? .null]) { $1 },
            request: HazardFixture.request(
                headers: [("X-PX-Enforcer-Telemetry", [vector.inputs["header_value"]?.text ?? ""])]
            )
        )
    }
}
