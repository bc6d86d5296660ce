// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do boundaries stand among arrays? Their points one after the other, each with its line, its kind and its panel.

extension DiagramDataset {
  /// A point of a boundary, or a crossing of the only axis.
  private struct Point {
    var panel: [Double]
    /// Number of its line, from 0.
    var line: Int
    /// 0 on the boundary, 1 on an edge of its band.
    var kind: Int8
    var coordinates: [Double]
  }

  /// Adds the boundaries; nothing where there are none.
  func addBoundaries(
    to file: NetCDFFile, _ names: inout NetCDFNames
  ) throws(NetCDFError) {
    let points = self.points
    guard !points.isEmpty else { return }
    let dimension = try file.addDimension(names.next("boundary"), length: points.count)
    for (index, axis) in diagram.axes.enumerated() {
      try add("boundary_" + axis.name, axis, points.map { $0.coordinates[index] })
    }
    for (index, axis) in diagram.panelAxes.enumerated() {
      try add("boundary_" + axis.name, axis, points.map { $0.panel[index] })
    }
    let line = try file.addVariable(
      names.next("boundary_line"), of: Int64.self, along: [dimension])
    try file.setAttribute("long_name", "number of the line that the point belongs to", of: line)
    try file.setAttribute("units", "1", of: line)
    try file.put(all: points.map { Int64($0.line) }, to: line)
    let kind = try file.addVariable(names.next("boundary_kind"), of: Int8.self, along: [dimension])
    try file.setAttribute("long_name", "what the line is", of: kind)
    try file.setAttribute("flag_values", [0, 1], of: kind)
    try file.setAttribute("flag_meanings", "boundary edge_of_95_percent_band", of: kind)
    try file.put(all: points.map(\.kind), to: kind)

    func add(_ name: String, _ axis: DiagramAxis, _ values: [Double]) throws(NetCDFError) {
      let variable = try file.addVariable(names.next(name), of: Double.self, along: [dimension])
      try file.setAttribute("long_name", NetCDFNames.text(axis.title), of: variable)
      try file.setAttribute("units", "1", of: variable)
      try file.put(all: values, to: variable)
    }
  }

  private var points: [Point] {
    var points: [Point] = []
    var line = 0
    for boundary in diagram.boundaries {
      func add(_ kind: Int8, _ places: [[Double]]) {
        guard !places.isEmpty else { return }
        points += places.map {
          Point(panel: boundary.panel, line: line, kind: kind, coordinates: $0)
        }
        line += 1
      }
      if diagram.axes.count == 2 {
        for places in boundary.lines { add(0, places.map { [$0.x, $0.y] }) }
        for places in boundary.bandEdges { add(1, places.map { [$0.x, $0.y] }) }
      } else {
        for crossing in boundary.crossings {
          add(0, [[crossing.value]])
          add(1, [crossing.low, crossing.high].compactMap { end in end.map { [$0] } })
        }
      }
    }
    return points
  }
}

/// Names and texts that NetCDF takes.
struct NetCDFNames {
  private var taken: Set<String> = []

  /// A name that was not given out before: the wanted one, with underscores for what may not stand in one and behind it.
  mutating func next(_ wanted: String) -> String {
    var name = ""
    for scalar in Self.text(wanted).unicodeScalars {
      let isLetter = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      name.unicodeScalars.append(isLetter || scalar == "_" ? scalar : "_")
    }
    // The library takes 256 bytes; half of them is for what is put before and behind.
    while name.utf8.count > 128 { name.removeLast() }
    if name.isEmpty { name = "_" }
    while !taken.insert(name).inserted { name += "_" }
    return name
  }

  /// A text without the character that ends texts.
  static func text(_ text: String) -> String { text.replacing("\u{0}", with: " ") }
}
