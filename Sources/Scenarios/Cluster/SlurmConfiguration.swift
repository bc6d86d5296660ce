// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a cluster allow? The answers of scontrol, as far as sweeps have to keep to them.

/// The settings of a Slurm that matter here.
public enum SlurmConfiguration {
  /// Most tasks of an array where Slurm cannot be asked (slurm.conf(5), `MaxArraySize`).
  public static let usualArrayLimit = 1_001

  /// Longest time of a job in all of some partitions, from the answer of `scontrol show partition --oneliner`.
  ///
  /// - Parameters:
  ///   - names: Names of partitions between commas; the default one for `nil`.
  ///   - answer: What scontrol wrote.
  /// - Returns: Seconds; `nil` where nothing limits it or the answer does not tell.
  public static func longestSeconds(inPartitions names: String?, _ answer: String) -> Int? {
    least(inPartitions: names, answer) { $0("MaxTime") }
  }

  /// Time of a job that asks for none, in all of some partitions; with the same parameters.
  public static func usualSeconds(inPartitions names: String?, _ answer: String) -> Int? {
    least(inPartitions: names, answer) { $0("DefaultTime") ?? $0("MaxTime") }
  }

  private static func least(
    inPartitions names: String?, _ answer: String,
    limit: (_ seconds: (_ setting: String) -> Double?) -> Double?
  ) -> Int? {
    let wanted = names?.split(separator: ",")
    let limits = answer.split(separator: "\n").compactMap { line -> Double? in
      let settings = line.split(separator: " ").map { $0.split(separator: "=", maxSplits: 1) }
        .filter { $0.count == 2 }
      func value(_ name: String) -> Substring? { settings.first { $0[0] == name }?[1] }
      guard let name = value("PartitionName"),
        wanted?.contains(name) ?? (value("Default") == "YES")
      else { return nil }
      return limit { value($0).flatMap { BatchOptions.seconds(ofTimeLimit: String($0)) } }
    }
    return limits.filter(\.isFinite).min().map { Int($0) }
  }

  /// Most tasks of an array, from the answer of `scontrol show config`; `nil` where it does not tell.
  public static func arrayLimit(in answer: String) -> Int? {
    for line in answer.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmed == "MaxArraySize", let size = Int(parts[1].trimmed)
      else { continue }
      return size
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
