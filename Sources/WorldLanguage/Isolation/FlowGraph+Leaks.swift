// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does anything that harm rests on let one agent's state or trait reach another agent, and along which path?
//
// The search goes backwards from what a harm or an `aligned` reads, along an agent's own members and environments, and
// stops at every foreign read: those are the leaks, each independent of the others. A harm's own aggregates are
// measurement, not leaks, and so is `stop when`: it ends what is recorded of a replicate, but no agent's program reads
// it, and up to that step each agent does what it would do in a run that goes on.

import WorldModel

/// What a proof has to protect.
enum Root: Hashable {
  case harm(MeasureID)
  case alignment(Int)
}

/// A foreign read that something protected rests on.
struct Leak {
  /// The member that the read reaches.
  var target: AgentMember
  /// The assignment in which it is read.
  var assignment: Assignment
  /// The occurrences from the assignment through `let` names to the foreign read, which is the last.
  var chain: [Occurrence]
  /// Other agents' member.
  var source: AgentMember
  /// Members between the root and the target, root first, each with where the next but one is read.
  var trail: [(member: AgentMember, origin: Origin)]
  /// What rests on it.
  var root: Root

  /// Whether conditions or participation carry it.
  var isControl: Bool { chain.contains { $0.role != .data } }

  /// Where it enters its target: the first occurrence, or the assignment where that has no place in the source.
  var place: Origin {
    guard let first = chain.first?.origin, first.line > 0 else { return assignment.origin }
    return first
  }
}

extension FlowGraph {
  /// What is protected, with the members it reads, in the order of the world.
  func roots() -> [(root: Root, reads: [Occurrence])] {
    var result: [(Root, [Occurrence])] = []
    for (m, measure) in world.measures.enumerated() where measure.isHarm {
      var reads = collect(measure.value, Place(own: nil), .data)
      switch measure.timing {
      case .everyStep, .atEnd: break
      case .when(let condition), .first(let condition):
        reads += collect(condition, Place(own: nil), .condition)
      }
      result.append((.harm(MeasureID(m)), reads))
    }
    for (a, alignment) in world.alignments.enumerated() {
      result.append(
        (.alignment(a), collect(alignment.value, Place(own: alignment.group), .data)))
    }
    return result
  }

  /// Returns the members of agents that `stop when` reads.
  func stopReads() -> [Occurrence] {
    guard let stop = world.settings.stopWhen else { return [] }
    return collect(stop, Place(own: nil), .condition).filter { isForeign($0, in: nil) }
  }

  /// Returns all leaks, in the order of the search.
  func leaks() -> [Leak] {
    var search = LeakSearch(graph: self)
    for (root, reads) in roots() { search.start(root, reads) }
    search.run()
    return search.leaks
  }

  /// Returns the number of foreign reads, and of uses of names that rest on them, in all that is protected; follows
  /// foreign reads too.
  func crossingCount() -> Int {
    var seen: Set<AgentMember> = []
    var queue: [AgentMember] = []
    var namesSeen: Set<[Int]> = []
    var count = 0
    func take(_ occurrences: [Occurrence], _ block: Int?) {
      for occurrence in occurrences {
        switch occurrence.target {
        case .member(let node, let isForeign):
          if isForeign { count += 1 }
          if seen.insert(node).inserted { queue.append(node) }
        case .name(let local):
          guard let block else { continue }
          if reachesOthers[block][local.index] { count += 1 }
          if namesSeen.insert([block, local.index]).inserted {
            take(names[block][local.index], block)
          }
        }
      }
    }
    for (_, reads) in roots() {
      for case .member(let node, _) in reads.map(\.target) where seen.insert(node).inserted {
        queue.append(node)
      }
    }
    while let node = queue.popLast() {
      for assignment in assignments[node] ?? [] { take(assignment.occurrences, assignment.block) }
    }
    return count
  }
}

/// The search for leaks.
private struct LeakSearch {
  let graph: FlowGraph
  var leaks: [Leak] = []
  private var trails: [AgentMember: (root: Root, trail: [(member: AgentMember, origin: Origin)])] =
    [:]
  private var queue: [AgentMember] = []

  init(graph: FlowGraph) { self.graph = graph }

  mutating func start(_ root: Root, _ reads: [Occurrence]) {
    for case .member(let node, _) in reads.map(\.target) where trails[node] == nil {
      trails[node] = (root, [])
      queue.append(node)
    }
  }

  mutating func run() {
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for assignment in graph.assignments[node] ?? [] { follow(assignment, node) }
    }
  }

  private mutating func follow(_ assignment: Assignment, _ node: AgentMember) {
    guard let (root, trail) = trails[node] else { return }
    var visited: Set<LocalID> = []
    var found: Set<AgentMember> = []
    func walk(_ occurrences: [Occurrence], _ chain: [Occurrence]) {
      for occurrence in occurrences {
        switch occurrence.target {
        case .member(let source, isForeign: true):
          guard found.insert(source).inserted else { continue }
          leaks.append(
            Leak(
              target: node, assignment: assignment, chain: chain + [occurrence], source: source,
              trail: trail, root: root))
        case .member(let source, isForeign: false):
          guard trails[source] == nil else { continue }
          trails[source] = (root, trail + [(node, assignment.origin)])
          queue.append(source)
        case .name(let local):
          guard let block = assignment.block, visited.insert(local).inserted else { continue }
          walk(graph.names[block][local.index], chain + [occurrence])
        }
      }
    }
    walk(assignment.occurrences, [])
  }
}
