// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much does a response lag behind a field that goes and comes back?
//
// A = loop integral of h dm = - loop integral of m dh, by the trapezoidal rule over the closed cycle: exact for straight
// pieces, and the same from whichever point the cycle starts. Positive where the response lags; near 0, of either sign,
// where there is no hysteresis, so that noise does not add up to an area. Source: Bertotti, Hysteresis in Magnetism
// (1998), eq. 1.5; Jung, Gray, Roy & Mandel, Phys. Rev. Lett. 65, 1873 (1990).

/// Area of hysteresis loops.
public struct LoopArea: Hashable, Sendable {
  /// Mean area with its interval over realisations, in units of field times response.
  public var area: RealisationMean

  /// Estimates the area of the cycles of realisations.
  ///
  /// - Parameters:
  ///   - field: The field h at each point of the cycle, at least three, in the order of time; the last point is joined to
  ///     the first.
  ///   - responses: Per realisation one cycle a replicate, each with one response m a point.
  ///   - confidence: Of the interval, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues`, `.shapesDiffer`, `.notFinite`, `.outOfRange`.
  public init(
    field: [Double], responses: [[[Double]]], confidence: Double = 0.95
  ) throws(StatisticsError) {
    var areas: [[Double]] = []
    for realisation in responses {
      var cycles: [Double] = []
      for response in realisation {
        cycles.append(try Self.area(field: field, response: response))
      }
      areas.append(cycles)
    }
    area = try RealisationMean(of: areas, confidence: confidence)
  }

  /// Returns the area of one cycle.
  ///
  /// - Parameters:
  ///   - field: The field h at each point of the cycle, at least three, in the order of time.
  ///   - response: The response m at each point.
  /// - Returns: The loop integral of h dm, in units of field times response.
  /// - Throws: `StatisticsError.tooFewValues`, `.shapesDiffer`, `.notFinite`.
  public static func area(
    field: [Double], response: [Double]
  ) throws(StatisticsError) -> Double {
    guard field.count == response.count else { throw .shapesDiffer }
    guard field.count >= 3 else { throw .tooFewValues(needed: 3, found: field.count) }
    // About the first point, which loses no digits to a response far from 0.
    let (h0, m0) = (field[0], response[0])
    var sum = 0.0
    for i in field.indices {
      let j = i + 1 < field.count ? i + 1 : 0
      let middle = (field[i] - h0 + (field[j] - h0)) / 2
      sum += middle * (response[j] - m0 - (response[i] - m0))
    }
    guard sum.isFinite else { throw .notFinite }
    return sum
  }
}
