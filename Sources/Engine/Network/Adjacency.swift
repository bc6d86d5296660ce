// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whom does each agent read? The links of one network in one realisation.
//
// Invariant: the targets of a reader ascend strictly, so that sums over neighbours run in original-index order whatever
// the generator did, and no link is parallel. Indices are those of the world: renumbering is the engine's affair.
// Everyone with everyone is a form of its own, for it is never stored.

/// The links of one network in one realisation.
public struct Adjacency: Hashable, Sendable {
  /// Number of agents that read.
  public let readerCount: Int
  /// Number of agents that can be read.
  public let readCount: Int
  /// Whether reader and read are the same group, so that agent i of one is agent i of the other.
  public let isWithinGroup: Bool
  /// Whether everyone reads everyone (but oneself within a group); `offsets`, `targets` and `weights` are then empty.
  public let isComplete: Bool
  /// Reader i reads `targets[offsets[i]..<offsets[i + 1]]`; `readerCount + 1` values, or none when complete.
  public let offsets: [Int]
  /// Those read, ascending for each reader.
  public let targets: [UInt32]
  /// One weight a link, in the order of `targets`; `nil` for a network without weights.
  public let weights: [Float]?

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
    offsets = []
    targets = []
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
    readCount: Int, isWithinGroup: Bool, offsets: [Int], targets: [UInt32], weights: [Float]? = nil
  ) {
    precondition(
      offsets.last == targets.count && (weights.map { $0.count == targets.count } ?? true))
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

  /// Bytes that the links occupy.
  public var byteCount: Int {
    offsets.count * MemoryLayout<Int>.stride + targets.count * MemoryLayout<UInt32>.stride
      + (weights?.count ?? 0) * MemoryLayout<Float>.stride
  }
}
