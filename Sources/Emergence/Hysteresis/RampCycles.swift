// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a run of a ramp say of one measure? One response a hold, and from them the area, the gap and the jumps.
//
// Responses are oriented, so that areas are positive where a response lags: whether it rises or falls is asked of the
// ends of both ways at all rates together. Exchanging both ways turns the sign of an area and leaves that of the
// orientation, so that a world without memory has areas of mean 0 whatever its noise.

import Engine
import Statistics
import WorldModel

/// The responses of one measure to the ramp of one hold.
struct RampCycles: Sendable {
  /// Steps for which every value was held.
  let hold: Int
  /// Per replicate one response a point of the ramp, in the order of time; `nil` where the measure was not recorded at
  /// one of them.
  let responses: [[Double]?]

  init(of design: RampDesign, measure: MeasureID, hold: Int, _ results: [RunResult]) {
    self.hold = hold
    let windows = (0..<design.pointCount).map { design.readSteps($0, hold: hold) }
    responses = results.map { result in
      let series = result.series[measure.index]
      var response: [Double] = []
      for window in windows {
        guard let mean = MeasureReading.mean(series[window].filter(\.isFinite)) else { return nil }
        response.append(mean)
      }
      return response
    }
  }
}

/// A cycle of one replicate, its response turned so that it rises with the parameter.
struct OrientedCycle {
  /// One response a value on the way up.
  let up: [Double]
  /// One response a value on the way down, in the order of the values.
  let down: [Double]

  init(_ response: [Double], sign: Double) {
    let count = (response.count + 1) / 2
    up = response[..<count].map { sign * $0 }
    down = response[(count - 1)...].reversed().map { sign * $0 }
  }

  /// Where it begins less where it ends, at the first value.
  var gap: Double { down[0] - up[0] }

  /// Area of the loop.
  func area(over values: [Double]) throws -> Double {
    try LoopArea.area(
      field: values + values.dropLast().reversed(),
      response: up + down.dropLast().reversed())
  }

  /// +1 where responses rise with the parameter on the whole, -1 where they fall.
  static func sign(of responses: [[Double]]) -> Double {
    var rise = 0.0
    for response in responses {
      rise += 2 * response[response.count / 2] - response[0] - response[response.count - 1]
    }
    return rise < 0 ? -1 : 1
  }
}

/// Where a branch of one replicate jumps.
enum BranchJump {
  /// Least share of the whole range of a loop that a jump covers.
  static let leastShare = 1.0 / 3

  /// Finds the jump of a branch: the largest rise between neighbouring values, with the larger of those beside it, for a
  /// run may jump in the midst of a hold.
  ///
  /// It must cover a third of the range of the loop, and twice of what an even rise would.
  ///
  /// - Parameters:
  ///   - levels: One response a value, rising with the parameter on the whole.
  ///   - range: Distance of the largest from the smallest mean response of the loop.
  /// - Returns: The index k of the values k and k + 1 between which the response passes the middle of the jump; `nil`
  ///   where there is none.
  static func find(in levels: [Double], range: Double) -> Int? {
    let rises = zip(levels.dropFirst(), levels).map { $0 - $1 }
    guard let most = rises.indices.max(by: { rises[$0] < rises[$1] }) else { return nil }
    var (first, last) = (most, most + 1)
    let before = most > 0 ? rises[most - 1] : 0
    let after = most + 1 < rises.count ? rises[most + 1] : 0
    if before > 0 || after > 0 {
      if before > after { first -= 1 } else { last += 1 }
    }
    let least = range * max(leastShare, 4 / Double(rises.count))
    guard range > 0, levels[last] - levels[first] >= least else { return nil }
    let middle = (levels[first] + levels[last]) / 2
    return (first..<last).first { levels[$0 + 1] >= middle }
  }
}
