// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much work did the processor do? Its time over all threads of the program, not that of the wall.

import Glibc

enum ProcessorTime {
  /// Seconds of processor time that this program has taken.
  static var seconds: Double {
    var time = timespec()
    let status = clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    precondition(status == 0, "Linux has this clock")
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
