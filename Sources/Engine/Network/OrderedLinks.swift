// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which links follow from indices alone? Rings, teams, hierarchies, chains, stars and assignments.

import WorldModel

/// Generators without draws, reader by reader.
enum OrderedLinks {
  /// Each agent with the `degree` / 2 next ones on either side of a ring.
  static func ring(agents: Int, degree: Int, threadCount: Int) -> Adjacency {
    let half = degree / 2
    return RowAssembly(agents: agents, threadCount: threadCount).rows { agent, row in
      let (first, last) = (agent - half, agent + half)
      if last >= agents { row.append(contentsOf: 0..<last - agents + 1) }
      row.append(contentsOf: max(first, 0)..<min(last + 1, agents), except: agent)
      if first < 0 { row.append(contentsOf: first + agents..<agents) }
    }
  }

  /// Everyone in a team of `size` consecutive agents with all others of the team.
  static func teams(agents: Int, size: Int, threadCount: Int) -> Adjacency {
    RowAssembly(agents: agents, threadCount: threadCount).rows { agent, row in
      let first = agent / size * size
      row.append(contentsOf: first..<first + size, except: agent)
    }
  }

  /// Agent i > 0 with its parent (i - 1) / branching.
  static func tree(agents: Int, branching: Int, read: TreeReading, threadCount: Int) -> Adjacency {
    RowAssembly(agents: agents, threadCount: threadCount).rows { agent, row in
      if read != .children && agent > 0 { row.append((agent - 1) / branching) }
      if read != .parent {
        let first = agent.multipliedFullWidth(by: branching)
        if first.high == 0 && first.low < UInt(agents) {
          let children = agent * branching + 1
          row.append(contentsOf: min(children, agents)..<min(children + branching, agents))
        }
      }
    }
  }

  /// Each agent with the one before or after it in its chain of `length` consecutive agents.
  static func pipeline(
    agents: Int, length: Int, read: PipelineReading, threadCount: Int
  ) -> Adjacency {
    RowAssembly(agents: agents, threadCount: threadCount).rows { agent, row in
      if read != .next && agent % length > 0 { row.append(agent - 1) }
      if read != .previous && agent % length < length - 1 { row.append(agent + 1) }
    }
  }

  /// Agent 0 with all others.
  static func star(agents: Int, threadCount: Int) -> Adjacency {
    RowAssembly(agents: agents, threadCount: threadCount).rows { agent, row in
      row.append(contentsOf: agent == 0 ? 1..<max(agents, 1) : 0..<1)
    }
  }

  /// Link j of reader i to (floor(i * readCount / readerCount) + j) mod readCount.
  static func assigned(
    readerCount: Int, readCount: Int, each: Int, threadCount: Int
  ) -> Adjacency {
    RowAssembly(
      readerCount: readerCount, readCount: readCount, isWithinGroup: false,
      threadCount: threadCount
    ).rows { reader, row in
      let first = reader * readCount / readerCount
      let wrapped = max(first + each - readCount, 0)
      row.append(contentsOf: 0..<wrapped)
      row.append(contentsOf: first..<first + each - wrapped)
    }
  }
}
