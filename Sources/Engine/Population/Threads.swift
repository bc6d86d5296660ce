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

  private static let threadMain:
    @convention(c) (UnsafeMutableRawPointer?) ->
      UnsafeMutableRawPointer? = { context in
        Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }
}
