// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which groups does a harm rest on with every coupling as written, and along which path?
//
// The search goes backwards from what the harm reads, over foreign reads as over an agent's own, breadth first: the
// path to a group is one of the fewest members.

import WorldModel

/// How a harm comes to rest on a group.
struct GroupPath {
  var group: GroupID
  /// Such as `clerk.obeys <- memo.order`, from what the harm reads to the first member of the group.
  var text: String
  /// The member that reads the group.
  var reader: String
  /// What it reads of the group, as written.
  var read: String
  /// Where that is read.
  var place: Origin
}

extension FlowGraph {
  /// Most members of a path that are named; the middle of a longer one is left out.
  private static let longestPath = 6

  /// Returns the groups, environments aside, that a harm rests on by way of other members, nearest first.
  ///
  /// - Parameter harm: A harm of the world.
  /// - Returns: One path a group; none for a group that the harm reads itself.
  /// - Complexity: O(occurrences of the world).
  func groupsReached(from harm: MeasureID) -> [GroupPath] {
    var parents: [AgentMember: AgentMember?] = [:]
    var queue: [AgentMember] = []
    var groups: Set<GroupID> = []
    var names: [AgentMember: String] = [:]
    var result: [GroupPath] = []
    for case (.harm(harm), let reads) in roots() {
      for case .member(let node, _) in reads.map(\.target) where parents[node] == nil {
        parents[node] = .some(nil)
        names[node] = name(node)
        groups.insert(node.group)
        queue.append(node)
      }
    }

    func path(to node: AgentMember) -> String {
      var parts: [String] = []
      var next: AgentMember? = node
      while let member = next {
        parts.append(names[member] ?? name(member))
        next = parents[member] ?? nil
      }
      parts.reverse()
      if parts.count > Self.longestPath {
        parts.replaceSubrange(3..<parts.count - 2, with: ["..."])
      }
      return parts.joined(separator: " <- ")
    }

    var namesSeen: Set<[Int]> = []
    func take(_ occurrences: [Occurrence], _ reader: AgentMember, _ block: Int?) {
      for occurrence in occurrences {
        switch occurrence.target {
        case .member(let node, _):
          guard parents[node] == nil else { continue }
          parents[node] = reader
          names[node] = node.group == reader.group ? name(node) : occurrence.text
          queue.append(node)
          guard !isEnvironment(node.group), groups.insert(node.group).inserted else { continue }
          result.append(
            GroupPath(
              group: node.group, text: path(to: node), reader: name(reader), read: occurrence.text,
              place: occurrence.origin))
        case .name(let local):
          guard let block, namesSeen.insert([block, local.index]).inserted else { continue }
          take(self.names[block][local.index], reader, block)
        }
      }
    }
    var position = 0
    while position < queue.count {
      let node = queue[position]
      position += 1
      for assignment in assignments[node] ?? [] {
        take(assignment.occurrences, node, assignment.block)
      }
    }
    return result
  }
}
