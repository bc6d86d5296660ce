// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a function without derivatives minimised?
//
// By the simplex of Nelder & Mead, Comput. J. 7, 308 (1965), `gsl_multimin_fminimizer_nmsimplex2`; restarted from
// where it stopped until a restart gains nothing, since a collapsed simplex can stop off the minimum.

@preconcurrency import CGSL

/// Carries a closure through the `void *` of GSL.
private final class FunctionBox {
  let function: ([Double]) -> Double
  init(_ function: @escaping ([Double]) -> Double) { self.function = function }
}

extension GSL {
  /// Minimises a function of several variables.
  ///
  /// - Parameters:
  ///   - start: First point.
  ///   - steps: Edges of the first simplex, one a variable, not 0.
  ///   - tolerance: Size of the simplex, in units of `steps`, at which it stops.
  ///   - function: Finite, or infinite where it is undefined.
  /// - Returns: The least value found and where.
  /// - Throws: `StatisticsError.arithmetic` when the value is nowhere finite.
  static func minimum(
    start: [Double], steps: [Double], tolerance: Double = 1e-5, of function: ([Double]) -> Double
  ) throws(StatisticsError) -> (point: [Double], value: Double) {
    _ = ready
    var best = (point: start, value: Double.infinity)
    for restart in 0..<6 {
      let next = try descent(
        from: best.point, scale: restart == 0 ? 1 : 0.2, steps, tolerance, function)
      let gain = best.value - next.value
      if next.value <= best.value { best = next }
      if gain <= 1e-9 * abs(best.value) { break }
    }
    return (best.point, try finite(best.value, "gsl_multimin_fminimizer_iterate"))
  }

  /// One descent of the simplex, in units of the steps.
  private static func descent(
    from start: [Double], scale: Double, _ steps: [Double], _ tolerance: Double,
    _ function: ([Double]) -> Double
  ) throws(StatisticsError) -> (point: [Double], value: Double) {
    let n = start.count
    guard let work = gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, n),
      let first = gsl_vector_alloc(n), let edges = gsl_vector_alloc(n)
    else { throw outOfMemory("gsl_multimin_fminimizer_alloc") }
    defer {
      gsl_multimin_fminimizer_free(work)
      gsl_vector_free(first)
      gsl_vector_free(edges)
    }
    gsl_vector_set_zero(first)
    gsl_vector_set_all(edges, scale)
    let result = withoutActuallyEscaping(function) { escaping in
      let box = FunctionBox { unit in
        let value = escaping(zip(start, zip(unit, steps)).map { $0 + $1.0 * $1.1 })
        // GSL refuses infinities; a wall this high turns the simplex back as well.
        return value.isFinite ? value : 1e300
      }
      return withExtendedLifetime(box) {
        var target = gsl_multimin_function(
          f: { point, context in
            guard let point, let context else { return .nan }
            let box = Unmanaged<FunctionBox>.fromOpaque(context).takeUnretainedValue()
            return box.function((0..<point.pointee.size).map { gsl_vector_get(point, $0) })
          }, n: n, params: Unmanaged.passUnretained(box).toOpaque())
        return withUnsafeMutablePointer(to: &target) { target in
          Result { () throws(StatisticsError) in
            try check(
              gsl_multimin_fminimizer_set(work, target, first, edges),
              "gsl_multimin_fminimizer_set")
            for _ in 0..<(200 * n) {
              let status = gsl_multimin_fminimizer_iterate(work)
              if Int(status) == Int(GSL_ENOPROG) { break }
              try check(status, "gsl_multimin_fminimizer_iterate")
              if gsl_multimin_fminimizer_size(work) < tolerance * scale { break }
            }
          }
        }
      }
    }
    try result.get()
    let point = gsl_multimin_fminimizer_x(work)
    let value = gsl_multimin_fminimizer_minimum(work)
    return (
      zip(start, steps.indices).map { $0 + steps[$1] * gsl_vector_get(point, $1) },
      value < 1e299 ? value : .infinity
    )
  }
}
