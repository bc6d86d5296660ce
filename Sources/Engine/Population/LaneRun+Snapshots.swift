// SPDX-License-Identifier: GPL-3.0-or-later
//
// What did all agents look like? Every member of every agent, at the beginning and after each so many steps.

import WorldModel

extension LaneRun {
  func observeSnapshot(step: Int) {
    guard case .snapshots(let every) = observation, step % every == 0 else { return }
    packed?.unpack()
    for lane in 0..<runner.lanes where runner.alive[lane] != 0 {
      recorder.results[lane].snapshots.append(snapshot(lane: lane, step: step))
    }
  }

  /// Repeats the last state of a run that ends before the others.
  func repeatSnapshot(lane: Int, after step: Int) {
    guard case .snapshots(let every) = observation else { return }
    let later = (step + 1..<plan.stepCount + 1).filter { $0 % every == 0 }
    guard !later.isEmpty else { return }
    packed?.unpack()
    let last = snapshot(lane: lane, step: step)
    for step in later {
      recorder.results[lane].snapshots.append(Snapshot(step: step, columns: last.columns))
    }
  }

  private func snapshot(lane: Int, step: Int) -> Snapshot {
    let columns = program.world.groups.enumerated().map { index, declaration in
      declaration.members.enumerated().map { member, content -> [Double] in
        let storage = Storage.member(group: index, member: member)
        guard let slot = program.storage.firstIndex(of: storage) else { return [] }
        let operand = Operand(
          slot: slot, element: Element(content.type),
          shape: program.rowTraits.contains(.member(group: index, member: member))
            ? .perRow : .full,
          advances: true)
        let bound = BoundOperand(operand, lanes: runner.lanes)
        return (0..<group.sizes[index]).map {
          runner.read(bound, operand.element.kernelType, 0, $0, lane)
        }
      }
    }
    return Snapshot(step: step, columns: columns)
  }
}
