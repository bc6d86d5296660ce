// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a diagram written as a table? One row a cell: its coordinates, every estimate with its interval, every verdict.

/// A diagram as comma-separated values.
public enum DiagramCSV {
  /// Returns the table of a diagram.
  ///
  /// The first columns are the coordinates, called like their parameters; then come the numbers of every harm, measure,
  /// estimate and certificate, and last those of the whole cell. A number stands in the shortest form that reads back;
  /// where there is none, nothing stands. Rows are in the order of the cells.
  ///
  /// - Parameter diagram: The diagram.
  /// - Returns: Lines of text, each with its end, the names of the columns first.
  public static func lines(of diagram: PhaseDiagram) -> [String] {
    let columns = DiagramColumn.all(of: diagram)
    let names = (diagram.axes + diagram.panelAxes).map(\.name) + columns.map(\.name)
    let header = names.map(CSVText.field).joined(separator: ",") + "\n"
    return [header]
      + diagram.cells.map { cell in
        let values =
          cell.coordinates.map { CSVText.number($0) } + columns.map { $0.text(of: cell) }
        return values.joined(separator: ",") + "\n"
      }
  }
}

extension DiagramColumn {
  /// The value of a cell as it stands in a table.
  func text(of cell: DiagramCell) -> String {
    switch content {
    case .real(let value): CSVText.number(value(cell))
    case .whole(let value): value(cell).map(String.init) ?? ""
    case .flag(let names, let value): CSVText.field(value(cell).map { names[$0] } ?? "")
    case .text(let value): CSVText.field(value(cell))
    }
  }
}
