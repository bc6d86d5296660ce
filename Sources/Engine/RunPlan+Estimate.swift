// SPDX-License-Identifier: GPL-3.0-or-later
//
// What will a plan take? Computed from the same layout that the run allocates.

import WorldModel

extension RunPlan {
  /// Returns what the plan needs, without allocating it.
  ///
  /// - Parameter options: Threads and lanes, on which memory depends; agent updates do not.
  /// - Returns: Peak memory and agent updates.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit.
  public func estimate(
    _ options: ExecutionOptions = ExecutionOptions(threadCount: 1)
  ) throws(PlanError) -> PlanEstimate {
    try estimate(Packing(self, laneLimit: options.laneLimit), options)
  }

  func estimate(_ packing: Packing, _ options: ExecutionOptions) throws(PlanError) -> PlanEstimate {
    var networkBytes: [Int] = []
    var buildingBytes = 0
    for realisation in packing.realisations {
      let request = requests[realisation.request]
      let world = worlds[request.worldIndex]
      var stored = 0
      for network in world.networks.indices {
        let estimate = try NetworkBuilder.estimate(
          network: NetworkID(network), world: world, parameters: request.parameters,
          sizes: realisation.sizes)
        stored += estimate.storedBytes
        buildingBytes = max(buildingBytes, estimate.peakBytes)
      }
      networkBytes.append(stored)
    }
    var groupBytes: [Int] = []
    var updates = 0
    var resultBytes = 0
    for group in packing.groups {
      let program = packing.programs[group.programIndex]
      let lanes = group.requests.count
      groupBytes.append(workBytes(group, program) + networkBytes[group.realisation])
      resultBytes += lanes * resultBytesOfOne(group, program)
      for (block, period) in zip(program.world.blocks, group.periods) {
        let executions = (stepCount + period - 1) / period
        updates += executions * group.sizes[block.group.index] * lanes
      }
    }
    let threads = min(options.threadCount, max(groupBytes.count, 1))
    let atOnce = groupBytes.sorted(by: >).prefix(threads).reduce(0, +)
    let building = buildingBytes * min(threads, packing.realisations.count)
    return PlanEstimate(bytes: atOnce + building + resultBytes, agentUpdates: updates)
  }

  /// Bytes that a lane group takes while it runs.
  private func workBytes(_ group: LaneGroup, _ program: Program) -> Int {
    let lanes = group.requests.count
    let layout = MemoryLayoutPlan(program: program, sizes: group.sizes, lanes: lanes)
    let room = LaneRun.roomElements(program, group.sizes, lanes) * 13
    var bytes = layout.byteCount + room
    if program.world.blocks.contains(where: { $0.schedule == .shuffled }) {
      bytes += 4 * (group.sizes.max() ?? 0)
    }
    if case .alignments = requests[group.requests[0]].observation {
      for (index, alignment) in program.world.alignments.enumerated() {
        bytes += AlignmentCounter.byteCount(
          agents: group.sizes[alignment.group.index], lanes: lanes,
          isProbability: program.isProbability[index])
      }
    }
    return bytes
  }

  /// Bytes of the answer to one request.
  private func resultBytesOfOne(_ group: LaneGroup, _ program: Program) -> Int {
    var bytes = Recorder.byteCount(program: program, stepCount: stepCount)
    switch requests[group.requests[0]].observation {
    case .measures, .trace: break
    case .alignments:
      for alignment in program.world.alignments {
        bytes += 16 * group.sizes[alignment.group.index]
      }
    case .snapshots(let every):
      for (index, declaration) in program.world.groups.enumerated() {
        bytes += 8 * declaration.members.count * group.sizes[index] * (1 + stepCount / every)
      }
    }
    return bytes
  }
}
