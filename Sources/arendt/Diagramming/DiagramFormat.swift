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

  /// What it shows besides the numbers of the verdicts.
  var parts: Set<DiagramPart> {
    switch self {
    case .csv: []
    case .nc, .svg, .png, .pdf: [.boundary]
    case .html: [.boundary, .courses]
    }
  }

  /// The picture that gnuplot draws; `nil` for files that need no gnuplot.
  var picture: FigureScript.Format? { FigureScript.Format(rawValue: rawValue) }
}

/// What takes time to make beyond the verdicts, and is in some files only.
enum DiagramPart: Hashable {
  /// The boundary of harm only together, with its band.
  case boundary
  /// The series of every cell, and what its verdict rests on in words.
  case courses
}
