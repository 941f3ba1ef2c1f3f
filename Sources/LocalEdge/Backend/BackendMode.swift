// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// How the embedded backend behaves.
public enum BackendMode: String, Sendable, CaseIterable {
    /// Checks and answers.
    case normal
    /// Takes requests and never answers them.
    case hang
    /// Takes no connections.
    case refuse
    /// Answers 200 with a page in place of JSON.
    case garbage
    /// Answers 500.
    case error500
    /// Answers rightly, but 300 ms late.
    case slow
}
