// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// `fuzz NAME ARGUMENT…` drives one target with libFuzzer, whose arguments the others are; `fuzz` alone says which targets
// there are. Only Scripts/fuzz builds this.

import CLibFuzzer
import FuzzTargets
import Glibc

// Safe: set here alone, before libFuzzer calls from this thread.
nonisolated(unsafe) private var check: (_ input: [UInt8]) -> String? = { _ in nil }

guard let target = FuzzTarget.all.first(where: { $0.name == CommandLine.arguments.dropFirst().first }) else {
    for target in FuzzTarget.all { print(target.name) }
    exit(CommandLine.arguments.count > 1 ? 64 : 0)
}
unsafe check = target.makeCheck()

// Safe: the arguments are the process's, at least two, and end with it. The first that libFuzzer sees is a program's path,
// which it starts for itself where it is asked to work in parallel.
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv + 1
var count = CommandLine.argc - 1
let status = unsafe LLVMFuzzerRunDriver(&count, &arguments) { data, size in
    // Safe: libFuzzer gives the address of that many bytes, and they are copied.
    let input = unsafe Array(UnsafeBufferPointer(start: data, count: size))
    if let violation = unsafe check(input) { fatalError(violation) }
    return 0
}
exit(status)
