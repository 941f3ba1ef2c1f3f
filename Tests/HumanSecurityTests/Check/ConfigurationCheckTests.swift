// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@Suite("Checking a configuration")
struct ConfigurationCheckTests {
    private static let base = #""px_app_id":"PXabc12345","px_auth_token":"t0k3n-1","px_cookie_secret":"s3cr3t-1""#

    private func check(_ more: String) -> [ConfigurationError.Problem] {
        HumanSecurityConfiguration(json: "{\(Self.base)\(more.isEmpty ? "" : ",")\(more)}").check()
    }

    @Test(
        "Nothing is said of what is right",
        arguments: [
            "", #""px_deferred_activities":true"#, #""px_ip_headers":["X-Real-IP"]"#,
            #""px_max_activity_batch_size":0"#,
            #""px_remote_config_enabled":true"#,
            #""px_custom_is_sensitive_request":null"#, #""px_filter_by_route":["*"]"#,
            #""px_filter_by_ip":["10.0.0.0/8","::1"]"#,
            #""px_login_credentials_extraction_enabled":true,"#
                + #""px_login_credentials_extraction":[{"method":"post","path":{"regex":"^/l"},"user_field":"u"}]"#,
            #""px_filter_by_route":["/a/","/ab","/a"]"#, #""px_filter_by_extension":["css",".js"]"#,
            #""px_blocking_score":100"#, #""px_sensitive_routes":[{"regex":"^/a"},{"regex":"^/a","flags":"i"}]"#,
            #""px_sensitive_headers":["Cookie"]"#, #""px_module_mode":"active_blocking","px_monitored_routes":["/a"]"#,
        ]
    )
    func clean(_ more: String) {
        #expect(check(more) == [])
    }

