// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What the enforcer takes from the world around it: time, randomness, and where it runs.
///
/// Replace a part to make a run repeatable.
public struct EnforcerEnvironment: Sendable {
    /// Milliseconds since the epoch.
    public var now: @Sendable () -> Int64

    /// 128 random bits; request ids are made of them.
    public var random: @Sendable () -> (UInt64, UInt64)

    /// The AWS region that is reported, or nil.
    public var region: String?

    /// The host's name and its operating system; HumanActivities is told.
    public var nodeName: String

    /// The host's operating system; HumanActivities is told.
    public var systemName: String

    /// A variable of the process's environment. Asked for only where a configuration refers to secrets: AWS credentials
    /// come from it, and `AWS_ENDPOINT_URL_SECRETS_MANAGER` or `AWS_ENDPOINT_URL`.
    public var variable: @Sendable (_ name: String) -> String?

    /// Writes a line of metrics, given without its line end, to where `px_metrics_namespace` has them: the function's
    /// standard output.
    public var writeMetrics: @Sendable (_ line: String) -> Void = { StandardStream.output.write(line: $0) }

    /// An environment of given parts; its metrics go to standard output.
    public init(
        now: @escaping @Sendable () -> Int64,
        random: @escaping @Sendable () -> (UInt64, UInt64),
        region: String? = nil,
        nodeName: String = "unknown",
        systemName: String = "linux",
        variable: @escaping @Sendable (_ name: String) -> String? = { _ in nil }
    ) {
        self.now = now
        self.random = random
        self.region = region
        self.nodeName = nodeName
        self.systemName = systemName
        self.variable = variable
    }

    /// The system's clock and random numbers, and the region of the variable `AWS_REGION`.
    public static var system: EnforcerEnvironment {
        EnforcerEnvironment(
            now: {
                var time = timespec()
                // Safe: the clock's result goes into a local of the type that the call wants.
                unsafe clock_gettime(CLOCK_REALTIME, &time)
                return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
            },
            random: {
                var generator = SystemRandomNumberGenerator()
                return (generator.next(), generator.next())
            },
            region: environmentVariable("AWS_REGION"),
            nodeName: hostName,
            variable: { environmentVariable($0) }
        )
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        // Safe: the call gets one byte less than there is room for, so the text always ends with a zero byte.
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func environmentVariable(_ name: String) -> String? {
        // Safe: the text is copied before anybody can change the environment.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
