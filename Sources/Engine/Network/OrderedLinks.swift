// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which links follow from indices alone? Rings, teams, hierarchies, chains, stars and assignments.

import WorldModel

/// Generators without draws whose rows can be written one after the other.
enum OrderedLinks {
  /// Each agent with the `degree` / 2 next ones on either side of a ring.
  static func ring(agents: Int, degree: Int) -> Adjacency {
    var rows = RowWriter(agents: agents, linkCount: agents * degree)
    let half = degree / 2
    for agent in 0..<agents {
      if agent >= half && agent + half < agents {
        rows.append(contentsOf: agent - half..<agent)
        rows.endRow(agent + 1..<agent + half + 1)
      } else {
        let around = (agent - half...agent + half).lazy.filter { $0 != agent }
        rows.endRow(around.map { ($0 + agents) % agents }.sorted())
      }
    }
    return rows.adjacency(readCount: agents, isWithinGroup: true)
  }

  /// Everyone in a team of `size` consecutive agents with all others of the team.
  static func teams(agents: Int, size: Int) -> Adjacency {
    var rows = RowWriter(agents: agents, linkCount: agents * (size - 1))
    for agent in 0..<agents {
      let first = agent / size * size
      rows.endRow((first..<first + size).lazy.filter { $0 != agent })
    }
    return rows.adjacency(readCount: agents, isWithinGroup: true)
  }

  /// Agent i > 0 with its parent (i - 1) / branching.
  static func tree(agents: Int, branching: Int, read: TreeReading) -> Adjacency {
    var rows = RowWriter(agents: agents, linkCount: agents * (read == .both ? 2 : 1))
    for agent in 0..<agents {
      if read != .children && agent > 0 { rows.append((agent - 1) / branching) }
      if read != .parent {
        let first = agent.multipliedFullWidth(by: branching)
        if first.high == 0 && first.low < UInt(agents) {
          let children = agent * branching + 1
          rows.append(contentsOf: min(children, agents)..<min(children + branching, agents))
        }
      }
      rows.endRow()
    }
    return rows.adjacency(readCount: agents, isWithinGroup: true)
  }

  /// Each agent with the one before or after it in its chain of `length` consecutive agents.
  static func pipeline(agents: Int, length: Int, read: PipelineReading) -> Adjacency {
    var rows = RowWriter(agents: agents, linkCount: agents * (read == .both ? 2 : 1))
    for agent in 0..<agents {
      if read != .next && agent % length > 0 { rows.append(agent - 1) }
      if read != .previous && agent % length < length - 1 { rows.append(agent + 1) }
      rows.endRow()
    }
    return rows.adjacency(readCount: agents, isWithinGroup: true)
  }

  /// Agent 0 with all others.
  static func star(agents: Int) -> Adjacency {
    var rows = RowWriter(agents: agents, linkCount: 2 * agents)
    for agent in 0..<agents {
      if agent == 0 { rows.endRow(1..<max(agents, 1)) } else { rows.endRow(CollectionOfOne(0)) }
    }
    return rows.adjacency(readCount: agents, isWithinGroup: true)
  }

  /// Link j of reader i to (floor(i * readCount / readerCount) + j) mod readCount.
  static func assigned(readerCount: Int, readCount: Int, each: Int) -> Adjacency {
    var rows = RowWriter(agents: readerCount, linkCount: readerCount * each)
    for reader in 0..<readerCount {
      let first = reader * readCount / readerCount
      let wrapped = max(first + each - readCount, 0)
      rows.append(contentsOf: 0..<wrapped)
      rows.endRow(first..<first + each - wrapped)
    }
    return rows.adjacency(readCount: readCount, isWithinGroup: false)
  }
}

/// Rows of targets, written from the first reader to the last, each ascending.
struct RowWriter {
  private var offsets: [Int]
  private var targets: [UInt32] = []

  /// Creates no rows yet.
  init(agents: Int, linkCount: Int) {
    offsets = [0]
    offsets.reserveCapacity(agents + 1)
    targets.reserveCapacity(linkCount)
  }

  /// Adds a target to the row being written.
  mutating func append(_ target: Int) { targets.append(UInt32(target)) }

  /// Adds targets to the row being written.
  mutating func append(contentsOf row: some Sequence<Int>) {
    for target in row { targets.append(UInt32(target)) }
  }

  /// Adds targets to the row being written, and ends it.
  mutating func endRow(_ row: some Sequence<Int>) {
    append(contentsOf: row)
    endRow()
  }

  /// Ends the row being written.
  mutating func endRow() { offsets.append(targets.count) }

  /// The network of the rows.
  func adjacency(readCount: Int, isWithinGroup: Bool) -> Adjacency {
    Adjacency(
      readCount: readCount, isWithinGroup: isWithinGroup, offsets: offsets, targets: targets)
  }

  /// The symmetric network of rows that hold, for each agent, those of a higher index alone.
  func symmetric() -> Adjacency { Adjacency(forwardOffsets: offsets, forwardTargets: targets) }
}
