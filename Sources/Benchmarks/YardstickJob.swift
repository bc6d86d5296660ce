// SPDX-License-Identifier: GPL-3.0-or-later
//
// What passes between the driver and a yardstick? The struct of Analysis/benchmarks/yardsticks/job.h, field by field.
//
// A struct of trivial fields is laid out as C lays it out; a test asserts the offsets that the header asserts.

/// The work of one call of a yardstick.
struct YardstickJob {
  var agentCount: UInt32
  var laneCount: UInt32
  /// Compressed rows: `agentCount + 1` offsets, and targets.
  var offsets: UnsafePointer<UInt32>
  var targets: UnsafePointer<UInt32>
  /// Field of each agent.
  var leanings: UnsafePointer<Float>
  /// 1 / degree of each agent, 0 without neighbours.
  var inverseDegrees: UnsafePointer<Float>
  /// One value a lane each.
  var couplings: UnsafePointer<Float>
  var fields: UnsafePointer<Float>
  var inverseTemperatures: UnsafePointer<Float>
  /// Second word of the key of each lane.
  var streams: UnsafePointer<UInt32>
  var seed: UInt32
  var firstStep: UInt32
  var stepCount: UInt32
  var block: UInt32 = 0
  /// The state before the steps, and after them where their number is even.
  var state: UnsafeMutableRawPointer
  var otherState: UnsafeMutableRawPointer
  /// At least 64 MB.
  var scratch: UnsafeMutableRawPointer
  var updatingFraction: Float = 1
  var colourCount: UInt32 = 0
  var colourOffsets: UnsafePointer<UInt32>?
}
