// SPDX-License-Identifier: GPL-3.0-or-later
//
// What kind of file does a path ask for? Its ending says.

import Figures
import Foundation

/// A kind of file that a diagram is written as.
enum DiagramFormat: String, CaseIterable {
  case svg, png, pdf, html, csv, nc

  /// The kind that the ending of a path names; `nil` for another ending.
  init?(path: String) {
    self.init(rawValue: (path as NSString).pathExtension.lowercased())
  }

  /// All endings in words.
  static var list: String {
    let names = allCases.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  /// The picture that gnuplot draws; `nil` for files that need no gnuplot.
  var picture: FigureScript.Format? { FigureScript.Format(rawValue: rawValue) }
}
