// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does work run on a given number of threads? Exactly that many, the caller's among them; all have ended on return.

import Glibc

/// Threads for one piece of work.
enum Threads {
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs the body once on each thread.
  ///
  /// A thread that the system refuses is done without: the body takes work until none is left.
  static func run(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    var threads: [pthread_t] = []
    for _ in 1..<max(count, 1) {
      var thread = pthread_t()
      let work = Unmanaged.passRetained(Work(body))
      let status = pthread_create(&thread, nil, threadMain, work.toOpaque())
      if status == 0 { threads.append(thread) } else { work.release() }
    }
    body()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Works on parts, which threads take one by one in ascending order.
  ///
  /// - Parameters:
  ///   - partCount: Number of parts.
  ///   - threadCount: Threads to share them.
  ///   - space: Makes what one thread works in.
  ///   - body: What is done with a part.
  static func share<Space>(
    _ partCount: Int, over threadCount: Int, space: @escaping @autoclosure @Sendable () -> Space,
    _ body: @escaping @Sendable (_ part: Int, inout Space) -> Void
  ) {
    let taken = Locked(0)
    run(min(threadCount, partCount)) {
      var own = space()
      while true {
        let part = taken.withLock { count in
          count += 1
          return count - 1
        }
        guard part < partCount else { return }
        body(part, &own)
      }
    }
  }

  private static let threadMain:
    @convention(c) (UnsafeMutableRawPointer?) ->
      UnsafeMutableRawPointer? = { context in
        Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }
}
