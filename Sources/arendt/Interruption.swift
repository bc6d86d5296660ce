// SPDX-License-Identifier: GPL-3.0-or-later
//
// Has the user asked to stop? Control-C ends a long command in order; a second one ends it at once.

import Foundation
import Synchronization

/// Notices Control-C (and a polite request to terminate) from the moment `watch` is called.
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
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.noticed.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }
}
