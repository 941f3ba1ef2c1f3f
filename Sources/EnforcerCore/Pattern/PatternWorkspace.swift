// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Memory for matching, for one thread. It is taken when it is first needed and then used again and again.
///
/// A list, or a pattern that is asked for alone, gets a cache of half a megabyte at most, and usually of a few kilobytes;
/// there are at most `cacheLimit` of them, so 6 megabytes bound them all. Beyond that there is working memory for the
/// largest pattern or list, 1.3 megabytes at most, and for the longest text, if it is not ASCII or a pattern has
/// look-arounds.
package struct PatternWorkspace: Sendable {
    /// Instructions and bytes looked at in the last call: what took the time.
    package internal(set) var stepCount = 0

    /// The text in units, if it is not ASCII.
    var units: [UInt32] = []
    var scratch = PatternScratch()
    /// For each pass, for each position of the text, whether its look-around holds there.
    var found: [UInt64] = []
    var caches: [PatternCache] = []
    var finding = PatternFinding()

    private let cacheLimit: Int
    /// Counts uses of caches, also those that had none to use.
    private var use: UInt64 = 0
    /// Uses after which a cache that had none of them belongs to nobody any more.
    private static let idleUses: UInt64 = 4096

    /// Room for the six lists of a configuration and for several login endpoints.
    package static let standardCacheLimit = 12

    /// - Parameter cacheLimit: how many caches there may be. With 0 every pattern is followed instruction by
    ///   instruction: it takes the least memory, and the most time.
    package init(cacheLimit: Int = standardCacheLimit) {
        self.cacheLimit = cacheLimit
    }

    mutating func prepare(instructions: Int, foundWords: Int) {
        scratch.prepare(instructions: instructions)
        if found.count < foundWords { found = [UInt64](repeating: 0, count: foundWords) }
        for index in 0..<foundWords {
            found[index] = 0
        }
    }

    /// Goes on with the finding that was begun. Adds to the step count.
    mutating func find(in text: Span<UInt8>, with cache: Int) {
        finding.stepCount = 0
        caches[cache].find(in: text, &finding, &scratch)
        stepCount &+= finding.stepCount
    }

    /// The cache that is for the owner of `key`.
    mutating func cache(for key: [PatternInstruction]) -> Int? {
        for index in caches.indices where caches[index].isFor(key) {
            use &+= 1
            caches[index].lastUse = use
            return index
        }
        return nil
    }

    /// Whether one more cache may be made. Where there are too many patterns for that, the first ones keep theirs: it
    /// would cost more to hand caches to and fro than to do without.
    mutating func admitsCache() -> Bool {
        use &+= 1
        if caches.count < cacheLimit { return true }
        guard let oldest = oldestCache else { return false }
        return use &- caches[oldest].lastUse > Self.idleUses
    }

    /// Adds a cache that was admitted.
    mutating func add(_ cache: consuming PatternCache) -> Int {
        cache.lastUse = use
        if caches.count >= cacheLimit, let oldest = oldestCache {
            caches[oldest] = cache
            return oldest
        }
        caches.append(cache)
        return caches.count - 1
    }

    private var oldestCache: Int? {
        var oldest: Int?
        for index in caches.indices where oldest.map({ caches[index].lastUse < caches[$0].lastUse }) ?? true {
            oldest = index
        }
        return oldest
    }
}
