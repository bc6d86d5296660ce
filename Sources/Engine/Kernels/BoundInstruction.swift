// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the loop over instructions read? Plain numbers: which kernel, which slots, which strides.

import CKernels

/// An operand bound to the number of lanes.
struct BoundOperand {
  var slot: Int32 = 0
  /// Bytes by which the address moves on with each row of the section.
  var rowBytes: Int32 = 0
  var rowStride: UInt32 = 0
  var laneStride: UInt32 = 0

  init() {}

  init(_ operand: Operand, lanes: Int) {
    slot = Int32(operand.slot)
    let size = operand.element.byteCount
    if operand.advances { rowBytes = Int32(operand.shape.lanes ? lanes * size : size) }
    if operand.shape.rows { rowStride = operand.shape.lanes ? UInt32(lanes) : 1 }
    laneStride = operand.shape.lanes ? 1 : 0
  }
}

/// One instruction, ready to run.
struct BoundInstruction {
  enum Kind: UInt8 {
    case unary, binary, compare, clamp, select, convert
    case gatherRows, gatherElements, isPresent, gatherRead, gatherCaptured, neighbours, countBits
    case bernoulli, bernoulliLogit, number, weights, logit, pick
    case links, pass
    case groupSum, groupCount, groupExtreme, groupSecond, linkReduce
    case check, tally
  }

  var kind: Kind
  /// The kernel's operation.
  var operation: UInt32 = 0
  /// Element of the operands.
  var type: ak_type = AK_U8
  /// Element of the result.
  var resultType: ak_type = AK_U8
  var destination = BoundOperand()
  var a = BoundOperand()
  var b = BoundOperand()
  /// The mask of draws, reductions and checks; the third operand of others.
  var c = BoundOperand()
  var isMasked = false
  /// Whether the result varies by row and by lane.
  var hasRows = false
  var hasLanes = false
  /// Network, section, alignment, captured value or root.
  var index: Int32 = 0
  var source: Int32 = 0
  var site: UInt32 = 0
  var armCount: Int32 = 0
  /// Arms of a choice, or captured values of a section over links.
  var arms: UnsafeMutablePointer<BoundOperand>?
  var choices: UnsafeMutablePointer<UInt8>?

  init(_ kind: Kind) { self.kind = kind }
}

/// The instructions of a prologue or section; owns what they point to.
final class InstructionList {
  let instructions: UnsafeMutableBufferPointer<BoundInstruction>

  init(_ source: [Instruction], lanes: Int) {
    let bound = source.map { BoundInstruction($0, lanes: lanes) }
    instructions = .allocate(capacity: bound.count)
    _ = instructions.initialize(from: bound)
  }

  deinit {
    for instruction in instructions {
      instruction.arms?.deallocate()
      instruction.choices?.deallocate()
    }
    instructions.deallocate()
  }
}

extension BoundInstruction {
  /// Binds an instruction.
  init(_ source: Instruction, lanes: Int) {
    let operands = source.operands.map { BoundOperand($0, lanes: lanes) }
    let element = source.operands.first?.element ?? .byte
    let shapes = source.operands.reduce(Shape.constant) { $0.union($1.shape) }
    switch source.code {
    case .apply(let operation):
      self = BoundInstruction.elementwise(operation)
      type = element.kernelType
      if operation == .select { type = source.operands[1].element.kernelType }
    case .convert:
      self.init(.convert)
      type = element.kernelType
    case .gatherRows: self.init(.gatherRows)
    case .gatherElements: self.init(.gatherElements)
    case .isPresent: self.init(.isPresent)
    case .gatherRead: self.init(.gatherRead)
    case .gatherCaptured(let index):
      self.init(.gatherCaptured)
      self.index = Int32(index)
    case .neighbours(let reduction, let network):
      self.init(.neighbours)
      operation = reduction.linkOperation.rawValue
      isMasked = reduction == .mean
      index = Int32(network)
      type = element.kernelType
    case .draw(let draw, let site, let isMasked, let source):
      self = BoundInstruction.draw(draw, operands, isMasked: isMasked)
      self.site = site
      self.source = Int32(source)
    case .pick(let network, let site):
      self.init(.pick)
      index = Int32(network)
      self.site = site
    case .links(let section):
      self.init(.links)
      index = Int32(section)
      keepArms(operands)
    case .pass(let section):
      self.init(.pass)
      index = Int32(section)
    case .reduce(let reduction, let root):
      self = BoundInstruction.reduction(
        reduction, overLinks: source.destination!.shape.rows, element)
      index = Int32(root)
      if operands.count == 2 {
        isMasked = true
        c = operands[1]
      }
    case .check(let source):
      self.init(.check)
      self.source = Int32(source)
      type = element.kernelType
      if operands.count == 2 {
        isMasked = true
        c = operands[1]
      }
      hasRows = shapes.rows
      hasLanes = shapes.lanes
    case .tally(let alignment):
      self.init(.tally)
      index = Int32(alignment)
      type = element.kernelType
    }
    if let result = source.destination {
      destination = BoundOperand(result, lanes: lanes)
      resultType = result.element.kernelType
      hasRows = result.shape.rows
      hasLanes = result.shape.lanes
    }
    bindOperands(source, operands)
  }

  private mutating func bindOperands(_ source: Instruction, _ operands: [BoundOperand]) {
    switch source.code {
    case .draw(let draw, _, let isMasked, let sourceIndex):
      _ = sourceIndex
      if isMasked { c = operands[operands.count - 1] }
      let arguments = isMasked ? Array(operands.dropLast()) : operands
      switch draw {
      case .weights: break
      case .logit: a = arguments[0]
      default:
        a = arguments[0]
        b = arguments.count > 1 ? arguments[1] : arguments[0]
      }
      type = source.operands[0].element.kernelType
    case .links: break
    case .reduce, .check: a = operands[0]
    default:
      if operands.count > 0 { a = operands[0] }
      if operands.count > 1 { b = operands[1] }
      if operands.count > 2 { c = operands[2] }
    }
  }

