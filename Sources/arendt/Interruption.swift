// SPDX-License-Identifier: GPL-3.0-or-later
//
// Has the user asked to stop? Control-C ends a long command in order, and so does a terminal that is closed; a second
// Control-C ends it at once.

import Foundation
import Synchronization

/// Notices Control-C, a polite request to terminate and the end of the terminal from the moment `watch` is called.
enum Interruption {
  private static let noticed = Atomic<Bool>(false)

  /// Whether the user asked to stop.
  static var isRequested: Bool { noticed.load(ordering: .relaxed) }

  /// Ends what is done where the user asked to stop.
  ///
  /// - Throws: `CommandFailure.interrupted`.
  static func check() throws(CommandFailure) {
    if isRequested { throw .interrupted }
  }

  /// Begins to watch.
  static func watch() {
    noticed.store(false, ordering: .relaxed)
    // Whoever started the program may have blocked what it is to notice.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGHUP)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.noticed.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
    // A command that was started to outlive its terminal does (nohup(1)).
    var hangUp = sigaction()
    sigaction(SIGHUP, nil, &hangUp)
    if unsafeBitCast(hangUp.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
    {
      return
    }
    signal(SIGHUP) { number in
      Interruption.noticed.store(true, ordering: .relaxed)
      // Nobody repeats it in earnest: the shell and the terminal both tell of one end.
      signal(number, SIG_IGN)
    }
  }
}
