// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which lines hatch a part of a panel?

/// Diagonal lines that fill a part of a panel.
enum Hatching {
  /// Returns the pieces of diagonals that lie inside a part.
  ///
  /// - Parameters:
  ///   - width: Width of the panel in any unit of length, the same for all three lengths.
  ///   - height: Its height.
  ///   - spacing: Distance of neighbouring lines.
  ///   - isInside: Whether a place, its coordinates in 0...1, belongs to the part.
  /// - Returns: Lines of two places each, rising to the right at 45 degrees on paper.
  static func lines(
    width: Double, height: Double, spacing: Double, isInside: (Double, Double) -> Bool
  ) -> [[(x: Double, y: Double)]] {
    // Places are looked at this often between two lines.
    let stride = spacing / 6
    let across = spacing * 2.0.squareRoot()
    var lines: [[(x: Double, y: Double)]] = []
    for number in Int((-height / across).rounded(.down))...Int((width / across).rounded(.up)) {
      // The diagonal leaves the lower edge, prolonged, at this distance from the corner.
      let foot = (Double(number) + 0.5) * across
      let begin = max(0, -foot)
      let end = min(height, width - foot)
      guard end > begin else { continue }
      let count = max(1, Int(((end - begin) / stride).rounded(.up)))
      func place(_ step: Int) -> (x: Double, y: Double) {
        let up = begin + (end - begin) * Double(step) / Double(count)
        return ((foot + up) / width, up / height)
      }
      var start: Int?
      for step in 0...count {
        // A piece is inside where its middle is.
        let (low, high) = (place(step), place(min(step + 1, count)))
        let isHere = step < count && isInside((low.x + high.x) / 2, (low.y + high.y) / 2)
        if isHere, start == nil { start = step }
        if !isHere, let first = start {
          lines.append([place(first), place(step)])
          start = nil
        }
      }
    }
    return lines
  }
}
