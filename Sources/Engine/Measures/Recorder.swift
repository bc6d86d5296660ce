// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is kept of a step? The values of measures, lane by lane, until the run of the lane ends.

/// Keeps the series of the runs of a lane group.
struct Recorder {
  let program: Program
  let stepCount: Int
  /// One result a lane; failures are set by whoever finds them.
  var results: [RunResult]
  /// For each measure and lane, whether a `first` condition has held.
  private var held: [[Bool]]

  init(program: Program, lanes: Int, stepCount: Int) {
    self.program = program
    self.stepCount = stepCount
    let measureCount = program.world.measures.count
    results = (0..<lanes).map { _ in
      RunResult(
        series: Array(
          repeating: Array(repeating: .nan, count: stepCount), count: measureCount),
        stepsRun: stepCount, nonFiniteCounts: Array(repeating: 0, count: measureCount))
    }
    held = Array(repeating: Array(repeating: false, count: lanes), count: measureCount)
  }

  static func byteCount(program: Program, stepCount: Int) -> Int {
    program.world.measures.count * (stepCount * 8 + 64) + 256
  }

  /// Records the scalars of a step of one lane; returns whether its run stops after this step.
  mutating func record(step: Int, lane: Int, output: (Int) -> Double) -> Bool {
    var stops = false
    var index = 0
    while index < program.stepOutputs.count {
      switch program.stepOutputs[index] {
      case .value(let measure):
        var isWanted = true
        if index + 1 < program.stepOutputs.count,
          program.stepOutputs[index + 1] == .condition(measure: measure)
        {
          isWanted = output(index + 1) != 0
          index += 1
          if isWanted { put(output(index - 1), measure, step, lane) }
        } else {
          put(output(index), measure, step, lane)
        }
      case .condition(let measure):
        if !held[measure][lane] && output(index) != 0 {
          held[measure][lane] = true
          results[lane].series[measure][step] = Double(step)
        }
      case .stop: stops = output(index) != 0
      }
      index += 1
    }
    return stops
  }

  /// Records what is measured at the end of a lane's run.
  mutating func recordEnd(step: Int, lane: Int, output: (Int) -> Double) {
    for (index, measure) in program.endMeasures.enumerated() {
      put(output(index), measure, step, lane)
    }
  }

  private mutating func put(_ value: Double, _ measure: Int, _ step: Int, _ lane: Int) {
    if value.isFinite {
      results[lane].series[measure][step] = value
    } else {
      results[lane].nonFiniteCounts[measure] += 1
    }
  }

  /// Repeats the last values of a run that stopped after a step.
  mutating func freeze(step: Int, lane: Int) {
    results[lane].stepsRun = step + 1
    for (index, measure) in program.world.measures.enumerated() {
      if case .first = measure.timing { continue }
      let last = results[lane].series[index][step]
      for later in step + 1..<max(stepCount, step + 1) {
        results[lane].series[index][later] = last
      }
    }
  }
}
