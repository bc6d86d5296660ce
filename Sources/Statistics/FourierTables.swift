// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are real sequences of one length turned into their spectra and back, many times?
//
// By GSL's mixed-radix transforms, fast for lengths without large prime factors. The tables of angles are made once;
// GSL only reads them, so that threads may share them, and every call has a workspace of its own.

import CGSL

/// Fourier transforms of one length.
final class FourierTables: @unchecked Sendable {
  /// Length of the sequences.
  let length: Int
  private let forward: UnsafeMutablePointer<gsl_fft_real_wavetable>
  private let backward: UnsafeMutablePointer<gsl_fft_halfcomplex_wavetable>

  /// Makes the tables.
  ///
  /// - Parameter length: >= 1.
  /// - Throws: `StatisticsError.arithmetic`.
  init(length: Int) throws(StatisticsError) {
    _ = GSL.ready
    guard let forward = gsl_fft_real_wavetable_alloc(length) else {
      throw GSL.outOfMemory("gsl_fft_real_wavetable_alloc")
    }
    guard let backward = gsl_fft_halfcomplex_wavetable_alloc(length) else {
      gsl_fft_real_wavetable_free(forward)
      throw GSL.outOfMemory("gsl_fft_halfcomplex_wavetable_alloc")
    }
    self.length = length
    self.forward = forward
    self.backward = backward
  }

  deinit {
    gsl_fft_real_wavetable_free(forward)
    gsl_fft_halfcomplex_wavetable_free(backward)
  }

  /// Returns the Fourier transform of a real sequence, in GSL's half-complex order of mixed radix.
  ///
  /// - Parameter values: `length` values.
  /// - Returns: The real part at frequency 0, then real and imaginary parts by turns; for an even length the last value
  ///   is the real part at half the length.
  /// - Throws: `StatisticsError.arithmetic`.
  func spectrum(of values: [Double]) throws(StatisticsError) -> [Double] {
    try transformed(values, "gsl_fft_real_transform") {
      gsl_fft_real_transform($0, 1, length, forward, $1)
    }
  }

  /// Returns the real sequence of a spectrum: the inverse of `spectrum(of:)`.
  ///
  /// - Parameter spectrum: `length` values in the order of `spectrum(of:)`.
  /// - Returns: As many values.
  /// - Throws: `StatisticsError.arithmetic`.
  func sequence(of spectrum: [Double]) throws(StatisticsError) -> [Double] {
    try transformed(spectrum, "gsl_fft_halfcomplex_inverse") {
      gsl_fft_halfcomplex_inverse($0, 1, length, backward, $1)
    }
  }

  private func transformed(
    _ values: [Double], _ routine: String,
    _ transform: (UnsafeMutablePointer<Double>?, UnsafeMutablePointer<gsl_fft_real_workspace>)
      -> Int32
  ) throws(StatisticsError) -> [Double] {
    precondition(values.count == length)
    guard let work = gsl_fft_real_workspace_alloc(length) else {
      throw GSL.outOfMemory("gsl_fft_real_workspace_alloc")
    }
    defer { gsl_fft_real_workspace_free(work) }
    var data = values
    let status = data.withUnsafeMutableBufferPointer { transform($0.baseAddress, work) }
    try GSL.check(status, routine)
    return data
  }

  /// Returns whether a length has no prime factor above 5.
  static func isSmooth(_ length: Int) -> Bool {
    var rest = length
    for factor in [2, 3, 5] {
      while rest % factor == 0 { rest /= factor }
    }
    return rest == 1
  }
}
