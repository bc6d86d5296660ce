// SPDX-License-Identifier: GPL-3.0-or-later
//
// Along which values does a parameter go, and which value stands at a place between its ends?
//
// Invariant: a step is the double nearest to a decimal number of at most 12 digits, so that 0...1 in 11 meets 0.3 and
// not 0.30000000000000004, and an axis shares its cells with a list of the same numbers.

/// A parameter and the values that it takes in turn.
public struct ParameterAxis: Hashable, Sendable {
  /// The parameter.
  public var parameter: ParameterID
  /// Its values, rising, within its range.
  public var values: [Double]
  /// Whether its steps are even in the logarithm; all values are then above 0.
  public var isLogarithmic: Bool

  /// Most values of one axis.
  public static let mostValues = 10_000

  /// Creates an axis.
  public init(parameter: ParameterID, values: [Double], isLogarithmic: Bool = false) {
    self.parameter = parameter
    self.values = values
    self.isLogarithmic = isLogarithmic
  }

  /// Returns values from one end to the other in even steps, both ends included.
  ///
  /// - Parameters:
  ///   - low: The first value.
  ///   - high: The last value, above the first.
  ///   - count: Number of values, >= 2.
  ///   - isLogarithmic: Whether the steps are even in the logarithm; the ends must then be above 0.
  ///   - isWhole: Whether steps that are even in the logarithm are rounded to whole numbers.
  /// - Returns: `count` values, the ends as given.
  public static func steps(
    from low: Double, to high: Double, count: Int, isLogarithmic: Bool = false,
    isWhole: Bool = false
  ) -> [Double] {
    (0..<count).map { step in
      value(
        at: Double(step) / Double(count - 1), from: low, to: high, isLogarithmic: isLogarithmic,
        isWhole: isWhole)
    }
  }

  /// Returns the value at a share of the way from the first to the last value.
  ///
  /// - Parameters:
  ///   - share: Place on the axis, in 0...1.
  ///   - isWhole: Whether the parameter takes whole values only.
  /// - Returns: A value within the ends, which stand at 0 and 1.
  public func value(at share: Double, isWhole: Bool = false) -> Double {
    let value = Self.value(
      at: share, from: values[0], to: values[values.count - 1], isLogarithmic: isLogarithmic,
      isWhole: isWhole)
    return isWhole ? value.rounded() : value
  }

  /// Returns the share of the way from the first to the last value at which a value stands.
  ///
  /// - Parameter value: A value; above 0 where the axis is logarithmic.
  /// - Returns: 0 at the first value, 1 at the last; 0 on an axis of one value.
  public func share(of value: Double) -> Double {
    guard let low = values.first, let high = values.last, low < high else { return 0 }
    if value == low { return 0 }
    if value == high { return 1 }
    guard isLogarithmic else { return (value - low) / (high - low) }
    let start = ExactLogarithm.log2(low)
    return (ExactLogarithm.log2(value) - start) / (ExactLogarithm.log2(high) - start)
  }

  /// Returns the axis with the values halfway between its own, as often as it takes to have so many.
  ///
  /// - Parameters:
  ///   - least: Number of values wanted.
  ///   - isWhole: Whether the parameter takes whole values only.
  /// - Returns: The axis; with fewer values where no other lies between them.
  public func halved(toHave least: Int, isWhole: Bool = false) -> ParameterAxis {
    var result = self
    while result.values.count < least {
      let halves = zip(result.values, result.values.dropFirst()).map { low, high in
        let half = Self.value(
          at: 0.5, from: low, to: high, isLogarithmic: isLogarithmic, isWhole: isWhole)
        return isWhole ? half.rounded() : half
      }
      let values = Set(result.values + halves).sorted()
      if values.count == result.values.count { break }
      result.values = values
    }
    return result
  }

  private static func value(
    at share: Double, from low: Double, to high: Double, isLogarithmic: Bool, isWhole: Bool
  ) -> Double {
    if share <= 0 { return low }
    if share >= 1 { return high }
    guard isLogarithmic else {
      let value = low * (1 - share) + high * share
      return min(max(low, decimal(value, digitsOf: max(abs(low), abs(high)))), high)
    }
    let start = ExactLogarithm.log2(low)
    let value = ExactLogarithm.exp2(start + (ExactLogarithm.log2(high) - start) * share)
    return min(max(low, isWhole ? value.rounded() : decimal(value, digitsOf: value)), high)
  }

  /// The double nearest to a decimal number: the value to the twelfth digit of a magnitude.
  ///
  /// Powers of ten up to 10^22 are doubles, so that one rounding makes the whole number and one the quotient. Beyond
  /// them, and from 10^12 upwards, a value stays as it is.
  private static func decimal(_ value: Double, digitsOf magnitude: Double) -> Double {
    guard magnitude >= 1e-10, magnitude < 1e12 else { return value }
    var power = 1.0
    while magnitude * power < 1e11 { power *= 10 }
    return (value * power).rounded() / power
  }
}
