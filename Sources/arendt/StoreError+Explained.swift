// SPDX-License-Identifier: GPL-3.0-or-later
//
// With which status does a command end when a store fails it?

import Store

extension StoreError {
  /// Does some work; failures of a store become messages.
  static func explained<Value>(_ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as StoreError {
      throw error.failure
    }
  }

  /// The message and status of an error.
  var failure: CommandFailure {
    switch self {
    case .mismatch(let path, let differences):
      let lines = differences.map { "  \($0)" }.joined(separator: "\n")
      return CommandFailure(
        .wrong,
        "the store '\(path)' belongs to another study:\n\(lines)\n"
          + "choose another --store, or remove it")
    case .missing, .unopenable, .foreign, .newerFormat, .olderFormat:
      return CommandFailure(.usage, "\(self)")
    case .notWritable, .corrupt, .busy, .diskFull, .failed:
      return CommandFailure(.failed, "\(self)")
    }
  }
}