  private mutating func keepArms(_ operands: [BoundOperand]) {
    let pointer = UnsafeMutablePointer<BoundOperand>.allocate(capacity: max(operands.count, 1))
    pointer.initialize(from: operands, count: operands.count)
    arms = pointer
    armCount = Int32(operands.count)
  }

  private static func draw(
    _ draw: DrawOperation, _ operands: [BoundOperand], isMasked: Bool
  ) -> BoundInstruction {
    let arguments = isMasked ? Array(operands.dropLast()) : operands
    func number(_ distribution: ak_distribution) -> BoundInstruction {
      var result = BoundInstruction(.number)
      result.operation = distribution.rawValue
      return result
    }
    func choice(_ kind: Kind, _ arms: [BoundOperand], _ choices: [UInt8]) -> BoundInstruction {
      var result = BoundInstruction(kind)
      result.keepArms(arms)
      let pointer = UnsafeMutablePointer<UInt8>.allocate(capacity: max(choices.count, 1))
      pointer.initialize(from: choices, count: choices.count)
      result.choices = pointer
      return result
    }
    var result: BoundInstruction
    switch draw {
    case .bernoulli: result = BoundInstruction(.bernoulli)
    case .bernoulliLogit: result = BoundInstruction(.bernoulliLogit)
    case .uniform: result = number(AK_UNIFORM)
    case .normal: result = number(AK_NORMAL)
    case .lognormal: result = number(AK_LOGNORMAL)
    case .exponential: result = number(AK_EXPONENTIAL)
    case .gammaMoments: result = number(AK_GAMMA_MOMENTS)
    case .gammaShape: result = number(AK_GAMMA_SHAPE)
    case .betaMoments: result = number(AK_BETA_MOMENTS)
    case .betaShape: result = number(AK_BETA_SHAPE)
    case .poisson: result = number(AK_POISSON)
    case .binomial: result = number(AK_BINOMIAL)
    case .weights(let choices): result = choice(.weights, arguments, choices)
    case .logit(let choices): result = choice(.logit, Array(arguments.dropFirst()), choices)
    }
    result.isMasked = isMasked
    return result
  }

  private static func reduction(
    _ reduction: Reduction, overLinks: Bool, _ element: Element
  ) -> BoundInstruction {
    var result: BoundInstruction
    if overLinks {
      result = BoundInstruction(.linkReduce)
      result.operation = reduction.linkOperation.rawValue
    } else {
      switch reduction {
      case .sum, .mean: result = BoundInstruction(.groupSum)
      case .count: result = BoundInstruction(.groupCount)
      case .minimum, .maximum: result = BoundInstruction(.groupExtreme)
      case .secondMinimum, .secondMaximum: result = BoundInstruction(.groupSecond)
      }
      let isMinimum = reduction == .minimum || reduction == .secondMinimum
      result.operation = (isMinimum ? AK_MIN : AK_MAX).rawValue
    }
    result.type = element.kernelType
    return result
  }

  private static func elementwise(_ operation: Elementwise) -> BoundInstruction {
    func unary(_ operation: ak_unary_operation) -> BoundInstruction {
      var result = BoundInstruction(.unary)
      result.operation = operation.rawValue
      return result
    }
    func binary(_ operation: ak_binary_operation) -> BoundInstruction {
      var result = BoundInstruction(.binary)
      result.operation = operation.rawValue
      return result
    }
    func compare(_ comparison: ak_comparison) -> BoundInstruction {
      var result = BoundInstruction(.compare)
      result.operation = comparison.rawValue
      return result
    }
    switch operation {
    case .negate: return unary(AK_NEGATE)
    case .exp: return unary(AK_EXP)
    case .log: return unary(AK_LOG)
    case .sqrt: return unary(AK_SQRT)
    case .abs: return unary(AK_ABS)
    case .sign: return unary(AK_SIGN)
    case .floor: return unary(AK_FLOOR)
    case .round: return unary(AK_ROUND)
    case .sin: return unary(AK_SIN)
    case .cos: return unary(AK_COS)
    case .tan: return unary(AK_TAN)
    case .tanh: return unary(AK_TANH)
    case .logistic: return unary(AK_LOGISTIC)
    case .not: return unary(AK_NOT)
    case .add: return binary(AK_ADD)
    case .subtract: return binary(AK_SUBTRACT)
    case .multiply: return binary(AK_MULTIPLY)
    case .divide: return binary(AK_DIVIDE)
    case .power: return binary(AK_POWER)
    case .minimum: return binary(AK_MIN)
    case .maximum: return binary(AK_MAX)
    case .modulo: return binary(AK_MOD)
    case .and: return binary(AK_AND)
    case .or: return binary(AK_OR)
    case .less: return compare(AK_LESS)
    case .lessOrEqual: return compare(AK_LESS_OR_EQUAL)
    case .greater: return compare(AK_GREATER)
    case .greaterOrEqual: return compare(AK_GREATER_OR_EQUAL)
    case .equal: return compare(AK_EQUAL)
    case .notEqual: return compare(AK_NOT_EQUAL)
    case .select: return BoundInstruction(.select)
    case .clamp: return BoundInstruction(.clamp)
    }
  }
}

extension Reduction {
  /// The kernel operation over links.
  var linkOperation: ak_link_operation {
    switch self {
    case .sum, .count, .mean: AK_LINK_SUM
    case .minimum, .secondMinimum: AK_LINK_MIN
    case .maximum, .secondMaximum: AK_LINK_MAX
    }
  }
}
