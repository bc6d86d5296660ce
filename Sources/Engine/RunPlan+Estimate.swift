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
    try estimate(
      Packing(self, laneLimit: options.laneLimit, threadCount: options.threadCount), options)
  }

  func estimate(_ packing: Packing, _ options: ExecutionOptions) throws(PlanError) -> PlanEstimate {
    var networks: [(stored: Int, building: Int)] = []
    for realisation in packing.realisations { networks.append(try networkBytes(realisation)) }
    var costs: [(work: Int, helper: Int, realisation: Int)] = []
    let threads = packing.usefulThreads(options)
    var updates = 0
    var resultBytes = 0
    var begun: Set<Int> = []
    for group in packing.groups {
      let program = packing.programs[group.programIndex]
      let lanes = group.requests.count
      var work = workBytes(group, program, options.hugeRules)
      if begun.insert(group.realisation).inserted {
        work = max(work, networks[group.realisation].building)
      }
      let layout = MemoryLayoutPlan(
        program: program, sizes: group.sizes, lanes: lanes, rules: options.hugeRules)
      costs.append((work, layout.privateByteCount, group.realisation))
      resultBytes += lanes * resultBytesOfOne(group, program)
      for (block, period) in zip(program.world.blocks, group.periods) {
        let executions = (stepCount + period - 1) / period
        updates = min(
          Self.mostUpdates,
          updates + Self.product(executions, group.sizes[block.group.index] * lanes))
      }
    }
    // Lane groups start in order, so that as many as there are threads run side by side.
    var peak = 0
    for start in costs.indices {
      let window = costs[start..<min(start + threads, costs.count)]
      let stored = Set(window.map(\.realisation)).reduce(0) { $0 + networks[$1].stored }
      let helpers = (threads - window.count) * (window.map(\.helper).max() ?? 0)
      peak = max(peak, window.reduce(stored + helpers) { $0 + $1.work })
    }
    return PlanEstimate(
      bytes: peak + resultBytes, resultBytes: resultBytes, agentUpdates: updates,
      laneCount: packing.groups.map(\.requests.count).max() ?? 0)
  }

  /// More updates than anybody waits for; larger numbers are told as this one, so that sums of them are numbers still.
  private static let mostUpdates = 1 << 56

  /// The product of two numbers >= 0, at most `mostUpdates`.
  private static func product(_ a: Int, _ b: Int) -> Int {
    let (product, isTooLarge) = a.multipliedReportingOverflow(by: b)
    return isTooLarge ? mostUpdates : min(product, mostUpdates)
  }

  /// Bytes of the networks of a realisation, and the most beyond them while they are made, one after the other.
  private func networkBytes(
    _ realisation: Realisation
  ) throws(PlanError) -> (stored: Int, building: Int) {
    let request = requests[realisation.request]
    let world = worlds[request.worldIndex]
    var stored = 0
    var peak = 0
    for network in world.networks.indices {
      let estimate = try NetworkBuilder.estimate(
        network: NetworkID(network), world: world, parameters: request.parameters,
        sizes: realisation.sizes)
      peak = max(peak, stored + estimate.peakBytes)
      stored += estimate.storedBytes
    }
    return (stored, peak - stored)
  }

  /// Bytes that a lane group takes while it runs.
  func workBytes(
    _ group: LaneGroup, _ program: Program, _ rules: HugeRules = HugeRules()
  ) -> Int {
    let lanes = group.requests.count
    let layout = MemoryLayoutPlan(
      program: program, sizes: group.sizes, lanes: lanes, rules: rules)
    let room = LaneRun.roomElements(program, group.sizes, lanes) * BlockRunner.roomBytes
    var bytes = layout.byteCount + room
    if program.world.blocks.contains(where: { $0.schedule == .shuffled }) {
      bytes += 4 * (group.sizes.max() ?? 0)
    }
    if !program.packed.isEmpty {
      bytes += packedBytes(group, program)
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

  /// Bytes of the bits and chances of a lane group with `draws packed`.
  private func packedBytes(_ group: LaneGroup, _ program: Program) -> Int {
    let requests = group.requests.map { self.requests[$0] }
    return PackedStates.byteCount(
      program, sizes: group.sizes, words: PackedWord.all(in: requests).count
    ) { network in
      let estimate = try? NetworkBuilder.estimate(
        network: network, world: program.world, parameters: requests[0].parameters,
        sizes: group.sizes)
      return estimate?.linkCount ?? 0
    }
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
        bytes += Self.product(
          8 * declaration.members.count * group.sizes[index], 1 + stepCount / every)
      }
    }
    return bytes
  }
}
