// SPDX-License-Identifier: GPL-3.0-or-later
//
// What becomes of the agents that `--snapshot` and `--trace` looked at? Files in the output folder.

import Engine
import Figures
import WorldModel

/// What was seen of the first replicate.
struct ObservedRuns {
  /// Numbers of agents by group.
  var groupSizes: [Int]
  /// Snapshots, by condition.
  var snapshots: [(condition: String, snapshots: [Snapshot])] = []
  /// Values that the agent's program computed, when a trace was asked for.
  var trace: [TraceEntry]?

  init(groupSizes: [Int]) { self.groupSizes = groupSizes }

  /// Writes what there is to files of its own.
  ///
  /// - Throws: `CommandFailure` with status 2; the folder is then discarded.
  func write(
    to folder: OutputFolder, cell: CommandCell, format: SnapshotFormat
  ) throws(CommandFailure) {
    if !snapshots.isEmpty {
      for (index, group) in cell.world.groups.enumerated() {
        let name = "snapshots-\(group.name)"
        switch format {
        case .csv:
          try folder.write(
            ObservationTables.snapshots(of: index, runs: snapshots, world: cell.world),
            to: name + ".csv")
        case .netcdf:
          try folder.write(bytes: CollectionOfOne(netCDF(of: index, cell: cell)), to: name + ".nc")
        }
      }
    }
    if let trace { try folder.write(ObservationTables.trace(trace), to: "trace.csv") }
  }

  private func netCDF(of groupIndex: Int, cell: CommandCell) throws(CommandFailure) -> [UInt8] {
    let dataset = SnapshotDataset(
      group: cell.world.groups[groupIndex], agentCount: groupSizes[groupIndex], replicate: 0,
      runs: snapshots.map { run in
        SnapshotDataset.Run(
          condition: run.condition, steps: run.snapshots.map(\.step),
          columns: run.snapshots.map { $0.columns[groupIndex] })
      }, attributes: cell.attributes)
    do throws(NetCDFError) {
      return try dataset.encoded()
    } catch {
      throw CommandFailure(
        .failed, "cannot write the snapshots of '\(dataset.group.name)': \(error); nothing was kept"
      )
    }
  }
}
