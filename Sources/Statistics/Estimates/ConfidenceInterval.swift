// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between which two values does a quantity lie?

/// Two ends of an interval, in the units of the quantity.
public struct ConfidenceInterval: Hashable, Sendable {
  /// Lower end.
  public var low: Double
  /// Upper end, >= `low`.
  public var high: Double

  /// Creates an interval.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Returns whether a value lies inside, ends included.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// Returns Student's interval about an estimate.
  ///
  /// - Parameters:
  ///   - estimate: Centre of the interval.
  ///   - standardError: >= 0; 0 gives an interval of no width.
  ///   - degreesOfFreedom: Units of replication less one, >= 1.
  ///   - confidence: Probability that the interval covers the truth, inside 0...1.
  /// - Returns: estimate -+ t standardError.
  /// - Throws: `StatisticsError.outOfRange`, `.notFinite`.
  public static func student(
    about estimate: Double, standardError: Double, degreesOfFreedom: Int, confidence: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    guard degreesOfFreedom >= 1 else {
      throw .outOfRange(argument: "degreesOfFreedom", value: Double(degreesOfFreedom))
    }
    guard standardError >= 0 else {
      throw .outOfRange(argument: "standardError", value: standardError)
    }
    guard estimate.isFinite, standardError.isFinite else { throw .notFinite }
    let t = try studentFactor(degreesOfFreedom: degreesOfFreedom, confidence: confidence)
    return ConfidenceInterval(
      low: estimate - t * standardError, high: estimate + t * standardError)
  }

  /// Returns the number of standard errors that Student's interval reaches to either side.
  ///
  /// - Parameters:
  ///   - degreesOfFreedom: >= 1.
  ///   - confidence: Probability that the interval covers the truth, inside 0...1.
  /// - Returns: The (1 + confidence) / 2 quantile of Student's t.
  /// - Throws: `StatisticsError.outOfRange`.
  public static func studentFactor(
    degreesOfFreedom: Int, confidence: Double = 0.95
  ) throws(StatisticsError) -> Double {
    guard degreesOfFreedom >= 1 else {
      throw .outOfRange(argument: "degreesOfFreedom", value: Double(degreesOfFreedom))
    }
    guard confidence > 0, confidence < 1 else {
      throw .outOfRange(argument: "confidence", value: confidence)
    }
    return try GSL.studentQuantile((1 + confidence) / 2, Double(degreesOfFreedom))
  }
}
