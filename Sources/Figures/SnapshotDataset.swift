// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the agents of a group look to whoever opens them with `xarray.open_dataset`? One variable a trait or state,
// along condition, replicate, step and agent.
//
// One file a group rather than one with a NetCDF group each: `open_dataset` opens a file's root and nothing below.

import WorldModel

/// The snapshots of the agents of one group, on named axes.
public struct SnapshotDataset: Sendable {
  /// What was seen of one run.
  public struct Run: Sendable {
    /// The condition: `together`, `unlinked` or `alone`.
    public var condition: String
    /// Steps done at each snapshot.
    public var steps: [Int]
    /// Values by snapshot, member and agent: 0 and 1 for booleans, the index for cases.
    public var columns: [[[Double]]]

    /// Creates a run.
    public init(condition: String, steps: [Int], columns: [[[Double]]]) {
      self.condition = condition
      self.steps = steps
      self.columns = columns
    }
  }

  /// What is said about the whole file.
  public enum Attribute: Hashable, Sendable {
    /// Words.
    case text(String)
    /// A whole number.
    case whole(Int)
  }

  /// The group.
  public var group: Group
  /// Number of its agents.
  public var agentCount: Int
  /// Index of the replicate that was looked at.
  public var replicate: Int
  /// Runs of that replicate, one a condition.
  public var runs: [Run]
  /// What is said about the whole file, in this order; names are unique.
  public var attributes: [(name: String, value: Attribute)]

  /// Creates a dataset.
  public init(
    group: Group, agentCount: Int, replicate: Int, runs: [Run],
    attributes: [(name: String, value: Attribute)] = []
  ) {
    self.group = group
    self.agentCount = agentCount
    self.replicate = replicate
    self.runs = runs
    self.attributes = attributes
  }

  /// Returns the bytes of a NetCDF-4 file.
  ///
  /// Reals are 32-bit, `precise` ones 64-bit, booleans and cases 8-bit flags (cases beyond 127 names 16-bit). Where a run
  /// ended before a step that another reached stands NaN, or -1 for flags. The bytes depend on nothing but the dataset
  /// and the version of the library.
  ///
  /// - Throws: `NetCDFError` when the library refuses, such as for want of memory.
  public func encoded() throws(NetCDFError) -> [UInt8] {
    try NetCDFFile.bytes { file throws(NetCDFError) in
      for (name, value) in attributes {
        switch value {
        case .text(let text): try file.setAttribute(name, text)
        case .whole(let number): try file.setAttribute(name, Int64(number))
        }
      }
      let axes = try addAxes(to: file)
      for (index, (member, name)) in zip(group.members, variableNames).enumerated() {
        switch member.type {
        case .boolean:
          try add(index, name, to: file, axes, flags: ["false", "true"], missing: Int8(-1))
        case .cases(let set) where set.names.count <= 127:
          try add(index, name, to: file, axes, flags: set.names, missing: Int8(-1))
        case .cases(let set):
          try add(index, name, to: file, axes, flags: set.names, missing: Int16(-1))
        case .number(.double):
          try add(index, name, to: file, axes, missing: Double.nan) { $0 }
        case .number(.single), .number(.constant):
          try add(index, name, to: file, axes, missing: Float.nan) { Float($0) }
        }
      }
    }
  }

  /// Names of the variables by member: the member's, with underscores behind it where it is that of an axis.
  var variableNames: [String] {
    var taken: Set = ["condition", "replicate", "step", "agent"]
    taken.formUnion(group.members.map(\.name).filter { !taken.contains($0) })
    return group.members.map { member in
      guard ["condition", "replicate", "step", "agent"].contains(member.name) else {
        return member.name
      }
      var name = member.name
      while taken.contains(name) { name += "_" }
      taken.insert(name)
      return name
    }
  }

  /// Steps at which any run was looked at, in order.
  private var steps: [Int] { Set(runs.flatMap(\.steps)).sorted() }

  private func addAxes(to file: NetCDFFile) throws(NetCDFError) -> [NetCDFFile.Dimension] {
    let condition = try file.addDimension("condition", length: runs.count)
    try file.addWords("condition", along: [condition], runs.map(\.condition))
    return [
      condition,
      try addAxis("replicate", [Int64(replicate)], "index of the replicate", to: file),
      try addAxis("step", steps.map { Int64($0) }, "steps done", to: file),
      try addAxis(
        "agent", Array(0..<Int64(agentCount)),
        group.documentation.isEmpty ? group.name : group.documentation, to: file),
    ]
  }

  private func addAxis(
    _ name: String, _ values: [Int64], _ title: String, to file: NetCDFFile
  ) throws(NetCDFError) -> NetCDFFile.Dimension {
    let dimension = try file.addDimension(name, length: values.count)
    let variable = try file.addVariable(name, of: Int64.self, along: [dimension])
    try file.setAttribute("long_name", title, of: variable)
    try file.put(values, to: variable, at: [0])
    return dimension
  }

  /// Adds a member that is one of named cases.
  private func add<Value: NetCDFNumber & FixedWidthInteger>(
    _ index: Int, _ name: String, to file: NetCDFFile, _ axes: [NetCDFFile.Dimension],
    flags: [String], missing: Value
  ) throws(NetCDFError) {
    let variable = try add(index, name, to: file, axes, missing: missing) { Value($0) }
    try file.setAttribute("flag_values", flags.indices.map { Value($0) }, of: variable)
    try file.setAttribute("flag_meanings", flags.joined(separator: " "), of: variable)
  }

  /// Adds a member, and every value that was seen of it.
  @discardableResult
  private func add<Value: NetCDFNumber>(
    _ index: Int, _ name: String, to file: NetCDFFile, _ axes: [NetCDFFile.Dimension],
    missing: Value, _ stored: (Double) -> Value
  ) throws(NetCDFError) -> NetCDFFile.Variable<Value> {
    let variable = try file.addVariable(name, of: Value.self, along: axes, missing: missing)
    let member = group.members[index]
    if !member.documentation.isEmpty {
      try file.setAttribute("long_name", member.documentation, of: variable)
    }
    let places = Dictionary(uniqueKeysWithValues: steps.enumerated().map { ($1, $0) })
    for (runIndex, run) in runs.enumerated() {
      for (step, columns) in zip(run.steps, run.columns) {
        guard let place = places[step] else { continue }
        try file.put(columns[index].map(stored), to: variable, at: [runIndex, 0, place, 0])
      }
    }
    return variable
  }
}
