// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are the long versions of tests wanted?

import Glibc

/// Tests that take minutes.
public enum SlowTests {
  /// Whether the long versions were asked for by `ARENDT_SLOW_TESTS=1`; `make test-all` does.
  public static let areWanted = getenv("ARENDT_SLOW_TESTS").map { String(cString: $0) } == "1"
}