    @Test(
        "What is allowed and hardly meant is a warning about its option",
        arguments: [
            (#""px_blocking_score":101"#, "px_blocking_score", "0 to 100"),
            (#""px_blocking_score":-1"#, "px_blocking_score", "everything"),
            (#""px_risk_cookie_min_iterations":6000"#, "px_risk_cookie_min_iterations", "no token"),
            (#""px_risk_cookie_max_iterations":400"#, "px_risk_cookie_max_iterations", "no token"),
            (#""px_user_agent_max_length":-5"#, "px_user_agent_max_length", "negative"),
            (#""px_s2s_timeout":0"#, "px_s2s_timeout", "30000 ms"),
            (#""px_s2s_timeout":5000"#, "px_s2s_timeout", "below 5000"),
            (#""px_first_party_timeout_ms":0"#, "px_first_party_timeout_ms", "30000 ms"),
            (#""px_filter_by_route":["/a","/ab"]"#, "px_filter_by_route", "entry 2 that entry 1"),
            (#""px_filter_by_route":["/a*","/ab"]"#, "px_filter_by_route", "entry 2 that entry 1"),
            (#""px_filter_by_route":["a"]"#, "px_filter_by_route", "slash"),
            (#""px_filter_by_route":["/^\\/a$/i"]"#, "px_filter_by_route", "expression"),
            (#""px_filter_by_route":[7]"#, "px_filter_by_route", "no route"),
            (#""px_filter_by_route":["/a"],"px_sensitive_routes":["/a"]"#, "px_sensitive_routes", "px_filter_by_route"),
            (#""px_filter_by_route":["/a"],"px_enforced_routes":["/a/b"]"#, "px_enforced_routes", "px_filter_by_route"),
            (#""px_module_mode":"active_blocking","px_enforced_routes":["/a"]"#, "px_enforced_routes", "no effect"),
            (#""px_monitored_routes":["/a"]"#, "px_monitored_routes", "monitor mode"),
            (#""px_filter_by_ip":["1.2.3.4:80"]"#, "px_filter_by_ip", "never matches"),
            (#""px_filter_by_ip":["::ffff:1.2.3.0/120"]"#, "px_filter_by_ip", "mapped"),
            (#""px_filter_by_ip":["0.0.0.0/0"]"#, "px_filter_by_ip", "every address"),
            (#""px_filter_by_extension":["a/b"]"#, "px_filter_by_extension", "slash"),
            (#""px_filter_by_extension":[""]"#, "px_filter_by_extension", "empty"),
            (#""px_filter_by_extension":["tar.gz"]"#, "px_filter_by_extension", "second dot"),
            (#""px_sensitive_headers":["x-secret"]"#, "px_sensitive_headers", "cookie"),
            (#""px_backend_url":"http://a""#, "px_backend_url", "encrypted"),
            (#""px_custom_first_party_xhr_endpoint":"xhr""#, "px_custom_first_party_xhr_endpoint", "slash"),
            (#""px_login_successful_reporting_method":"body""#, "px_login_successful_reporting_method", "edge"),
            (
                #""px_automatic_additional_s2s_activity_enabled":true,"px_additional_s2s_activity_header_enabled":true"#,
                "px_additional_s2s_activity_header_enabled", "no effect"
            ),
            (#""px_max_activity_batch_size":30"#, "px_max_activity_batch_size", "no effect"),
            (
                #""px_cors_preflight_request_filter_enabled":true"#, "px_cors_preflight_request_filter_enabled",
                "no effect"
            ),
            (#""px_jwt_header_user_id_field_name":"sub""#, "px_jwt_header_user_id_field_name", "px_jwt_header_name"),
            (#""px_custom_is_sensitive_request":"f""#, "px_custom_is_sensitive_request", "is a function"),
            (#""px_enabled":true"#, "px_enabled", "px_module_enabled"),
            (#""px_blocking_scor":1"#, "px_blocking_scor", "did you mean px_blocking_score?"),
            (#""px_blocking_score":1,"px_blocking_score":2"#, "px_blocking_score", "more than once"),
            (
                #""px_login_credentials_extraction":[{"method":"post","path":"/l","user_field":"u"}]"#,
                "px_login_credentials_extraction", "no effect"
            ),
            (
                #""px_login_credentials_extraction":[{"method":"post","path":"/l","usr_field":"u"}]"#,
                "px_login_credentials_extraction", "did you mean user_field?"
            ),
            (
                #""px_login_credentials_extraction":[{"method":"post","path":"/l","sent_through":"custom"}]"#,
                "px_login_credentials_extraction", "extractCredentials"
            ),
            (#""px_sensitive_routes":["*",{"regex":"^/a"}]"#, "px_sensitive_routes", "entry 2 that entry 1"),
        ]
    )
    func warning(_ more: String, _ key: String, _ words: String) {
        let problems = check(more)
        #expect(
            problems.contains { $0.severity == .warning && $0.key == key && $0.message.contains(words) }, "\(problems)")
        #expect(problems.allSatisfy { $0.severity == .warning })
    }

    @Test(
        "Placeholders are told from values",
        arguments: ["…", "xxx", "XXXXXXXX", "changeme", "CHANGE_ME", "your-token", "<token>", "${TOKEN}", "abc...xyz"]
    )
    func placeholder(_ value: String) {
        for key in ["px_auth_token", "px_cookie_secret"] {
            #expect(check(#""\#(key)":"\#(value)""#).contains { $0.key == key && $0.message.contains("placeholder") })
        }
    }

    @Test(
        "App ids are looked at", arguments: [("abc12345", "PX"), ("PX12345678", "placeholder"), ("PX 1", "characters")])
    func appID(_ value: String, _ words: String) {
        #expect(check(#""px_app_id":"\#(value)""#).contains { $0.key == "px_app_id" && $0.message.contains(words) })
    }

    @Test("A text that is no JSON is one error that says where")
    func syntax() {
        let problems = HumanSecurityConfiguration(json: "{\n  \"px_app_id\": PX1\n}").check()
        #expect(problems.count == 1)
        #expect(problems.first?.severity == .error)
        #expect(problems.first?.message.contains("line 2, byte 16") == true, "\(problems)")
        #expect(HumanSecurityConfiguration(json: "[]").check().count == 1)
    }

    @Test("Errors come before warnings, and the factories hear nothing of the rest")
    func order() {
        let configuration = HumanSecurityConfiguration(json: #"{"px_app_id":"1","px_zzz":1,"px_auth_token":"xxx"}"#)
        let severities = configuration.check().map(\.severity)
        #expect(severities.first == .error)
        #expect(severities == severities.filter { $0 == .error } + severities.filter { $0 == .warning })
        #expect(configuration.problems.map(\.key) == ["px_zzz", "px_cookie_secret"])
    }

    @Test("A list of thousands of routes is checked without comparing each with each")
    func manyRoutes() {
        let routes = (0..<5000).map { #""/shop/\#($0)/x""# } + [#""/shop/77/x/y""#]
        let problems = check(#""px_sensitive_routes":[\#(routes.joined(separator: ","))]"#)
        #expect(problems.map(\.message) == ["has an entry 5001 that entry 78 takes in already; remove it"])
    }
}
