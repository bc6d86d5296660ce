// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a fast path need once lanes and networks are known? Factors and limits of the lanes, found anew whenever what
// they rest on may have changed, and whether the kernel can be trusted with them.

import CKernels

/// A fast path bound to a lane group; prepared by one runner, read by all that share the section.
final class BoundFastPath {
  let source: FastPath
  /// Whether the kernel can be used until the path is prepared again.
  private(set) var isUsable = false
  private(set) var heatBath = ak_heat_bath()
  private(set) var threshold = ak_threshold()

  private let lanes: Int
  private var isPrepared = false
  private let countFactor: UnsafeMutablePointer<Float>
  private let constant: UnsafeMutablePointer<Float>
  private let traitFactors: UnsafeMutablePointer<Float>
  private var sizes = SIMD8<Double>(repeating: 0)
  private var stack: [AffineBound] = []

  /// Binds a path; `nil` when the lanes or the network are not of its kind.
  init?(_ source: FastPath, lanes: Int, stores: [LinkStore?]) {
    guard lanes % 16 == 0, lanes <= Int(AK_MOST_ROW_LANES),
      let store = stores[source.count.network], store.isMostlyCountable
    else { return nil }
    self.source = source
    self.lanes = lanes
    countFactor = .allocate(capacity: lanes)
    constant = .allocate(capacity: lanes)
    traitFactors = .allocate(capacity: lanes * Int(AK_MOST_TERMS))
    sizes[0] = source.count.inverseDegree == nil ? 255 : 1
  }

  deinit {
    countFactor.deallocate()
    constant.deallocate()
    traitFactors.deallocate()
  }

  /// Finds what the lanes make of the path, once the prologue of the unit has run.
  func prepare(_ runner: BlockRunner, agents: Int) {
    switch source {
    case .heatBath(let path):
      guard !isPrepared || !path.isSettled else { return }
      if !isPrepared { measureTraits(path, runner, agents) }
      isUsable = prepare(path, runner)
    case .threshold(let path):
      guard !isPrepared || !path.isSettled else { return }
      prepare(path, runner)
      isUsable = true
    }
    isPrepared = true
  }

  /// Lets factors and limits be found anew when the path is prepared next.
  func forgetParameters() { isPrepared = false }

  private func measureTraits(_ path: FastPath.HeatBath, _ runner: BlockRunner, _ agents: Int) {
    for (index, trait) in path.traits.enumerated() {
      let values = runner.slots[trait.slot].assumingMemoryBound(to: Float.self)
      let count = trait.shape.lanes ? agents * lanes : agents
      var largest: Float = 0
      for i in 0..<count { largest = max(largest, abs(values[i])) }
      sizes[index + 1] = Double(largest)
    }
  }

  /// Returns whether the form is near enough to the program's own logit for a look at the draw to be worth it.
  private func prepare(_ path: FastPath.HeatBath, _ runner: BlockRunner) -> Bool {
    let scale = -1.442_695_040_888_963_4
    let terms = Double(path.traits.count + 4)
    var error = 0.0
    for lane in 0..<lanes {
      let form = AffineBound.evaluate(path.steps, sizes: sizes, stack: &stack) {
        runner.laneValue($0, lane)
      }
      guard form.size * abs(scale) < 120, form.error < 1 else { return false }
      countFactor[lane] = Float(form.factors[0] * scale)
      constant[lane] = Float(form.constant * scale)
      for index in path.traits.indices {
        let factor = Float(form.factors[index + 1] * scale)
        guard factor.isFinite else { return false }
        traitFactors[index * lanes + lane] = factor
      }
      error = max(error, form.error + terms * AffineBound.unit * form.size)
    }
    // exp(error) - 1 <= 1.01 error; the kernel's own errors take up to 256 units.
    let slack = 256 + 1.01 * error * 0x1p24
    guard slack <= 2_048 else { return false }
    heatBath.slack = Float(slack.rounded(.up))
    heatBath.bare_scale = bareScale(path.count)
    heatBath.scale = inverseDegrees(path.count, runner)
    heatBath.count_factor = UnsafePointer(countFactor)
    heatBath.constant = UnsafePointer(constant)
    heatBath.term_count = UInt32(path.traits.count)
    withUnsafeMutableBytes(of: &heatBath.terms) { bytes in
      let bound = bytes.bindMemory(to: ak_heat_term.self)
      for (index, trait) in path.traits.enumerated() {
        bound[index] = ak_heat_term(
          values: UnsafePointer(runner.slots[trait.slot].assumingMemoryBound(to: Float.self)),
          factor: UnsafePointer(traitFactors + index * lanes),
          agent_stride: trait.shape.lanes ? UInt32(lanes) : 1,
          lane_stride: trait.shape.lanes ? 1 : 0)
      }
    }
    return true
  }

  private func prepare(_ path: FastPath.Threshold, _ runner: BlockRunner) {
    threshold.scale = inverseDegrees(path.count, runner)
    threshold.bare_scale = bareScale(path.count)
    threshold.own_is_row = path.own?.shape.lanes == false ? 1 : 0
    threshold.keeps = path.keeps ? 1 : 0
    switch path.comparison {
    case .less: threshold.comparison = AK_LESS
    case .lessOrEqual: threshold.comparison = AK_LESS_OR_EQUAL
    case .greater: threshold.comparison = AK_GREATER
    default: threshold.comparison = AK_GREATER_OR_EQUAL
    }
    threshold.lane_stride = path.limit.shape.lanes ? 1 : 0
    threshold.agent_stride =
      path.limit.shape.rows ? (path.limit.shape.lanes ? UInt32(lanes) : 1) : 0
    guard !path.limit.shape.rows else { return }
    for lane in 0..<(path.limit.shape.lanes ? lanes : 1) {
      constant[lane] = limit(runner.laneValue(path.limit, lane), path)
    }
    threshold.limits = UnsafePointer(constant)
  }

  /// A limit in 32 bits that counts, which are whole, pass exactly when they pass the given one.
  private func limit(_ value: Double, _ path: FastPath.Threshold) -> Float {
    guard path.count.inverseDegree == nil else { return Float(value) }
    let isRoundedUp = path.comparison == .less || path.comparison == .greaterOrEqual
    return Float(min(max(value.rounded(isRoundedUp ? .up : .down), -1), 0x1p20))
  }

  private func bareScale(_ count: FastPath.Count) -> Float {
    count.inverseDegree == nil ? 1 : count.hasZeroForNone ? 0 : .nan
  }

  private func inverseDegrees(
    _ count: FastPath.Count, _ runner: BlockRunner
  ) -> UnsafePointer<Float>? {
    count.inverseDegree.map {
      UnsafePointer(runner.slots[$0.slot].assumingMemoryBound(to: Float.self))
    }
  }
}

extension FastPath {
  /// What the path counts.
  var count: Count {
    switch self {
    case .heatBath(let path): path.count
    case .threshold(let path): path.count
    }
  }
}

extension LinkStore {
  /// Whether bytes can count the links of nearly all readers: the kernels leave the others to the instructions.
  fileprivate var isMostlyCountable: Bool {
    !isComplete && (0..<readerCount).count { degree($0) > 255 } <= readerCount / 64
  }
}
