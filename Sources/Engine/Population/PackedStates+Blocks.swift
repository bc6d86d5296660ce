// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a block run on bits? Its chances are there or made, all agents draw, and what is observed of it runs beside.

import CKernels
import Randomness

extension PackedStates {
  /// Runs a block; `beside` runs what is traced and tallied of it, once the outcome is known.
  func run(_ index: Int, step: Int, beside: () -> Void) {
    guard let block = program.packed[index], let table = tables[index] else { return }
    let written = column(block.group, block.rule.written)
    findActive()
    for (bit, member) in block.rule.own.enumerated() {
      own[bit] = UnsafePointer(columns[column(block.group, member)].current)
    }
    var rule = ak_packed_rule(
      links: nil, read: nil, own: UnsafePointer(own), own_count: UInt32(block.rule.own.count),
      is_certain: block.isCertain ? 1 : 0, chances: UnsafePointer(table.chances),
      slices: UnsafePointer(table.slices), slice_starts: UnsafePointer(table.sliceStarts))
    if let counted = block.rule.counted {
      let read = program.world.networks[counted.network.index].read.index
      rule.links = UnsafePointer(runner.links + counted.network.index)
      rule.read = UnsafePointer(columns[column(read, counted.member)].current)
    }
    if block.changes || !table.isFilled { table.fill(time: step, &rule) }
    draw(rule, block, step, to: columns[written].next)
    if block.outcomeSlot != nil || hasWork(index) {
      unpack()
      if let slot = block.outcomeSlot {
        unpack(columns[written].next, of: block.group, to: slot)
      }
      beside()
    }
    findUndefined(table, rule)
    columns[written].exchange()
  }

  /// Lets all agents draw; by several threads where there are some and it is worth it.
  private func draw(
    _ rule: ak_packed_rule, _ block: PackedBlock, _ step: Int,
    to next: UnsafeMutablePointer<UInt64>
  ) {
    let context = ak_draw_context(
      seed: runner.seed, streams: streams, step: UInt32(step), site: block.site,
      domain: DrawDomain.packed.rawValue, first_ordinal: 0, first_attempt: 0)
    let agents = group.sizes[block.group]
    withUnsafePointer(to: rule) { rule in
      withUnsafePointer(to: context) { context in
        func draw(_ rows: Range<Int>) {
          ak_packed_step(
            rule, context, active, UInt32(words), UInt32(rows.lowerBound), UInt32(rows.count), next)
        }
        // A bit is some eight times faster than a byte.
        if let crew = runner.crew, crew.isWorthIt(rows: agents / 8) {
          crew.run(rows: agents) { draw($1) }
        } else {
          draw(0..<agents)
        }
      }
    }
  }

  private func hasWork(_ index: Int) -> Bool {
    let unit = program.blocks[index]
    return unit.mainSections.contains {
      !unit.sections[$0].instructions.isEmpty || !unit.sections[$0].probes.isEmpty
    }
  }

  private func findActive() {
    for word in 0..<words { active[word] = 0 }
    for lane in 0..<runner.lanes where runner.alive[lane] != 0 {
      active[Int(places[lane]) / 64] |= 1 << (UInt64(places[lane]) % 64)
    }
  }

  /// Ends the runs in which the chance of an agent is not a number.
  private func findUndefined(_ table: ChanceTable, _ rule: ak_packed_rule) {
    for entry in table.undefined {
      for lane in 0..<runner.lanes where runner.alive[lane] != 0 {
        guard ownBits(of: entry.agent, lane, rule) == entry.own,
          count(of: entry.agent, lane, table.block, rule) == entry.count
        else { continue }
        runner.failures.append(
          FailedLane(
            lane: lane, agent: entry.agent, source: 0,
            reason: "the p of 'bernoulli' is not finite (nan)"))
      }
    }
  }

  private func bit(_ bits: UnsafePointer<UInt64>, _ agent: Int, _ lane: Int) -> Int {
    let place = Int(places[lane])
    return Int(bits[agent * words + place / 64] >> UInt64(place % 64) & 1)
  }

  private func ownBits(of agent: Int, _ lane: Int, _ rule: ak_packed_rule) -> Int {
    (0..<Int(rule.own_count)).reduce(0) { $0 | bit(own[$1]!, agent, lane) << $1 }
  }

  private func count(
    of agent: Int, _ lane: Int, _ block: PackedBlock, _ rule: ak_packed_rule
  ) -> Int {
    guard let network = block.rule.counted?.network.index else { return 0 }
    return runner.stores[network]!.readAgents(of: agent).reduce(0) {
      $0 + bit(rule.read, Int($1), lane)
    }
  }
}
