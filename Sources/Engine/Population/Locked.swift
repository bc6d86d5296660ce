// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do threads share a value? One at a time; and they can wait until another has changed it.
//
// A lock of the C library rather than `Synchronization.Mutex`: the thread sanitizer knows the one and not the other, and
// what it cannot see it reports as a race.

import Glibc

/// A value that one thread at a time may touch.
public final class Locked<Value>: @unchecked Sendable {
  private var value: Value
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>

  /// Takes a value that nobody else holds.
  public init(_ value: sending Value) {
    self.value = value
    lock = .allocate(capacity: 1)
    let status = pthread_mutex_init(lock, nil)
    precondition(status == 0, "a mutex with default attributes cannot fail")
    changed = .allocate(capacity: 1)
    let signal = pthread_cond_init(changed, nil)
    precondition(signal == 0, "a condition with default attributes cannot fail")
  }

  deinit {
    pthread_cond_destroy(changed)
    changed.deallocate()
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// Calls a closure while no other thread touches the value.
  ///
  /// - Parameter body: What to do; it may change the value, and must not ask for the same lock.
  /// - Returns: What the closure returns.
  public func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body(&value)
  }

  /// Waits until a closure has an answer; asked at once, and again after each `signal`.
  ///
  /// - Parameter body: Looks at the value, no other thread touching it, and returns `nil` as long as there is to wait.
  /// - Returns: The answer.
  public func wait<Result>(_ body: (inout Value) -> Result?) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while true {
      if let result = body(&value) { return result }
      pthread_cond_wait(changed, lock)
    }
  }

  /// Lets all who wait look again.
  public func signal() { pthread_cond_broadcast(changed) }
}
