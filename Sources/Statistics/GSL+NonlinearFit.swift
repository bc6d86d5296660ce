// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are non-linear least squares solved?
//
// By `gsl_multifit_nlinear` (Levenberg and Marquardt with More's scaling), Jacobian by forward differences. That no
// step brings progress any more is convergence to the last digits; every other failure is an error.

@preconcurrency import CGSL

/// Parameters of a non-linear model with their covariance.
struct NonlinearFit {
  var parameters: [Double]
  /// Covariance for residuals in units of their standard errors, row by row.
  var covariance: [[Double]]
  /// Sum of squared residuals.
  var chiSquared: Double
}

/// Carries a closure through the `void *` of GSL.
private final class ResidualBox {
  let residuals: ([Double]) -> [Double]?
  init(_ residuals: @escaping ([Double]) -> [Double]?) { self.residuals = residuals }
}

extension GSL {
  /// Minimises a sum of squared residuals.
  ///
  /// - Parameters:
  ///   - start: First parameters, of order 1.
  ///   - residualCount: At least as many as parameters.
  ///   - residuals: Residuals in units of their standard errors; `nil` where the model is undefined.
  /// - Returns: The minimum next to the start.
  /// - Throws: `StatisticsError.arithmetic` when it does not converge or the parameters are not independent.
  static func nonlinearFit(
    start: [Double], residualCount: Int, residuals: ([Double]) -> [Double]?
  ) throws(StatisticsError) -> NonlinearFit {
    _ = ready
    let result = withoutActuallyEscaping(residuals) { escaping in
      let box = ResidualBox(escaping)
      return withExtendedLifetime(box) { minimise(start, residualCount, box) }
    }
    return try result.get()
  }

  private static func minimise(
    _ start: [Double], _ residualCount: Int, _ box: ResidualBox
  ) -> Result<NonlinearFit, StatisticsError> {
    let p = start.count
    var settings = gsl_multifit_nlinear_default_parameters()
    guard
      let work = gsl_multifit_nlinear_alloc(
        gsl_multifit_nlinear_trust, &settings, residualCount, p),
      let first = gsl_vector_alloc(p), let covariance = gsl_matrix_alloc(p, p)
    else { return .failure(outOfMemory("gsl_multifit_nlinear_alloc")) }
    defer {
      gsl_multifit_nlinear_free(work)
      gsl_vector_free(first)
      gsl_matrix_free(covariance)
    }
    for i in 0..<p { gsl_vector_set(first, i, start[i]) }
    var model = gsl_multifit_nlinear_fdf()
    model.n = residualCount
    model.p = p
    model.params = Unmanaged.passUnretained(box).toOpaque()
    model.f = { parameters, context, output in
      guard let parameters, let context, let output else { return Int32(GSL_EFAULT) }
      let box = Unmanaged<ResidualBox>.fromOpaque(context).takeUnretainedValue()
      let values = (0..<parameters.pointee.size).map { gsl_vector_get(parameters, $0) }
      guard let residuals = box.residuals(values) else { return Int32(GSL_EDOM) }
      for i in residuals.indices { gsl_vector_set(output, i, residuals[i]) }
      return Int32(GSL_SUCCESS)
    }
    return withUnsafeMutablePointer(to: &model) { model in
      Result { () throws(StatisticsError) in
        try check(gsl_multifit_nlinear_init(first, model, work), "gsl_multifit_nlinear_init")
        var info: Int32 = 0
        let status = gsl_multifit_nlinear_driver(
          200, 1e-6, 1e-10, 0, nil, nil, &info, work)
        // No progress in the very first step, as from a start at the minimum, is told as `GSL_EMAXITER`.
        if status != Int32(GSL_ENOPROG), info != Int32(GSL_ENOPROG) {
          try check(status, "gsl_multifit_nlinear_driver")
        }
        try check(
          gsl_multifit_nlinear_covar(gsl_multifit_nlinear_jac(work), 1e-12, covariance),
          "gsl_multifit_nlinear_covar")
        var fit = NonlinearFit(parameters: [], covariance: [], chiSquared: 0)
        for i in 0..<p {
          fit.parameters.append(gsl_vector_get(gsl_multifit_nlinear_position(work), i))
          fit.covariance.append((0..<p).map { gsl_matrix_get(covariance, i, $0) })
          guard fit.covariance[i][i] > 0, fit.covariance[i][i].isFinite else {
            throw .arithmetic(
              routine: "gsl_multifit_nlinear_covar", code: Int(GSL_ESING),
              reason: String(cString: gsl_strerror(Int32(GSL_ESING))))
          }
        }
        let residual = gsl_multifit_nlinear_residual(work)
        for i in 0..<residualCount {
          let value = gsl_vector_get(residual, i)
          fit.chiSquared += value * value
        }
        fit.chiSquared = try finite(fit.chiSquared, "gsl_multifit_nlinear_driver")
        return fit
      }
    }
  }
}
