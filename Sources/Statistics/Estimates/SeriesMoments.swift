// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which moments of many values are kept, so that realisations can be joined without loss?
//
// Raw second and fourth moments for the Binder cumulant; mean and centred square sum for the variance, which as a
// difference of raw moments would lose all its digits near a constant. Source of the joining: Chan, Golub & LeVeque,
// American Statistician 37, 242 (1983), eq. 2.1.

/// Moments of a set of values.
public struct SeriesMoments: Hashable, Sendable {
  /// Number of values.
  public private(set) var count = 0
  /// Arithmetic mean; 0 for no value.
  public private(set) var mean = 0.0
  /// Sum of (x - mean)^2.
  public private(set) var centredSquareSum = 0.0
  /// Sum of x^2.
  public private(set) var squareSum = 0.0
  /// Sum of x^4.
  public private(set) var fourthPowerSum = 0.0

  /// Creates the moments of nothing.
  public init() {}

  /// Creates the moments of finite values.
  public init(of values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Adds a value.
  public mutating func add(_ value: Double) {
    count += 1
    let delta = value - mean
    mean += delta / Double(count)
    centredSquareSum += delta * (value - mean)
    let square = value * value
    squareSum += square
    fourthPowerSum += square * square
  }

  /// Returns the moments of both sets together.
  public func merged(with other: SeriesMoments) -> SeriesMoments {
    guard count > 0 else { return other }
    guard other.count > 0 else { return self }
    var both = SeriesMoments()
    both.count = count + other.count
    let delta = other.mean - mean
    let share = Double(other.count) / Double(both.count)
    both.mean = mean + delta * share
    both.centredSquareSum =
      centredSquareSum + other.centredSquareSum + delta * delta * Double(count) * share
    both.squareSum = squareSum + other.squareSum
    both.fourthPowerSum = fourthPowerSum + other.fourthPowerSum
    return both
  }

  /// Variance <x^2> - <x>^2 of the values themselves, >= 0; `nil` for no value.
  public var variance: Double? { count > 0 ? centredSquareSum / Double(count) : nil }

  /// 1 - <x^4> / (3 <x^2>^2) of raw moments; `nil` where every value is 0.
  ///
  /// 2/3 for two values of equal size, 0 for a Gaussian about 0. It tells order only of measures that are symmetric
  /// about 0. Source: Binder, Z. Phys. B 43, 119 (1981).
  public var binderCumulant: Double? {
    guard squareSum > 0 else { return nil }
    let meanSquare = squareSum / Double(count)
    let value = 1 - fourthPowerSum / Double(count) / (3 * meanSquare * meanSquare)
    return value.isFinite ? value : nil
  }
}
