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

    public init(
        now: @escaping @Sendable () -> Int64,
        random: @escaping @Sendable () -> (UInt64, UInt64),
        region: String? = nil
    ) {
        self.now = now
        self.random = random
        self.region = region
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
            region: environmentVariable("AWS_REGION")
        )
    }

    private static func environmentVariable(_ name: String) -> String? {
        // Safe: the text is copied before anybody can change the environment.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
