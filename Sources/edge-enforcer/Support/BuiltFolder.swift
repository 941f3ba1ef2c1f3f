// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Folders that builds of the checkout make, beside the one that this program was built into.
enum BuiltFolder {
    /// The folder of `file`, a path relative to one of the folders above `program`; nil if there is no such file.
    static func above(_ program: URL?, holding file: String) -> String? {
        var folder = program?.resolvingSymlinksInPath().deletingLastPathComponent()
        while let current = folder, current.path != "/" {
            let found = current.appendingPathComponent(file)
            if FileManager.default.fileExists(atPath: found.path) { return found.deletingLastPathComponent().path }
            folder = current.deletingLastPathComponent()
        }
        return nil
    }
}
