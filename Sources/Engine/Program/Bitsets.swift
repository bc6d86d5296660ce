// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which columns of a huge world are kept as bits too? Those of truth values of which readers count the true neighbours.
//
// Random reads then go to an eighth of the memory. The bits are packed from the column before anybody reads them: when
// a unit begins, or after the pass that makes the column. Units that change columns while they are read, as initial
// values and serial blocks do, go without.

/// A column of bytes that a unit reads as bits.
struct Bitset: Hashable, Sendable {
  /// Slots of the column and of its bits.
  var column: Int
  var bits: Int
  /// The pass that makes the column; `nil` for members, which are there when the unit begins.
  var after: Int?
}

extension AssembledUnit {
  /// Finds the columns that can be read as bits, and gives them slots.
  mutating func findBitsets(_ table: inout StorageTable) {
    for section in sections {
      for instruction in section.instructions where instruction.countsBytes {
        let column = instruction.operands[0].slot
        guard !bitsets.contains(where: { $0.column == column }) else { continue }
        var after: Int?
        if case .scratch = table.storage[column] {
          after = sections.firstIndex {
            $0.instructions.contains { $0.destination?.slot == column }
          }
        }
        bitsets.append(
          Bitset(column: column, bits: table.slot(.bits(column: column)), after: after))
      }
    }
  }
}

extension Instruction {
  /// Whether it counts neighbours, or takes their share, by a column of bytes.
  var countsBytes: Bool {
    switch code {
    case .neighbours(.count, _), .neighbours(.mean, _): operands[0].element == .byte
    default: false
    }
  }
}
