// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is an affine computation worth in one lane, and how far can rounding lead the program from it?
//
// Running error analysis: with u = 2^-24, an operation whose result is at most A in size, computed from arguments with
// errors, adds u (A + error). Source: N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 3.3.
//
// That holds between underflow, which adds an absolute error, and overflow, of which nothing is known: then the error is
// infinite, or NaN once a factor of 0 meets it.

/// A value that is affine in the count and in traits.
struct AffineBound {
  /// Rounding error of one operation at single precision, relatively.
  static let unit = 0x1p-24
  /// The most that rounding a number below the normal ones adds, and the least that may be infinite once rounded.
  private static let underflow = 0x1p-149
  private static let overflow = 0x1p127

  /// Factor of the count, then of the traits.
  var factors = SIMD8<Double>(repeating: 0)
  var constant = 0.0
  /// The largest that the sum of the sizes of all terms can be.
  var size = 0.0
  /// The farthest that the program's value can be from the affine form.
  var error = 0.0

  /// A value known to the program.
  init(constant: Double) {
    self.constant = constant
    size = abs(constant)
    if !constant.isFinite { error = .infinity }
  }

  /// The count (0) or a trait (1...), at most `size`.
  init(feature: Int, size: Double) {
    factors[feature] = 1
    self.size = size
  }

  private var isConstant: Bool { factors == SIMD8(repeating: 0) && error == 0 }

  mutating func round() {
    error += Self.unit * (size + error) + Self.underflow
    if !(size + error < Self.overflow) { error = .infinity }
  }

  mutating func negate() {
    factors = -factors
    constant = -constant
  }

  mutating func add(_ other: AffineBound) {
    factors += other.factors
    constant += other.constant
    size += other.size
    error += other.error
    round()
  }

  mutating func multiply(_ other: AffineBound) {
    let (form, scale) = other.isConstant ? (self, other.constant) : (other, constant)
    self = form
    scaleAll(by: scale)
    round()
  }

  mutating func divide(_ other: AffineBound) {
    scaleAll(by: 1 / other.constant)
    error += other.error
    round()
  }

  private mutating func scaleAll(by scale: Double) {
    factors *= scale
    constant *= scale
    size *= abs(scale)
    error *= abs(scale)
  }
}

extension AffineBound {
  /// Evaluates steps for one lane.
  ///
  /// - Parameters:
  ///   - steps: A computation that leaves one value.
  ///   - sizes: The largest that the count and the traits can be.
  ///   - stack: Room for the steps.
  ///   - lane: The value of an operand of the lane.
  /// - Returns: What is left on the stack.
  static func evaluate(
    _ steps: [AffineStep], sizes: SIMD8<Double>, stack: inout [AffineBound],
    lane: (Operand) -> Double
  ) -> AffineBound {
    stack.removeAll(keepingCapacity: true)
    for step in steps {
      switch step {
      case .lane(let operand): stack.append(AffineBound(constant: lane(operand)))
      case .count: stack.append(AffineBound(feature: 0, size: sizes[0]))
      case .trait(let index):
        stack.append(AffineBound(feature: index + 1, size: sizes[index + 1]))
      case .negate: stack[stack.count - 1].negate()
      case .round: stack[stack.count - 1].round()
      case .add, .subtract, .multiply, .divide:
        var right = stack.removeLast()
        let last = stack.count - 1
        switch step {
        case .subtract:
          right.negate()
          stack[last].add(right)
        case .multiply: stack[last].multiply(right)
        case .divide: stack[last].divide(right)
        default: stack[last].add(right)
        }
      }
    }
    return stack[0]
  }
}
