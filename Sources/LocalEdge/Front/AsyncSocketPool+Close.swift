// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import FlyingSocks

extension AsyncSocketPool {
    /// Closes a socket once the pool has let go of it.
    ///
    /// The pool wakes a waiter first and takes the descriptor out of epoll second. If the waiter closes it in between,
    /// the pool goes on believing that this number is watched, and the next socket that gets the number waits for ever.
    /// Asking the pool to watch a descriptor that is none fails at once, but only after what the pool is doing now.
    func close(_ socket: AsyncSocket) async {
        try? await suspendSocket(Socket(file: Socket.FileDescriptor(rawValue: -1)), untilReadyFor: .read)
        try? socket.close()
    }
}
