// SPDX-License-Identifier: GPL-3.0-or-later
//
// What did a world compile to, for a person to read? Blocks, registers, instructions and the shapes of their operands.

import WorldModel

/// A readable listing of the program that a world compiles to.
///
/// Operands are written as their place, then their shape in brackets: `full` ([row][lane]), `row` (one value a row),
/// `lane` (one a lane), `one`. Registers are named by element (`b` byte, `f` 32 bits, `d` 64 bits, `i` index) and number,
/// values of a prologue `%n`, columns that a block writes with a prime.
public struct ProgramListing: Sendable, CustomStringConvertible {
  /// The listing, one instruction a line.
  public let description: String

  /// Compiles a world and lists its program.
  public init(_ world: World) {
    var listing = Listing(program: Program(world))
    listing.write()
    description = listing.lines.joined(separator: "\n") + "\n"
  }
}

private struct Listing {
  let program: Program
  var lines: [String] = []

  mutating func write() {
    for (index, unit) in program.initial.enumerated() {
      write(unit, "initial values of \(group(index))")
    }
    for (index, unit) in program.blocks.enumerated() {
      let block = program.world.blocks[index]
      let every = block.every == nil ? "" : ", not in every step"
      let title = "step \(group(block.group.index)): \(name(block.schedule))\(every)"
      if index < program.packed.count, let packed = program.packed[index] {
        write(packed, title)
      } else {
        write(unit, title)
      }
    }
    write(program.everyStep, "after every step")
    for (output, operand) in zip(program.stepOutputs, program.everyStep.outputs) {
      lines.append("  \(name(output)): \(text(operand))")
    }
    guard !program.endMeasures.isEmpty else { return }
    write(program.atEnd, "at the end")
    for (measure, operand) in zip(program.endMeasures, program.atEnd.outputs) {
      lines.append("  \(program.world.measures[measure].name): \(text(operand))")
    }
  }

  /// A block of bits: what it reads, and the program of its chances, whose lanes are the values of that.
  private mutating func write(_ packed: PackedBlock, _ title: String) {
    var inputs = packed.rule.own.enumerated().map { bit, read in
      "own\(bit) = \(member(packed.group, read.index))"
    }
    if let counted = packed.rule.counted {
      let read = program.world.networks[counted.network.index].read.index
      inputs.append(
        "neighbours = count over \(network(counted.network.index)) of "
          + member(read, counted.member.index))
    }
    lines.append("")
    lines.append("\(title), 64 replicates a word")
    lines.append("  inputs: " + (inputs.isEmpty ? "none" : inputs.joined(separator: ", ")))
    let draw =
      packed.isCertain
      ? "fires where it is 1" : "drawn at \(hexadecimal(packed.site)) in planes of 64 replicates"
    lines.append(
      "  \(member(packed.group, packed.rule.written.index))' from the chance"
        + "\(packed.isLogit ? " logistic(x)" : ""), \(draw)")
    var chances = Listing(program: packed.chances)
    let unit = packed.chances.blocks[0]
    chances.write(
      unit, "chances, \(packed.changes ? "each step" : "once a run"), by count and own bits")
    chances.lines.append(
      "    \(packed.isLogit ? "x" : "chance") = \(chances.text(unit.sections[0].probes[0].value))")
    lines += chances.lines.map { "  " + $0 }
  }

  private mutating func write(_ unit: AssembledUnit, _ title: String) {
    if !lines.isEmpty { lines.append("") }
    lines.append(title)
    for item in unit.prologue {
      if case .pass(let section) = item.instruction.code {
        let kept = unit.sections[section].isIncremental ? ", then kept up to date" : ""
        lines.append("  pass \(section), \(name(item.stage))\(kept)")
        write(unit.sections[section], unit)
      } else {
        lines.append("  \(text(item.instruction))  ; \(name(item.stage))")
      }
    }
    for section in unit.mainSections { write(unit.sections[section], unit) }
    for bitset in unit.bitsets {
      lines.append(
        "  with one lane and many agents: bitset of \(name(program.storage[bitset.column]))")
    }
  }

