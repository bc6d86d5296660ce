// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a figure to be drawn by gnuplot? A script and its data as texts, and how the script begins for every kind of file.
//
// The same script draws all three kinds: `gnuplot NAME.gnuplot` writes NAME.svg, `gnuplot -e "term='png'" NAME.gnuplot` a
// PNG, and 'pdf' a PDF. Lengths are in points of an SVG; a PNG has two pixels a point, a PDF three quarters of a
// typographical one, so that words take the same room in all.

/// A figure as a gnuplot script with its data.
public struct FigureScript: Hashable, Sendable {
  /// A kind of file.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    case svg
    case png
    case pdf
  }

  /// Name of all files without the ending.
  public let name: String
  /// The script, to be saved as `scriptName`.
  public let script: String
  /// The data, to be saved as `dataName` in the same folder.
  public let data: String

  /// A line near the beginning of every script, by which it is told from files that others made.
  public static let mark = "# Drawn with gnuplot 5.4 or newer; in this folder:"

  /// Name of the file of the script.
  public var scriptName: String { name + ".gnuplot" }
  /// Name of the file of the data.
  public var dataName: String { name + ".dat" }

  /// The name of the figure that the script writes to the working folder.
  public func figureName(_ format: Format) -> String { "\(name).\(format.rawValue)" }

  /// Arguments of gnuplot in the folder of both files.
  ///
  /// - Parameter format: The kind of file.
  /// - Returns: Arguments, without the program; the reader's own settings are left out of account.
  public func arguments(_ format: Format) -> [String] {
    ["-d", "-e", "term='\(format.rawValue)'", "./" + scriptName]
  }

  /// Creates a figure from its body.
  ///
  /// - Parameters:
  ///   - name: Name of all files without the ending: not empty, no slash, no control character.
  ///   - width: Width in points.
  ///   - height: Height in points.
  ///   - about: Lines of comment at the top.
  ///   - body: The commands that draw.
  ///   - data: The data.
  /// - Throws: `FigureError.unusableName`.
  init(
    name: String, width: Double, height: Double, about: [String], body: [String], data: FigureData
  ) throws(FigureError) {
    guard !name.isEmpty, !name.contains("/"), GnuplotText.plain(name) == name else {
      throw .unusableName(name)
    }
    self.name = name
    self.data = data.text
    let (w, h) = (Int(width.rounded()), Int(height.rounded()))
    func output(_ format: Format) -> String {
      "set output \(GnuplotText.file("\(name).\(format.rawValue)"))"
    }
    let family = "DejaVu Sans"
    let size = Self.fontSize
    let head = [
      Self.mark,
      "#   gnuplot THIS_FILE                    writes an SVG",
      "#   gnuplot -e \"term='png'\" THIS_FILE    writes a PNG; 'pdf' a PDF",
      "if (!exists(\"term\")) term = 'svg'",
      "if (term eq 'svg') { set terminal svg size \(w),\(h) font '\(family),\(size)' noenhanced "
        + "background 'white'; \(output(.svg)) }",
      "if (term eq 'png') { set terminal pngcairo size \(2 * w),\(2 * h) fontscale 2 linewidth 2 "
        + "pointscale 2 font '\(family),\(Double(size) * 0.75)' noenhanced; \(output(.png)) }",
      "if (term eq 'pdf') { set terminal pdfcairo size \(Double(w) / 96)in,\(Double(h) / 96)in "
        + "fontscale 0.75 linewidth 1.5 font '\(family),\(Double(size) * 0.75)' noenhanced; "
        + "\(output(.pdf)) }",
      "letters(size) = sprintf(',%g', term eq 'svg' ? size : 0.75 * size)",
      "data = \(GnuplotText.file("\(name).dat"))",
      "set encoding utf8",
      "set palette defined (\(Self.viridis))",
      "set style textbox opaque fillcolor rgb '#50ffffff' noborder margins 0.6,0.4",
      "unset key",
      "set multiplot",
    ]
    script =
      (about.map(GnuplotText.comment) + head + body + ["unset multiplot", "unset output"])
      .joined(separator: "\n") + "\n"
  }

  /// Size of letters in points.
  static let fontSize = 14

  /// Colours that are told apart by everybody and in grey: viridis of matplotlib (van der Walt and Smith, 2015).
  private static let viridis = [
    "#440154", "#472c7a", "#3b518b", "#2c718e", "#21908d", "#27ad81", "#5cc863", "#aadc32",
    "#fde725",
  ].enumerated().map { "\($0) '\($1)'" }.joined(separator: ", ")
}

/// Tables of numbers of one file, each found by its number.
struct FigureData {
  private(set) var text = ""
  private var count = 0

  /// Adds a table.
  ///
  /// - Parameters:
  ///   - title: What its rows are.
  ///   - lines: Rows of numbers in groups, with an empty row between groups.
  /// - Returns: What reads the table in a plot, `nil` of an empty one.
  mutating func add(_ title: String, _ lines: [[[Double?]]]) -> String? {
    let lines = lines.filter { !$0.isEmpty }
    guard !lines.isEmpty else { return nil }
    if count > 0 { text += "\n\n" }
    text += GnuplotText.comment(title) + "\n"
    text += lines.map { rows in
      rows.map { $0.map(GnuplotText.number).joined(separator: " ") }.joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
    defer { count += 1 }
    return "data index \(count)"
  }
}

/// Why a figure cannot be made.
public enum FigureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the files is empty or has a slash or a control character in it.
  case unusableName(String)
  /// There is no cell with a value.
  case nothingToDraw
  /// A picture needs one or two axes, and there is none.
  case noAxis
  /// A curve or a loop was asked for without enough values.
  case tooFewValues(needed: Int, found: Int)

  /// The error as the end of a sentence.
  public var description: String {
    switch self {
    case .unusableName(let name):
      "the name '\(GnuplotText.plain(name))' cannot be used for a figure"
    case .nothingToDraw: "there is nothing to draw: no cell has a value"
    case .noAxis:
      "there is nothing to draw: the study varies no parameter (CSV and NetCDF hold its numbers)"
    case .tooFewValues(let needed, let found):
      "there is nothing to draw: \(needed) values are needed, and there are \(found)"
    }
  }
}
