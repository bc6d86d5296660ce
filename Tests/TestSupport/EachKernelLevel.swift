// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a test run at each level of kernels? One test at a time, for the level is the process's.

import Engine

/// Runs a test at each level of kernels that the processor has.
public enum EachKernelLevel {
  private static let turn = Locked(())

  /// Calls a closure at each level; the level in use before is in use again after it.
  public static func run(_ body: (KernelLevel) throws -> Void) throws {
    let outcome = turn.withLock { _ -> Result<Void, any Error> in
      let usual = KernelLevel.current
      defer { usual.use() }
      return Result {
        for level in KernelLevel.available {
          level.use()
          try body(level)
        }
      }
    }
    try outcome.get()
  }
}