  private mutating func write(_ section: AssembledSection, _ unit: AssembledUnit) {
    let registers = section.registers.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.value) \(letter($0.key))" }.joined(separator: ", ")
    lines.append(
      "  \(name(section.rows)): blocks of \(section.blockElements) elements, registers: "
        + (registers.isEmpty ? "none" : registers))
    if let path = section.fastPath { lines.append("    \(text(path))") }
    for instruction in section.instructions {
      if case .links(let sub) = instruction.code { write(unit.sections[sub], unit) }
      lines.append("    \(text(instruction))")
    }
  }

  private func text(_ instruction: Instruction) -> String {
    let operands = instruction.operands.map(text).joined(separator: ", ")
    let operation = name(instruction.code) + (operands.isEmpty ? "" : " \(operands)")
    guard let destination = instruction.destination else { return operation }
    return "\(text(destination)) = \(operation)"
  }

  private func text(_ path: FastPath) -> String {
    let count = path.count
    let counted = "\(text(count.column)) over \(network(count.network))"
    let what = count.inverseDegree == nil ? "count of \(counted)" : "mean of \(counted)"
    let lanes = "with lanes in sixteens"
    switch path {
    case .heatBath(let path):
      let traits = path.traits.map { ", \(text($0))" }.joined()
      return "\(lanes): one fused heat-bath step, logit affine in \(what)\(traits), equal to"
    case .threshold(let path):
      let own = path.own.map { " \(path.keeps ? "or" : "and") \(text($0))" } ?? ""
      return "\(lanes): one fused threshold step, \(what) \(path.comparison.rawValue) "
        + "\(text(path.limit))\(own), equal to"
    }
  }

  private func text(_ operand: Operand) -> String {
    let shape =
      operand.shape.rows
      ? (operand.shape.lanes ? "full" : "row") : (operand.shape.lanes ? "lane" : "one")
    return "\(name(program.storage[operand.slot]))[\(shape)]"
  }

  private func letter(_ element: Element) -> String {
    switch element {
    case .byte: "b"
    case .single: "f"
    case .double: "d"
    case .index: "i"
    }
  }

  private func group(_ index: Int) -> String { program.world.groups[index].name }
  private func network(_ index: Int) -> String { program.world.networks[index].name }
  private func member(_ group: Int, _ member: Int) -> String {
    let declaration = program.world.groups[group]
    return "\(declaration.name).\(declaration.members[member].name)"
  }
}

extension Listing {
  private func name(_ storage: Storage) -> String {
    switch storage {
    case .register(_, _, let element, let number): return "\(letter(element))\(number)"
    case .lane(_, let number, _): return "%\(number)"
    case .constant(let bits, .byte): return "\(bits)"
    case .constant(let bits, _): return "\(Double(bitPattern: bits))"
    case .parameter(let index): return program.world.parameters[index].name
    case .initialParameter(let index): return "initial " + program.world.parameters[index].name
    case .count(let index, let leavingOneOut):
      return "size(\(group(index)))" + (leavingOneOut ? "-1" : "")
    case .inverseCount(let index, let leavingOneOut):
      return "1/(size(\(group(index)))" + (leavingOneOut ? "-1)" : ")")
    case .time: return "time"
    case .neighbourCount: return "neighbours"
    case .ownBit(let bit): return "own\(bit)"
    case .member(let index, let member): return self.member(index, member)
    case .next(let index, let member): return self.member(index, member) + "'"
    case .scratch(_, let number): return "column\(number)"
    case .file(let index, let member): return "file:" + self.member(index, member)
    case .agentIndex: return "index"
    case .degree(let index, _): return "degree(\(network(index)))"
    case .inverseDegree(let index, _): return "1/degree(\(network(index)))"
    case .soleTarget(let index): return "only(\(network(index)))"
    case .weights(let index): return "\(network(index)).weight"
    case .captured(_, _, let number): return "reader\(number)"
    case .isOther: return "isOther"
    case .bits(let column): return "bits of " + name(program.storage[column])
    case .total(_, let section, let root): return "total\(section).\(root)"
    }
  }

  private func name(_ code: Instruction.Code) -> String {
    switch code {
    case .apply(let operation): return operation.rawValue
    case .convert: return "convert"
    case .gatherRows, .gatherElements: return "gather"
    case .isPresent: return "isPresent"
    case .gatherRead: return "gatherRead"
    case .gatherCaptured(let index): return "gatherReader\(index)"
    case .neighbours(let reduction, let index):
      return "\(reduction.rawValue) over \(network(index)) of"
    case .draw(let operation, let site, let isMasked, _):
      return "draw \(name(operation)) at \(hexadecimal(site))" + (isMasked ? " masked" : "")
    case .pick(let index, let site): return "pick \(network(index)) at \(hexadecimal(site))"
    case .links: return "run links"
    case .pass: return "pass"
    case .reduce(let reduction, _): return reduction.rawValue
    case .check: return "check"
    case .tally: return "tally"
    }
  }

  private func name(_ draw: DrawOperation) -> String {
    switch draw {
    case .weights(let choices): return "weights\(choices)"
    case .logit(let choices): return "logit\(choices)"
    default: return "\(draw)"
    }
  }

  private func name(_ stage: Stage) -> String {
    switch stage {
    case .run: "once a run"
    case .unit: "each time"
    case .visit: "before each visit"
    }
  }

  private func name(_ output: Program.StepOutput) -> String {
    switch output {
    case .value(let measure): program.world.measures[measure].name
    case .condition(let measure): "condition of \(program.world.measures[measure].name)"
    case .stop: "stop when"
    }
  }

  private func name(_ rows: RowSpace) -> String {
    switch rows {
    case .agents(let index): "agents of \(group(index))"
    case .edges(let index): "links of \(network(index))"
    case .pairs(let index, let leavingOneOut):
      "all of \(group(index))" + (leavingOneOut ? " but the reader" : "") + " for each reader"
    }
  }

  private func name(_ schedule: Schedule) -> String {
    switch schedule {
    case .synchronous: "all at once"
    case .partial: "some at once"
    case .sequential: "one at a time, with repetition"
    case .shuffled: "one at a time, each once"
    }
  }

  private func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
