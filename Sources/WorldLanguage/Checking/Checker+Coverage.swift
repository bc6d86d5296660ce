// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does every group that a harm rests on say what one of its agents may do alone?
//
// A group whose agents only sway those that the harm reads counts too: without its `aligned`, what misaligned
// instigators make of aligned clerks would pass for emergence.

import WorldModel

extension Checker {
  /// Reports groups that a harm reads itself and that have no `aligned`.
  mutating func checkCoverage() {
    for measure in measures where measure.syntax.isHarm && measure.isSound {
      for group in measure.groups.sorted() where lacksAlignment(group) {
        guard uncoveredGroups.insert(group).inserted else { continue }
        report(
          .harmWithoutAligned(
            measure.syntax.name, group: groups[group.index].name,
            condition: exampleCondition(of: group), groups[group.index].syntax.name.span))
      }
    }
  }

  /// Reports groups that a harm rests on by way of other agents and that have no `aligned`.
  ///
  /// - Parameter world: What the file means; nothing but a missing `aligned` is wrong with it.
  mutating func checkCoverage(of world: World) {
    let isOpen = groups.indices.contains { isUncovered(GroupID($0)) }
    guard isOpen, measures.contains(where: \.syntax.isHarm) else { return }
    let graph = FlowGraph(world)
    for (index, measure) in measures.enumerated() where measure.syntax.isHarm {
      for path in graph.groupsReached(from: MeasureID(index)) {
        let group = path.group
        guard lacksAlignment(group), uncoveredGroups.insert(group).inserted else { continue }
        let name = groups[group.index].name
        let place = Span(path.place.bytes.lowerBound, path.place.bytes.upperBound)
        report(
          .harmWithoutAligned(
            measure.syntax.name, group: name, through: path.text,
            condition: exampleCondition(of: group),
            notes: [
              .restsOn(path.reader, path.read, place),
              Diagnostic.Note("'\(name)' is declared here", groups[group.index].syntax.name.span),
            ]))
      }
    }
  }

  private func isUncovered(_ group: GroupID) -> Bool {
    lacksAlignment(group) && !uncoveredGroups.contains(group)
  }

  private func lacksAlignment(_ group: GroupID) -> Bool {
    let scope = groups[group.index]
    return !scope.syntax.isEnvironment && !alignedGroups.contains(group)
      && !lostAlignment(of: scope.name)
  }

  /// A condition on the first state of a group, or on its first trait, for a suggestion.
  private func exampleCondition(of group: GroupID) -> String {
    let scope = groups[group.index]
    let members = zip(scope.syntax.members, scope.types).compactMap { member, type in
      type.map { (member: member, type: $0) }
    }
    let first = members.first { !$0.member.isTrait } ?? members.first
    return first.map { $0.type.exampleCondition(on: $0.member.name.text) } ?? "CONDITION"
  }

  /// Whether the `aligned` of a group may stand in text that could not be parsed.
  private func lostAlignment(of group: String) -> Bool {
    lostNames.contains("aligned") && lostNames.contains(group)
  }
}
