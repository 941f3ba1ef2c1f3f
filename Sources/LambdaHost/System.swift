// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

// The few calls to the operating system. Only plain C functions: one use of the Glibc overlay (`errno`, say) would ask
// for a newer glibc than Amazon Linux 2023 has (lambda-edge.md §4.1).

enum System {
    static func environment(_ name: String) -> String? {
        // Safe: the text is copied before anything else can change the environment.
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The bytes of a file; nil if it cannot be read or has more than `limit`.
    static func contents(of path: String, limit: Int) -> [UInt8]? {
        guard let file = unsafe fopen(path, "re") else { return nil }
        // Safe: closed once, here.
        defer { unsafe _ = fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            // Safe: no more than the array holds is read into it.
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            guard bytes.count + count <= limit else { return nil }
            bytes.append(contentsOf: chunk[..<count])
        }
        // Safe: the file is still open.
        return unsafe ferror(file) == 0 ? bytes : nil
    }

    /// The folder that the running executable lies in.
    static var executableFolder: String? {
        var path = [CChar](repeating: 0, count: 4096)
        // Safe: no more than the array holds is written into it.
        let count = unsafe readlink("/proc/self/exe", &path, path.count)
        guard count > 0, count < path.count, let slash = path[..<count].lastIndex(of: 0x2F) else { return nil }
        return slash == 0 ? "/" : String(decoding: path[..<slash].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Ends the process without its exit handlers: libraries may be loading on another thread, and theirs would meet them
    /// half ready. Nothing is lost, since what is logged is written at once.
    static func end(status: Int32) -> Never {
        _exit(status)
    }
}
