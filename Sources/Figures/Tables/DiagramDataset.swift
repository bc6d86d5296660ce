// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a diagram look to whoever opens it with `xarray.open_dataset`? Every number an array along the axes that were
// varied, called like the parameters.
//
// Cells on the declared values of all axes stand on these axes: panel axes first, then the axis up, then the axis across,
// so that `dataset.complicity_together_mean.plot()` is the map. Cells between them, where the boundary was refined, stand
// one after the other along `refined`, in arrays of the same names behind `refined_`: on the axes they would be a few numbers
// among many that do not exist. All quantities are pure numbers, for a world declares no units.

/// A diagram as NetCDF.
public struct DiagramDataset: Sendable {
  /// The diagram.
  public var diagram: PhaseDiagram

  /// Creates a dataset.
  public init(_ diagram: PhaseDiagram) { self.diagram = diagram }

  /// Returns the bytes of a NetCDF-4 file.
  ///
  /// Names are those of the table's columns with underscores for points. A verdict is a flag whose meanings stand beside it
  /// (CF, section 3.5). Where there is no number stands NaN, or -1 for flags and whole numbers, declared missing. The bytes
  /// depend on nothing but the diagram and the version of the library.
  ///
  /// - Throws: `NetCDFError` when the library refuses, such as for want of memory.
  public func encoded() throws(NetCDFError) -> [UInt8] {
    try NetCDFFile.bytes { file throws(NetCDFError) in
      var names = NetCDFNames()
      try addAttributes(to: file)
      let axes = diagram.panelAxes.reversed() + diagram.axes.reversed()
      var dimensions: [NetCDFFile.Dimension] = []
      for axis in axes {
        let name = names.next(axis.name)
        let dimension = try file.addDimension(name, length: axis.values.count)
        let variable = try file.addVariable(name, of: Double.self, along: [dimension])
        try describe(axis, variable, in: file)
        try file.put(all: axis.values, to: variable)
        dimensions.append(dimension)
      }
      let (places, refined) = sorted()
      for column in DiagramColumn.all(of: diagram) {
        try add(column, named: names.next(column.name), places, along: dimensions, to: file)
      }
      if !refined.isEmpty { try addRefined(refined, to: file, &names) }
      try addBoundaries(to: file, &names)
    }
  }

  /// The cell of every place of the declared axes, the axis that varies fastest last, and the cells between them.
  private func sorted() -> (places: [DiagramCell?], refined: [DiagramCell]) {
    let axes = diagram.axes + diagram.panelAxes
    let slots = axes.map { axis in
      Dictionary(axis.values.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
    var places = [DiagramCell?](
      repeating: nil, count: axes.reduce(1) { $0 * $1.values.count })
    var refined: [DiagramCell] = []
    for cell in diagram.cells {
      var place: Int? = 0
      // The last panel axis is the outermost, the axis across the innermost; panel axes come last among coordinates.
      for index in axes.indices.reversed() {
        let slot = slots[index][cell.coordinates[index]]
        place = place.flatMap { sum in slot.map { sum * axes[index].values.count + $0 } }
      }
      if let place { places[place] = cell } else { refined.append(cell) }
    }
    return (places, refined)
  }

  private func describe(
    _ axis: DiagramAxis, _ variable: NetCDFFile.Variable<Double>, in file: NetCDFFile
  ) throws(NetCDFError) {
    let text = NetCDFNames.text(axis.documentation)
    try file.setAttribute("long_name", text.isEmpty ? axis.name : text, of: variable)
    try file.setAttribute("units", "1", of: variable)
    if let symbol = axis.symbol {
      try file.setAttribute("symbol", NetCDFNames.text(symbol), of: variable)
    }
    if axis.isLogarithmic { try file.setAttribute("scale", "logarithmic", of: variable) }
  }

  private func addAttributes(to file: NetCDFFile) throws(NetCDFError) {
    let provenance = diagram.provenance
    try file.setAttribute("Conventions", "CF-1.10")
    try file.setAttribute("title", NetCDFNames.text(diagram.title))
    try file.setAttribute("source", NetCDFNames.text("Arendt \(provenance.version)"))
    try file.setAttribute("world", NetCDFNames.text(provenance.world))
    try file.setAttribute("world_digest", NetCDFNames.text(provenance.worldDigest))
    if !provenance.command.isEmpty {
      try file.setAttribute("command", NetCDFNames.text(provenance.command))
    }
    for (name, value) in [
      ("results", provenance.resultVersion), ("seed", Int(provenance.seed)),
      ("steps", provenance.stepCount), ("replicates", provenance.replicateCount),
      ("networks", provenance.networkCount),
    ] {
      try file.setAttribute(name, Int64(value))
    }
    if !diagram.notes.isEmpty {
      try file.setAttribute("comment", NetCDFNames.text(diagram.notes.joined(separator: "\n")))
    }
  }

  /// Adds one number of every cell.
  private func add(
    _ column: DiagramColumn, named name: String, _ cells: [DiagramCell?],
    along dimensions: [NetCDFFile.Dimension], to file: NetCDFFile
  ) throws(NetCDFError) {
    let title = NetCDFNames.text(column.title)
    switch column.content {
    case .real(let value):
      let variable = try file.addVariable(
        name, of: Double.self, along: dimensions, missing: .nan)
      try file.setAttribute("long_name", title, of: variable)
      try file.setAttribute("units", "1", of: variable)
      try file.put(all: cells.map { $0.flatMap(value) ?? .nan }, to: variable)
    case .whole(let value):
      let variable = try file.addVariable(
        name, of: Int64.self, along: dimensions, missing: -1)
      try file.setAttribute("long_name", title, of: variable)
      try file.setAttribute("units", "1", of: variable)
      try file.put(all: cells.map { $0.flatMap(value).map { Int64($0) } ?? -1 }, to: variable)
    case .flag(let meanings, let value):
      let variable = try file.addVariable(name, of: Int8.self, along: dimensions, missing: -1)
      try file.setAttribute("long_name", title, of: variable)
      try file.setAttribute("flag_values", meanings.indices.map { Int8($0) }, of: variable)
      try file.setAttribute("flag_meanings", meanings.joined(separator: " "), of: variable)
      try file.put(all: cells.map { $0.flatMap(value).map { Int8($0) } ?? -1 }, to: variable)
    case .text(let value):
      let variable = try file.addWords(
        name, along: dimensions, cells.map { NetCDFNames.text($0.map(value) ?? "") })
      try file.setAttribute("long_name", title, of: variable)
    }
  }

  /// Adds the cells between the declared values.
  private func addRefined(
    _ cells: [DiagramCell], to file: NetCDFFile, _ names: inout NetCDFNames
  ) throws(NetCDFError) {
    let dimension = try file.addDimension(names.next("refined"), length: cells.count)
    for (index, axis) in (diagram.axes + diagram.panelAxes).enumerated() {
      let variable = try file.addVariable(
        names.next("refined_" + axis.name), of: Double.self, along: [dimension])
      try describe(axis, variable, in: file)
      try file.put(all: cells.map { $0.coordinates[index] }, to: variable)
    }
    for column in DiagramColumn.all(of: diagram) {
      try add(
        column, named: names.next("refined_" + column.name), cells, along: [dimension], to: file)
    }
  }
}
