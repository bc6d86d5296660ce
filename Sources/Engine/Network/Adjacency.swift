// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whom does each agent read? The links of one network in one realisation.
//
// Invariant: the targets of a reader ascend strictly, so that sums over neighbours run in original-index order whatever
// the generator did, and no link is parallel. Indices are those of the world.
// Everyone with everyone is a form of its own, for it is never stored. The memory is where generators wrote it and kernels
// read it: links are never copied.

/// The links of one network in one realisation.
public struct Adjacency: Sendable {
  /// Number of agents that read.
  public let readerCount: Int
  /// Number of agents that can be read.
  public let readCount: Int
  /// Whether reader and read are the same group, so that agent i of one is agent i of the other.
  public let isWithinGroup: Bool
  /// Whether everyone reads everyone (but oneself within a group); nothing is stored then.
  public let isComplete: Bool
  /// Reader i reads `targets[offsets[i]..<offsets[i + 1]]`; `readerCount + 1` values, or none when complete.
  let offsets: RowOffsets
  /// Those read, ascending for each reader.
  let targets: PageMemory<UInt32>
  /// One weight a link, in the order of `targets`; `nil` for a network without weights.
  let weights: PageMemory<Float>?

  /// Creates the network in which everyone reads everyone else.
  ///
  /// - Parameters:
  ///   - readerCount: Number of agents that read.
  ///   - readCount: Number of agents that can be read; equal to `readerCount` within a group.
  ///   - isWithinGroup: Whether both are the same group; oneself is then left out.
  public init(completeFrom readerCount: Int, to readCount: Int, isWithinGroup: Bool) {
    precondition(!isWithinGroup || readerCount == readCount)
    self.readerCount = readerCount
    self.readCount = readCount
    self.isWithinGroup = isWithinGroup
    isComplete = true
    offsets = .narrow(PageMemory(count: 0))
    targets = PageMemory(count: 0)
    weights = nil
  }

  /// Creates a network from rows that already meet the invariant.
  ///
  /// - Parameters:
  ///   - readCount: Number of agents that can be read.
  ///   - isWithinGroup: Whether reader and read are the same group.
  ///   - offsets: Start of each reader's row, and the end of the last.
  ///   - targets: Those read, strictly ascending in each row, each below `readCount`.
  ///   - weights: One weight a link, or `nil`.
  init(
    readCount: Int, isWithinGroup: Bool, offsets: RowOffsets, targets: PageMemory<UInt32>,
    weights: PageMemory<Float>? = nil
  ) {
    precondition(
      offsets[offsets.count - 1] == targets.count
        && (weights.map { $0.count == targets.count } ?? true))
    readerCount = offsets.count - 1
    self.readCount = readCount
    self.isWithinGroup = isWithinGroup
    isComplete = false
    self.offsets = offsets
    self.targets = targets
    self.weights = weights
  }

  /// Number of links, counted once for each reader.
  public var linkCount: Int {
    guard isComplete else { return targets.count }
    return readerCount * (isWithinGroup ? max(readerCount - 1, 0) : readCount)
  }

  /// Returns the number of agents that a reader reads.
  public func degree(of reader: Int) -> Int {
    guard isComplete else { return offsets[reader + 1] - offsets[reader] }
    return isWithinGroup ? readCount - 1 : readCount
  }

  /// Largest number of agents that one reader reads; 0 without readers.
  public var maximumDegree: Int {
    (0..<(isComplete ? min(readerCount, 1) : readerCount)).reduce(0) { max($0, degree(of: $1)) }
  }

  /// Returns the k-th agent that a reader reads, in ascending order; k in `0..<degree(of: reader)`.
  public func target(_ k: Int, of reader: Int) -> Int {
    guard isComplete else { return Int(targets[offsets[reader] + k]) }
    return isWithinGroup && k >= reader ? k + 1 : k
  }

  /// Returns the weight of the link to the k-th agent that a reader reads; `nil` in a network without weights.
  public func weight(_ k: Int, of reader: Int) -> Float? { weights?[offsets[reader] + k] }

  /// Bytes that the links occupy.
  public var byteCount: Int {
    isComplete ? 0 : offsets.byteCount + targets.byteCount + (weights?.byteCount ?? 0)
  }
}

extension Adjacency: Equatable {
  /// Whether two networks have the same links.
  public static func == (a: Adjacency, b: Adjacency) -> Bool {
    a.readerCount == b.readerCount && a.readCount == b.readCount
      && a.isWithinGroup == b.isWithinGroup && a.isComplete == b.isComplete
      && (0..<a.offsets.count).allSatisfy { a.offsets[$0] == b.offsets[$0] }
      && a.targets.values.elementsEqual(b.targets.values)
      && (a.weights == nil) == (b.weights == nil)
      && (a.weights?.values.elementsEqual(b.weights!.values) ?? true)
  }
}

/// Where rows of links begin: in 32 bits wherever they suffice.
enum RowOffsets: Sendable {
  case narrow(PageMemory<UInt32>)
  case wide(PageMemory<UInt64>)

  /// Number of offsets, one more than rows; 0 for a network that is not stored.
  var count: Int {
    switch self {
    case .narrow(let memory): memory.count
    case .wide(let memory): memory.count
    }
  }

  var byteCount: Int { count * (isWide ? 8 : 4) }

  var isWide: Bool {
    if case .wide = self { true } else { false }
  }

  /// Where they lie.
  var start: UnsafeMutableRawPointer {
    switch self {
    case .narrow(let memory): UnsafeMutableRawPointer(memory.start)
    case .wide(let memory): UnsafeMutableRawPointer(memory.start)
    }
  }

  subscript(row: Int) -> Int {
    switch self {
    case .narrow(let memory): Int(memory.start[row])
    case .wide(let memory): Int(memory.start[row])
    }
  }

  /// Copies offsets.
  init(copyOf other: RowOffsets) {
    switch other {
    case .narrow(let memory):
      let copy = PageMemory<UInt32>(count: memory.count)
      copy.start.update(from: memory.start, count: memory.count)
      self = .narrow(copy)
    case .wide(let memory):
      let copy = PageMemory<UInt64>(count: memory.count)
      copy.start.update(from: memory.start, count: memory.count)
      self = .wide(copy)
    }
  }

  /// Changes one of them.
  func set(_ row: Int, _ value: Int) {
    switch self {
    case .narrow(let memory): memory.start[row] = UInt32(value)
    case .wide(let memory): memory.start[row] = UInt64(value)
    }
  }

  /// Turns numbers of links, one a row and one place more, into offsets.
  ///
  /// - Parameters:
  ///   - counts: Number of links of each row; a last place that is not looked at. Overwritten where 32 bits suffice.
  ///   - atEnds: Whether each offset is to be the end of its row and not its start, for rows that are filled from the end.
  init(counts: PageMemory<UInt32>, atEnds: Bool = false) {
    let rows = counts.count - 1
    var total = 0
    for row in 0..<rows { total += Int(counts.start[row]) }
    if total <= Int(UInt32.max) {
      var next: UInt32 = 0
      for row in 0..<rows {
        let count = counts.start[row]
        counts.start[row] = atEnds ? next + count : next
        next += count
      }
      counts.start[rows] = next
      self = .narrow(counts)
    } else {
      let wide = PageMemory<UInt64>(count: rows + 1)
      var next: UInt64 = 0
      for row in 0..<rows {
        let count = UInt64(counts.start[row])
        wide.start[row] = atEnds ? next + count : next
        next += count
      }
      wide.start[rows] = next
      self = .wide(wide)
    }
  }
}
