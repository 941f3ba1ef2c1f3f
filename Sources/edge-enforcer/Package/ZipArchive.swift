// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import CZlib

/// A zip archive (PKWARE APPNOTE 6.3.3) whose bytes depend on its files alone: no time, no owner, names in order.
struct ZipArchive {
    struct File {
        /// Its path in the archive, with `/` between folders; ASCII.
        var name: String
        var bytes: [UInt8]
        var isExecutable = false
    }

    enum Failure: Error, CustomStringConvertible {
        case tooLarge
        case badName(String)
        case compression(String)

        var description: String {
            switch self {
            case .tooLarge: "an archive cannot hold 4 GiB, or 65,535 files"
            case .badName(let name): "\(name) is no name for a file in an archive, or there are two of it"
            case .compression(let name): "\(name) could not be compressed"
            }
        }
    }

    /// The first day that the format knows: 1980-01-01, at midnight.
    private static let date: UInt16 = 0x0021
    private static let time: UInt16 = 0

    /// - Throws: `Failure`.
    static func bytes(of files: [File]) throws(Failure) -> [UInt8] {
        let files = files.sorted { $0.name < $1.name }
        guard files.count < 0xFFFF else { throw .tooLarge }
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        var last: String?
        for file in files {
            let isGood = file.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !file.name.hasPrefix("/")
            guard isGood, !file.name.isEmpty, !file.name.contains(".."), file.name != last else {
                throw .badName(file.name)
            }
            last = file.name
            let offset = archive.count
            let (method, content) = try compressed(file)
            guard file.bytes.count <= Int(Int32.max), offset + content.count <= Int(Int32.max) else { throw .tooLarge }
            // What the local header and the directory's entry have in common, from the version needed on.
            var common: [UInt8] = []
            common.append(little: UInt16(20))
            common.append(little: UInt16(0))
            common.append(little: method)
            common.append(little: time)
            common.append(little: date)
            common.append(little: checksum(of: file.bytes))
            common.append(little: UInt32(content.count))
            common.append(little: UInt32(file.bytes.count))
            common.append(little: UInt16(file.name.utf8.count))
            common.append(little: UInt16(0))

            archive += [0x50, 0x4B, 0x03, 0x04]
            archive += common
            archive += file.name.utf8
            archive += content

            directory += [0x50, 0x4B, 0x01, 0x02]
            // Made by version 2.0 on Unix, where the upper half of the attributes is the file's mode.
            directory.append(little: UInt16(3 << 8 | 20))
            directory += common
            directory.append(little: UInt16(0))
            directory.append(little: UInt16(0))
            directory.append(little: UInt16(0))
            directory.append(little: UInt32(file.isExecutable ? 0o100755 : 0o100644) << 16)
            directory.append(little: UInt32(offset))
            directory += file.name.utf8
        }
        let start = archive.count
        archive += directory
        archive += [0x50, 0x4B, 0x05, 0x06]
        archive.append(little: UInt16(0))
        archive.append(little: UInt16(0))
        archive.append(little: UInt16(files.count))
        archive.append(little: UInt16(files.count))
        archive.append(little: UInt32(directory.count))
        archive.append(little: UInt32(start))
        archive.append(little: UInt16(0))
        return archive
    }

    /// The method's number, 8 for deflate or 0 for as it is, and the file's bytes in it.
    private static func compressed(_ file: File) throws(Failure) -> (UInt16, [UInt8]) {
        let capacity = enforcer_deflate_bound(file.bytes.count)
        // Safe: no more is written than there is room for, and the size that comes back is that of what was.
        let stream = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            guard let target = buffer.baseAddress else { return }
            unsafe file.bytes.withUnsafeBufferPointer { bytes in
                count = unsafe enforcer_deflate(
                    target, capacity, bytes.baseAddress ?? UnsafePointer(target), bytes.count)
            }
        }
        guard !stream.isEmpty else { throw .compression(file.name) }
        return stream.count < file.bytes.count ? (8, stream) : (0, file.bytes)
    }

    private static func checksum(of bytes: [UInt8]) -> UInt32 {
        // Safe: address and count are those of one array.
        unsafe bytes.withUnsafeBufferPointer {
            guard let address = $0.baseAddress else { return 0 }
            return unsafe enforcer_crc32(address, $0.count)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(little value: UInt16) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(truncatingIfNeeded: value >> 8))
    }

    fileprivate mutating func append(little value: UInt32) {
        append(little: UInt16(truncatingIfNeeded: value))
        append(little: UInt16(truncatingIfNeeded: value >> 16))
    }
}
