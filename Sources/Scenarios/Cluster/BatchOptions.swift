// SPDX-License-Identifier: GPL-3.0-or-later
//
// What may a user tell Slurm? Texts that are passed through, each of which has to be able to stand in a script.

/// What is asked of Slurm for every job of a sweep.
public struct BatchOptions: Hashable, Sendable, Codable {
  /// Partitions, as `--partition` of sbatch takes them; `nil` leaves it to Slurm.
  public var partition: String?
  /// The account that pays; `nil` leaves it to Slurm.
  public var account: String?
  /// Time that a job may take, as `--time` of sbatch takes it; `nil` leaves it to Slurm.
  public var time: String?
  /// Processors, and threads, of a task, >= 1.
  public var cpusPerTask: Int
  /// Number of tasks of each array that was asked for; `nil` lets time decide.
  public var taskCount: Int?

  /// Creates options.
  public init(
    partition: String? = nil, account: String? = nil, time: String? = nil, cpusPerTask: Int = 1,
    taskCount: Int? = nil
  ) {
    self.partition = partition
    self.account = account
    self.time = time
    self.cpusPerTask = cpusPerTask
    self.taskCount = taskCount
  }

  /// Names of the options with texts that cannot stand in a script.
  public var unwritable: [String] {
    [("--partition", partition), ("--account", account), ("--time", time)].compactMap {
      name, text in
      text.map(BatchScript.canHold) ?? true ? nil : name
    }
  }

  /// Seconds that a task may take, whole minutes as Slurm grants them; `nil` where Slurm says.
  public var timeLimitSeconds: Double? {
    time.flatMap(Self.seconds(ofTimeLimit:)).map { ($0 / 60).rounded(.up) * 60 }
  }

  /// Seconds of a time limit: `minutes`, `minutes:seconds`, `hours:minutes:seconds`, `days-hours`, `days-hours:minutes` or
  /// `days-hours:minutes:seconds` (sbatch(1), `--time`).
  ///
  /// - Returns: The limit, infinite for `UNLIMITED`; `nil` for anything else, for nothing, and for more than the 2^31 seconds
  ///   that Slurm can count.
  public static func seconds(ofTimeLimit text: String) -> Double? {
    if ["UNLIMITED", "INFINITE"].contains(text.uppercased()) { return .infinity }
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    guard halves.count <= 2, let clock = halves.last else { return nil }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = ((halves.count == 2 ? [halves[0]] : []) + parts).map { part in
      part.allSatisfy { ("0"..."9").contains($0) } ? Double(part) : nil
    }.compactMap(\.self)
    guard numbers.count == parts.count + halves.count - 1, (1...3).contains(parts.count) else {
      return nil
    }
    let units: [Double] =
      if halves.count == 2 {
        [86_400, 3_600, 60, 1]
      } else if parts.count == 3 {
        [3_600, 60, 1]
      } else {
        [60, 1]
      }
    let seconds = zip(numbers, units).reduce(0) { $0 + $1.0 * $1.1 }
    return seconds > 0 && seconds <= Double(Int32.max) ? seconds : nil
  }
}
