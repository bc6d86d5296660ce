// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a job array make, as a text that any machine reads? One block of lines a task, so that a task opens no store.
//
// Numbers are written so that they are read back bit for bit. A file that was cut or changed is refused: its last line
// says how many lines stand before it.

/// The tasks of a job array.
public struct ArrayPlan: Hashable, Sendable {
  /// The tasks, by their index in the array.
  public var tasks: [ClusterTask]

  /// Creates a plan.
  public init(tasks: [ClusterTask]) { self.tasks = tasks }

  /// Why a text is no plan.
  public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// Number of the line, from 1.
    public var line: Int

    /// Ends a sentence that begins with the path.
    public var description: String { "line \(line) makes no sense" }
  }

  private static let title = "arendt array 1"

  /// The plan as a text.
  public var text: String {
    var lines = [Self.title]
    for (index, task) in tasks.enumerated() {
      lines.append("task \(index)")
      lines += task.work.map(\.line)
    }
    lines.append("end \(lines.count)")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads a plan.
  ///
  /// - Parameter text: From `text`.
  /// - Throws: `Malformed`.
  public init(_ text: String) throws(Malformed) {
    let lines = text.split(separator: "\n")
    guard lines.first == Self.title[...] else { throw Malformed(line: 1) }
    guard lines.last == "end \(lines.count - 1)" else { throw Malformed(line: lines.count) }
    tasks = []
    for (index, line) in lines.enumerated().dropFirst().dropLast() {
      if line == "task \(tasks.count)" {
        tasks.append(ClusterTask(work: []))
      } else if let work = CellWork(line: line), !tasks.isEmpty {
        tasks[tasks.count - 1].work.append(work)
      } else {
        throw Malformed(line: index + 1)
      }
    }
  }
}

extension CellWork {
  /// One line: `grid 0-31 warmup - updates 300 runs 0-63,128-191`, or
  /// `refined 3 replicates 64 at 0.5 1.25 warmup 120 updates 300 runs 0-63`.
  fileprivate var line: String {
    let place =
      switch cells {
      case .grid(let range): "grid \(range.text)"
      case .refined(let coordinates, let replicates, let round):
        "refined \(round) replicates \(replicates) at "
          + coordinates.map(\.description).joined(separator: " ")
      }
    return place + " warmup \(warmUp.map(String.init) ?? "-") updates \(agentUpdates) runs "
      + runs.map(\.text).joined(separator: ",")
  }

  fileprivate init?(line: Substring) {
    var words = line.split(separator: " ")[...]
    func number(after name: String) -> Int? {
      guard words.popFirst() == name[...] else { return nil }
      return words.popFirst().flatMap { Int($0) }
    }
    switch words.first {
    case "grid":
      words.removeFirst()
      guard let range = words.popFirst().flatMap(Range.init(text:)) else { return nil }
      cells = .grid(range)
    case "refined":
      guard let round = number(after: "refined"), let replicates = number(after: "replicates"),
        words.popFirst() == "at", let end = words.firstIndex(of: "warmup")
      else { return nil }
      let coordinates = words[..<end].map { Double($0) }
      words = words[end...]
      guard !coordinates.contains(nil), round > 0, replicates > 0 else { return nil }
      cells = .refined(
        coordinates: coordinates.compactMap(\.self), replicates: replicates, round: round)
    default: return nil
    }
    guard words.popFirst() == "warmup", let steps = words.popFirst() else { return nil }
    warmUp = Int(steps)
    guard steps == "-" || warmUp != nil, let updates = number(after: "updates"), updates >= 0,
      words.popFirst() == "runs", let places = words.popFirst(), words.isEmpty
    else { return nil }
    agentUpdates = updates
    let ranges = places.split(separator: ",", omittingEmptySubsequences: false)
      .map { Range(text: $0) }
    guard !ranges.contains(nil) else { return nil }
    runs = ranges.compactMap(\.self)
  }
}

extension Range<Int> {
  /// First and last, as people write them.
  fileprivate var text: String { "\(lowerBound)-\(upperBound - 1)" }

  /// Reads a range that is not empty.
  fileprivate init?(text: Substring) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first >= 0, first <= last,
      last < .max
    else { return nil }
    self = first..<last + 1
  }
}
