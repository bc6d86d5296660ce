// SPDX-License-Identifier: GPL-3.0-or-later
//
// What did the program of one agent compute? Its probes, read as soon as its block is done.

import CKernels

/// Collects the values of one agent, lane by lane.
struct Tracer {
  let group: Int
  let agent: Int
  /// Whether the unit that runs is one of the agent's.
  var isActive = false
  var time = -1
  var blockIndex = -1
  /// Entries of each lane.
  var entries: [[TraceEntry]]

  init(group: Int, agent: Int, lanes: Int) {
    self.group = group
    self.agent = agent
    entries = Array(repeating: [], count: lanes)
  }
}

extension BlockRunner {
  /// Reads the probes of the traced agent when it is among the rows.
  func trace(_ section: BoundSection, first: Int, rows: Int) {
    guard let tracer, tracer.isActive, !section.probes.isEmpty, tracer.agent >= first,
      tracer.agent < first + rows
    else { return }
    let row = tracer.agent - first
    for (probe, value, mask) in section.probes {
      for lane in 0..<lanes where alive[lane] != 0 {
        if let mask, read(mask, AK_U8, first, row, lane) == 0 { continue }
        let number = read(value, probe.value.element.kernelType, first, row, lane)
        self.tracer?.entries[lane].append(
          TraceEntry(
            time: tracer.time, blockIndex: tracer.blockIndex, name: probe.name, line: probe.line,
            value: probe.words(number)))
      }
    }
  }
}

extension AssembledProbe {
  /// The value as a person reads it.
  func words(_ number: Double) -> String {
    switch value.element {
    case .index: return number == Double(UInt32.max) ? "none" : "\(Int(number))"
    case .byte where Int(number) < names.count: return names[Int(number)]
    case .byte: return "\(Int(number))"
    case .single: return "\(Float(number))"
    case .double: return "\(number)"
    }
  }
}
