// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a number shown to a person? Shares in percent, everything with as many digits as its interval supports.

import Emergence
import Foundation
import WorldModel

/// The way in which one measure is shown.
struct Quantity {
  /// Whether it is a share, shown in percent.
  var isShare: Bool

  /// Shows a measure as a share when it is a mean of booleans or declared to lie in 0...1.
  init(_ measure: Measure) {
    isShare = (measure.provenRange ?? measure.range) == 0...1
  }

  /// Shows plain numbers or shares.
  init(isShare: Bool) { self.isShare = isShare }

  /// A value with two digits of the half-width of its interval.
  ///
  /// Never more than three decimals or four digits of its own, whichever are more; the JSON has them all.
  func text(_ value: Double?, width: Double? = nil) -> String {
    guard let value else { return "none" }
    let shown = isShare ? 100 * value : value
    var digits = shown == 0 ? 3 : max(3, 3 - Self.magnitude(shown))
    if let width, width > 0 {
      digits = min(digits, 1 - Self.magnitude((isShare ? 100 : 1) * width / 2))
    } else if shown == shown.rounded(), abs(shown) < 1e9 {
      digits = 0
    }
    let number = Self.fixed(shown, digits: min(max(digits, isShare ? 1 : 0), 12))
    return isShare ? number + " %" : number
  }

  /// The power of ten of the first digit.
  private static func magnitude(_ value: Double) -> Int { Int(log10(abs(value)).rounded(.down)) }

  /// An exact number such as a limit, without rounding.
  func exact(_ value: Double) -> String {
    guard isShare else { return ParameterSettings.text(value) }
    // One rounding away from noise such as 7.000000000000001.
    let percent = (value * 1e14).rounded() / 1e12
    return ParameterSettings.text(percent) + " %"
  }

  /// A variance ratio with two digits; a dash where nothing varies.
  static func ratio(_ value: Double?) -> String {
    value.map { String(format: "%.2g", $0) } ?? "-"
  }

  /// A p value with two digits.
  static func chance(_ value: Double) -> String {
    value < 1e-4 ? "< 0.0001" : String(format: "%.2g", value)
  }

  /// Width of an interval, where there is one.
  static func width(of interval: IntervalReport) -> Double? {
    guard let low = interval.low, let high = interval.high else { return nil }
    return high - low
  }

  private static func fixed(_ value: Double, digits: Int) -> String {
    if value != 0, abs(value) >= 1e9 || abs(value) < 1e-9 {
      return String(format: "%.3e", value)
    }
    let text = String(format: "%.\(digits)f", value)
    return text.hasPrefix("-") && !text.contains(where: { ("1"..."9").contains($0) })
      ? String(text.dropFirst()) : text
  }
}
