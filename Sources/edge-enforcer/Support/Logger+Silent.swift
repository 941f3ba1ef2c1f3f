// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Logging

extension Logger {
    /// Says nothing: `explain` answers with what there is to say.
    static var silent: Logger {
        Logger(label: "edge-enforcer", factory: { _ in SwiftLogNoOpLogHandler() })
    }
}
