// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do links get into rows, in memory of the final size and by any number of threads?
//
// Ranked goals: the same rows whatever the threads; no memory beside that of the rows (a list of links would double it); few
// waits for memory.
//
// 1. Rows that a reader knows by itself are counted, then written, each part of the readers by one thread.
// 2. Links that one end alone knows are told twice by it, which named draws allow: first the links of each row are
//    counted, then each is entered in the rows of both ends. A row is filled from its end, so that one array counts, tells
//    where to write and at last holds where rows begin. Sources come from the last to the first: a single thread leaves
//    each row sorted, for its own links (to higher agents) are written first and those of lower agents after them, in
//    descending order. Several threads leave little to sort.
// 3. Links that stand already, source by source, at the beginning of the memory of the rows are spread over it, and then
//    entered in the rows of their ends as before.

import CKernels

/// Where the links of one reader are written, or counted.
struct RowCursor {
  private let row: UnsafeMutablePointer<UInt32>?
  private(set) var count = 0

  init(_ row: UnsafeMutablePointer<UInt32>?) { self.row = row }

  /// Adds a target.
  @inline(__always)
  mutating func append(_ target: Int) {
    if let row { row[count] = UInt32(truncatingIfNeeded: target) }
    count += 1
  }

  /// Adds targets.
  @inline(__always)
  mutating func append(contentsOf targets: Range<Int>) {
    for target in targets { append(target) }
  }

  /// Adds targets but one, which need not be among them.
  @inline(__always)
  mutating func append(contentsOf targets: Range<Int>, except one: Int) {
    for target in targets where target != one { append(target) }
  }
}

/// The shape of a network whose rows are being written.
struct RowAssembly {
  let readerCount: Int
  let readCount: Int
  let isWithinGroup: Bool
  let threadCount: Int

  /// Readers that a thread takes at a time.
  static let readersOfPart = 1 << 14

  init(readerCount: Int, readCount: Int, isWithinGroup: Bool, threadCount: Int) {
    self.readerCount = readerCount
    self.readCount = readCount
    self.isWithinGroup = isWithinGroup
    self.threadCount = threadCount
  }

  /// A network within a group.
  init(agents: Int, threadCount: Int) {
    self.init(
      readerCount: agents, readCount: agents, isWithinGroup: true, threadCount: threadCount)
  }

  /// Calls a body with each part of the readers.
  func forEachPart(_ body: @escaping @Sendable (Range<Int>) -> Void) {
    let (size, end) = (Self.readersOfPart, readerCount)
    Threads.share((end + size - 1) / size, over: threadCount, space: ()) { part, _ in
      body(part * size..<min((part + 1) * size, end))
    }
  }

  /// Writes rows that depend on the reader alone.
  ///
  /// - Parameter write: Appends the targets of a reader in ascending order; called twice for each.
  /// - Returns: The network.
  func rows(_ write: @escaping @Sendable (_ reader: Int, inout RowCursor) -> Void) -> Adjacency {
    let counts = PageMemory<UInt32>(count: readerCount + 1)
    forEachPart { readers in
      for reader in readers {
        var cursor = RowCursor(nil)
        write(reader, &cursor)
        counts.start[reader] = UInt32(cursor.count)
      }
    }
    let offsets = RowOffsets(counts: counts)
    let targets = PageMemory<UInt32>(count: offsets[readerCount])
    forEachPart { readers in
      for reader in readers {
        var cursor = RowCursor(targets.start + offsets[reader])
        write(reader, &cursor)
      }
    }
    return adjacency(offsets, targets)
  }

