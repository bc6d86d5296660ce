// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why can a NetCDF file not be made?

/// Why a NetCDF file cannot be made.
public enum NetCDFError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The library refused a call: its name, the library's code and the library's own words.
  case refused(routine: String, code: Int, reason: String)

  /// The error as the end of a sentence.
  public var description: String {
    switch self {
    case .refused(let routine, let code, let reason):
      "NetCDF refused '\(routine)': \(reason) (\(code))"
    }
  }
}
