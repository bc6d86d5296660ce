// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are many independent analyses dealt over threads? In place, so that results do not depend on their number.

import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// Returns what a closure makes of each element, in order, found on several threads.
  ///
  /// - Parameters:
  ///   - threadCount: Number of threads, >= 1.
  ///   - body: Called once for each element, from any thread.
  /// - Returns: One value an element.
  /// - Throws: The error of the first element, in order, whose closure threw.
  func mapInParallel<Value: Sendable>(
    threadCount: Int, _ body: @Sendable (Element) throws -> Value
  ) throws -> [Value] {
    guard threadCount > 1, count > 1 else { return try map(body) }
    let slots = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: Swift.min(threadCount, count)) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        let result = Result { try body(self[index]) }
        slots.withLock { $0[index] = result }
      }
    }
    return try slots.withLock { all in
      try all.map { slot in
        guard let slot else { preconditionFailure("every element was visited") }
        return try slot.get()
      }
    }
  }
}