  /// Writes the rows of a symmetric network within a group from what the lower end of each link tells.
  ///
  /// - Parameters:
  ///   - linksOfSource: About how many links a source tells.
  ///   - space: Makes what one thread works in.
  ///   - tell: Sets the rows of some sources, each strictly ascending and above the source; called twice for each.
  /// - Returns: The network.
  func symmetric<Space>(
    linksOfSource: Double, space: @escaping @autoclosure @Sendable () -> Space,
    _ tell: @escaping @Sendable (Range<Int>, inout SourceRows, inout Space) -> Void
  ) -> Adjacency {
    let counts = PageMemory<UInt32>(count: readerCount + 1)
    let isShared: Int32 = threadCount > 1 ? 1 : 0
    let sourcesOfPart = max(1, min(2_048, Int(16_384 / (linksOfSource + 1))))
    forSources(sourcesOfPart, space()) { sources, rows, space in
      tell(sources, &rows, &space)
      rows.withKernelForm { ak_count_links(&$0, counts.start, 1, isShared) }
    }
    let offsets = RowOffsets(counts: counts, atEnds: true)
    let targets = PageMemory<UInt32>(count: offsets[readerCount])
    forSources(sourcesOfPart, space()) { sources, rows, space in
      tell(sources, &rows, &space)
      rows.withKernelForm {
        ak_enter_sources(
          &$0, offsets.start, offsets.isWide ? 1 : 0, targets.start, 1, isShared)
      }
    }
    if threadCount > 1 { sortRows(offsets, targets) }
    return adjacency(offsets, targets)
  }

  /// Where a source's own links stand in its row while links are spread.
  enum OwnPlace {
    /// Before those that others have with it.
    case first
    /// After them.
    case last
  }

  /// Writes the rows of a symmetric network within a group from links that stand source by source at the beginning of the
  /// memory of the rows.
  ///
  /// - Parameters:
  ///   - targets: Holds the own links of each source, one after the other, and has room for as many again.
  ///   - degrees: Links of each agent, own ones included, and one place more; becomes the offsets.
  ///   - place: Where own links come to stand.
  ///   - ownCount: Number of own links of a source.
  /// - Returns: The network.
  func spread(
    _ targets: PageMemory<UInt32>, degrees: PageMemory<UInt32>, place: OwnPlace,
    ownCount: @escaping @Sendable (_ source: Int) -> Int
  ) -> Adjacency {
    let offsets = RowOffsets(counts: degrees)
    let next = RowOffsets(copyOf: offsets)
    // A row begins at or after its own links, so that from the last to the first none is written over.
    var from = targets.count / 2
    for source in stride(from: readerCount - 1, through: 0, by: -1) {
      let own = ownCount(source)
      let (begin, end) = (offsets[source], offsets[source + 1])
      from -= own
      let to = place == .first ? begin : end - own
      for link in stride(from: own - 1, through: 0, by: -1) {
        targets.start[to + link] = targets.start[from + link]
      }
      next.set(source, place == .first ? end : end - own)
    }
    let isShared: Int32 = threadCount > 1 ? 1 : 0
    forSources(1_024, ()) { sources, rows, _ in
      rows.begin(sources)
      for source in sources {
        let own = ownCount(source)
        let from = place == .first ? offsets[source] : offsets[source + 1] - own
        rows.append(targets.start + from, own)
      }
      rows.withKernelForm {
        ak_enter_sources(&$0, next.start, next.isWide ? 1 : 0, targets.start, 0, isShared)
      }
    }
    sortRows(offsets, targets)
    return adjacency(offsets, targets)
  }

  /// Sorts each row.
  func sortRows(_ offsets: RowOffsets, _ targets: PageMemory<UInt32>) {
    forEachPart { readers in
      for reader in readers {
        let begin = offsets[reader]
        ak_sort_row(targets.start + begin, offsets[reader + 1] - begin)
      }
    }
  }

  /// Calls a body with parts of the agents, from the last to the first.
  private func forSources<Space>(
    _ size: Int, _ space: @escaping @autoclosure @Sendable () -> Space,
    _ body: @escaping @Sendable (Range<Int>, inout SourceRows, inout Space) -> Void
  ) {
    let agents = readerCount
    let partCount = (agents + size - 1) / size
    Threads.share(partCount, over: threadCount, space: (SourceRows(), space())) { part, own in
      let index = partCount - 1 - part
      body(index * size..<min((index + 1) * size, agents), &own.0, &own.1)
    }
  }

  private func adjacency(_ offsets: RowOffsets, _ targets: PageMemory<UInt32>) -> Adjacency {
    Adjacency(
      readCount: readCount, isWithinGroup: isWithinGroup, offsets: offsets, targets: targets)
  }
}
