// SPDX-License-Identifier: GPL-3.0-or-later
//
// How fast is a yardstick, and what does it find? Its own memory, its own state, a stretch of steps at a time.

/// One yardstick at work on one workload.
final class YardstickRunner {
  let yardstick: Yardstick
  private let function: YardstickFunction
  private var job: YardstickJob
  /// All memory of the job.
  private let memory: YardstickMemory
  /// Steps since the initial state.
  var stepsDone: Int { Int(job.firstStep) }
  /// Seconds of processor time an agent update, stretch by stretch.
  private(set) var secondsPerUpdate: [Double] = []

  /// Allocates and draws an initial state of half and half.
  ///
  /// A stretch has an even number of steps, so that the state ends where it began, and is long enough for the clock.
  init(_ yardstick: Yardstick, function: YardstickFunction, workload: YardstickWorkload) {
    self.yardstick = yardstick
    self.function = function
    let memory = YardstickMemory()
    self.memory = memory
    let agents = workload.agentCount
    let lanes = yardstick.laneCount
    // A kernel may read whole vectors of 16 lanes.
    func dealt(_ values: [Float]) -> UnsafePointer<Float> {
      memory.copy((0..<max(lanes, 16)).map { values[$0 * values.count / max(lanes, 16)] })
    }
    let bytes = yardstick.stateByteCount(agents: agents)
    job = YardstickJob(
      agentCount: UInt32(agents), laneCount: UInt32(lanes), offsets: memory.copy(workload.offsets),
      targets: memory.copy(workload.targets), leanings: memory.copy(workload.leanings),
      inverseDegrees: memory.copy(workload.inverseDegrees), couplings: dealt(workload.couplings),
      fields: dealt(workload.fields), inverseTemperatures: dealt(workload.inverseTemperatures),
      streams: memory.copy((0..<max(lanes, 16)).map { UInt32($0) }), seed: workload.seed,
      firstStep: 0,
      stepCount: UInt32(max(2, yardstick.updatesPerStretch / (agents * lanes) / 2 * 2)),
      state: memory.allocate(bytes), otherState: memory.allocate(bytes),
      scratch: memory.allocate(1 << 26), colourOffsets: nil)
    var bits: UInt64 = 0x9E37_79B9_7F4A_7C15
    for index in 0..<(bytes + 7) / 8 {
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let mixed = (bits ^ (bits >> 29)) &* 0xBF58_476D_1CE4_E5B9
      let word = mixed ^ (mixed >> 32)
      job.state.storeBytes(
        of: yardstick.layout == .bytes ? word & 0x0101_0101_0101_0101 : word,
        toByteOffset: 8 * index, as: UInt64.self)
    }
  }

  /// Advances by a stretch of steps and notes the time.
  func advance() {
    let start = ProcessorTime.seconds
    withUnsafeBytes(of: job) { function($0.baseAddress!) }
    let taken = ProcessorTime.seconds - start
    job.firstStep += job.stepCount
    secondsPerUpdate.append(
      taken / (Double(job.stepCount) * Double(job.agentCount) * Double(job.laneCount)))
  }

  /// Mean state of the lanes `range`.
  func mean(lanes range: Range<Int>) -> Double {
    var count = 0
    for agent in 0..<Int(job.agentCount) {
      for lane in range {
        let index = agent * yardstick.laneCount + lane
        switch yardstick.layout {
        case .bytes: count += Int(job.state.load(fromByteOffset: index, as: UInt8.self))
        case .bits:
          count += Int(job.state.load(fromByteOffset: index / 8, as: UInt8.self) >> (index % 8)) & 1
        }
      }
    }
    return Double(count) / Double(Int(job.agentCount) * range.count)
  }
}
