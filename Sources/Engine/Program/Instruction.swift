// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the engine execute? Instructions over operands that name storage, with their shapes.

/// Something that holds numbers while a lane group runs.
enum Storage: Hashable, Sendable {
  /// A block register of a section.
  case register(unit: Int, section: Int, Element, Int)
  /// A value of a unit's prologue, one number a lane.
  case lane(unit: Int, Int, Element)
  /// A constant of the program, repeated for each lane.
  case constant(bits: UInt64, Element)
  case parameter(Int)
  /// A parameter as the run began with it.
  case initialParameter(Int)
  case count(group: Int, leavingOneOut: Bool)
  case inverseCount(group: Int, leavingOneOut: Bool)
  case time
  /// In the chances of a packed block, what each lane stands for.
  case neighbourCount
  case ownBit(Int)
  /// The column of a member as it is read.
  case member(group: Int, member: Int)
  /// The column of a member that synchronous writes go to; exchanged with the other at the end of the block.
  case next(group: Int, member: Int)
  case scratch(unit: Int, Int)
  case file(group: Int, member: Int)
  case agentIndex(group: Int)
  case degree(network: Int, Element)
  case inverseDegree(network: Int, Element)
  case soleTarget(network: Int)
  case weights(network: Int)
  /// In sections over pairs: a value of the reader at hand, and the row of those who are not the reader.
  case captured(unit: Int, section: Int, Int)
  case isOther(unit: Int, section: Int)
  /// The truth values of a column, one bit an agent.
  case bits(column: Int)
  /// The result of a reduction over a group, one number a lane.
  case total(unit: Int, section: Int, Int)
}

/// Where an instruction reads or writes.
struct Operand: Hashable, Sendable {
  /// Position in `Program.storage`.
  var slot: Int
  var element: Element
  var shape: Shape
  /// Whether the address moves on with the rows of the section (columns), or stays (registers).
  var advances: Bool
}

/// One operation over a block.
struct Instruction: Hashable, Sendable {
  var code: Code
  /// Unused by codes that write no block.
  var destination: Operand?
  var operands: [Operand]

  /// What is done.
  enum Code: Hashable, Sendable {
    case apply(Elementwise)
    /// Conversion, copy or broadcast.
    case convert
    case gatherRows
    case gatherElements
    case isPresent
    case gatherRead
    case gatherCaptured(Int)
    /// The last operand is the inverse degree for a mean.
    case neighbours(Reduction, network: Int)
    /// The last operand is the mask when there is one.
    case draw(DrawOperation, site: UInt32, isMasked: Bool, source: Int)
    case pick(network: Int, site: UInt32)
    /// Runs a section over the links of the rows at hand; operands are the captured values.
    case links(section: Int)
    /// Runs a section over the agents of its group.
    case pass(section: Int)
    /// Operands: the value and, if there is one, the mask. Destination: the total (agents) or the rows of the readers.
    case reduce(Reduction, root: Int)
    /// The last operand is the mask when there are two.
    case check(source: Int)
    case tally(alignment: Int)
  }
}

/// A loop of the assembled program.
struct AssembledSection: Sendable {
  var rows: RowSpace
  /// Instructions of one block of rows, in order; stores to members come last.
  var instructions: [Instruction]
  /// Number of block registers of each element.
  var registers: [Element: Int]
  /// Elements of one block: rows x lanes.
  var blockElements: Int
  /// For a section over pairs, the slots of the captured values, and of the row of others.
  var capturedSlots: [Int] = []
  /// Elements of the captured values.
  var capturedElements: [Element] = []
  var isOtherSlot: Int?
  /// For a section over links: where the results go, in the section of the readers, by root.
  var resultSlots: [Int] = []
  /// The values shown in a trace.
  var probes: [AssembledProbe] = []
  /// Whether all the section does is count or add up agents of the group that a serial block visits, each by its own
  /// members, so that visits can keep the totals up to date.
  var isIncremental = false
  /// The kernel that stands for the instructions, if there is one.
  var fastPath: FastPath?
}

/// A value shown in a trace.
struct AssembledProbe: Sendable {
  var name: String
  var line: Int
  var value: Operand
  var mask: Operand?
  var names: [String]
}

/// A step of a prologue.
struct PrologueItem: Sendable {
  var instruction: Instruction
  var stage: Stage
}

/// A unit ready to be bound to memory.
struct AssembledUnit: Sendable {
  var kind: UnitKind
  var prologue: [PrologueItem]
  var sections: [AssembledSection]
  /// Sections that the unit runs after its prologue, in order.
  var mainSections: [Int]
  var sources: [Source]
  /// Members whose `next` columns become current when the unit ends.
  var exchanged: [Int]
  /// Values of the prologue that the unit is executed for.
  var outputs: [Operand]
  /// Number of scratch columns with their group and element.
  var scratch: [ScratchColumn]
  /// The columns that can be read as bits.
  var bitsets: [Bitset] = []
}
