// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the jobs of an array ask of Slurm? Memory for its tasks, memory and time for the job that merges them.
//
// The time of tasks is the user's to limit. That of the merging job follows from what it has to do, whatever the tasks were
// given: it looks at every run of the study after every array, and tasks of a minute may be followed by an hour of that.

/// What the jobs of an array ask of Slurm.
public struct ArrayNeeds: Hashable, Sendable, Codable {
  /// Memory of a task, in bytes.
  public var taskBytes: Int
  /// Memory of the job that merges, in bytes.
  public var mergeBytes: Int
  /// Time of the job that merges, in seconds.
  public var mergeSeconds: Int

  /// Creates needs.
  ///
  /// - Parameters:
  ///   - taskBytes: Memory of a task, in bytes.
  ///   - mergeBytes: Memory of the job that merges, in bytes.
  ///   - mergeSeconds: Time of that job, in seconds.
  public init(taskBytes: Int, mergeBytes: Int, mergeSeconds: Int) {
    self.taskBytes = taskBytes
    self.mergeBytes = mergeBytes
    self.mergeSeconds = mergeSeconds
  }

  /// Seconds that a merging job gets: a quarter of an hour for a machine that is slow to begin with, several times what
  /// merging and listing took where it was measured (`Analysis/scale`), and twice what the parts at one point should take.
  ///
  /// - Parameters:
  ///   - runCount: Runs of the study, merged ones and missing ones, >= 0.
  ///   - readsSeries: Whether their series are analysed: where warm-ups are found, and where boundaries are refined.
  ///   - secondsAtOnePoint: What the parts at one point should take; 0 where there are none.
  /// - Returns: Whole minutes, in seconds.
  public static func mergeSeconds(
    runCount: Int, readsSeries: Bool, secondsAtOnePoint: Double
  ) -> Int {
    let secondsOfRun = readsSeries ? 1e-3 : 1e-4
    let minutes = 15 + (Double(runCount) * secondsOfRun + 2 * secondsAtOnePoint) / 60
    // A year is more than any cluster grants.
    return Int(min(minutes.rounded(.up), 366 * 24 * 60)) * 60
  }
}
