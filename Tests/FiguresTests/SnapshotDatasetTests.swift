// SPDX-License-Identifier: GPL-3.0-or-later

import CNetCDF
import Testing
import WorldModel

@testable import Figures

@Suite("Snapshots as NetCDF")
struct SnapshotDatasetTests {
  private static func member(
    _ name: String, _ type: ValueType, _ documentation: String = ""
  ) -> Member {
    Member(
      name: name, documentation: documentation, isTrait: false, type: type,
      initial: .value(Expression(.number(0), .number(.constant))))
  }

  private static let clerks = Group(
    name: "clerk", documentation: "Those who sit at desks.",
    members: [
      member("obeys", .boolean, "Whether the order is carried out, größtenteils."),
      member("numbness", .number(.single)),
      member("memory", .number(.double)),
      member("mood", .cases(CaseSet(names: ["calm", "afraid", "numb"]))),
    ])

  /// Three agents at steps 0, 2 and 4; alone the run ends after step 2.
  private static let dataset = SnapshotDataset(
    group: clerks, agentCount: 3, replicate: 0,
    runs: [
      .init(
        condition: "together", steps: [0, 2, 4],
        columns: [
          [[0, 1, 0], [0.1, 0.2, 0.3], [0.1, 0.2, 0.3], [0, 1, 2]],
          [[1, 1, 0], [1.5, 2.5, 3.5], [1e300, -1, 0], [2, 1, 0]],
          [[1, 1, 1], [-1, -2, .infinity], [7, 8, 9], [1, 1, 1]],
        ]),
      .init(
        condition: "alone", steps: [0, 2],
        columns: [
          [[0, 0, 0], [4, 5, 6], [4, 5, 6], [0, 0, 0]],
          [[0, 0, 1], [7, 8, 9], [7, 8, 9], [0, 0, 1]],
        ]),
    ],
    attributes: [
      ("title", .text("Das Ämtchen")), ("seed", .whole(4_294_967_295)), ("nothing", .text("")),
    ])

  @Test("a file read back through the library says what was written")
  func roundTrip() throws {
    let file = try ArrayFile(Self.dataset.encoded())
    #expect(file.dimensions == ["condition": 2, "replicate": 1, "step": 3, "agent": 3])
    #expect(
      file.attributes.filter { !$0.key.hasPrefix("_") }
        == ["title": "Das Ämtchen", "seed": "4294967295.0", "nothing": ""])
    #expect(
      Set(file.variables.keys) == [
        "condition", "replicate", "step", "agent", "obeys", "numbness", "memory", "mood",
      ])
    #expect(file.variables["condition"]?.words == ["together", "alone"])
    #expect(file.variables["replicate"]?.values == [0])
    #expect(file.variables["step"]?.values == [0, 2, 4])
    #expect(file.variables["agent"]?.values == [0, 1, 2])
    #expect(file.variables["agent"]?.attributes["long_name"] == "Those who sit at desks.")

    let axes = ["condition", "replicate", "step", "agent"]
    let obeys = try #require(file.variables["obeys"])
    #expect(obeys.type == Int32(NC_BYTE))
    #expect(obeys.dimensions == axes)
    #expect(obeys.values == [0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, -1, -1, -1])
    #expect(
      obeys.attributes == [
        "_FillValue": "-1.0", "flag_values": "0.0 1.0", "flag_meanings": "false true",
        "long_name": "Whether the order is carried out, größtenteils.",
      ])

    let mood = try #require(file.variables["mood"])
    #expect(mood.type == Int32(NC_BYTE))
    #expect(mood.values == [0, 1, 2, 2, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, -1, -1, -1])
    #expect(mood.attributes["flag_values"] == "0.0 1.0 2.0")
    #expect(mood.attributes["flag_meanings"] == "calm afraid numb")
    #expect(mood.attributes["long_name"] == nil)

    let numbness = try #require(file.variables["numbness"])
    #expect(numbness.type == Int32(NC_FLOAT))
    #expect(numbness.values[..<3] == [Double(Float(0.1)), Double(Float(0.2)), Double(Float(0.3))])
    #expect(numbness.values[3..<15] == [1.5, 2.5, 3.5, -1, -2, .infinity, 4, 5, 6, 7, 8, 9])
    #expect(numbness.values[15...].allSatisfy { $0.isNaN })

    let memory = try #require(file.variables["memory"])
    #expect(memory.type == Int32(NC_DOUBLE))
    #expect(memory.values[..<6] == [0.1, 0.2, 0.3, 1e300, -1, 0])
    #expect(memory.values[15...].allSatisfy { $0.isNaN })
  }

  @Test("the bytes are the same each time, and another value gives others")
  func sameBytes() throws {
    let first = try Self.dataset.encoded()
    #expect(try Self.dataset.encoded() == first)
    var other = Self.dataset
    other.runs[1].columns[1][1][2] = 10
    #expect(try other.encoded() != first)
  }

  @Test("the bytes are the same where other threads write too")
  func sideBySide() async throws {
    let first = try Self.dataset.encoded()
    let all = try await withThrowingTaskGroup(of: [UInt8].self) { tasks in
      for _ in 0..<8 { tasks.addTask { try Self.dataset.encoded() } }
      return try await tasks.reduce(into: []) { $0.append($1) }
    }
    #expect(all.count == 8)
    #expect(all.allSatisfy { $0 == first })
  }

  @Test("a member called like an axis gets a name of its own")
  func names() throws {
    var dataset = Self.dataset
    dataset.group.members[0].name = "agent"
    dataset.group.members[1].name = "agent_"
    dataset.group.members[2].name = "replicate"
    #expect(dataset.variableNames == ["agent__", "agent_", "replicate_", "mood"])
    let file = try ArrayFile(dataset.encoded())
    #expect(file.variables["agent__"]?.type == Int32(NC_BYTE))
    #expect(file.variables["agent_"]?.type == Int32(NC_FLOAT))
    #expect(file.variables["agent"]?.values == [0, 1, 2])
  }

  @Test("a group without agents or without members is a file too")
  func empty() throws {
    let nobody = SnapshotDataset(
      group: Self.clerks, agentCount: 0, replicate: 0,
      runs: [.init(condition: "together", steps: [0], columns: [[[], [], [], []]])])
    var file = try ArrayFile(nobody.encoded())
    #expect(file.dimensions == ["condition": 1, "replicate": 1, "step": 1, "agent": 0])
    #expect(file.variables["obeys"]?.values == [])
    let nothing = SnapshotDataset(
      group: Group(name: "clerk"), agentCount: 3, replicate: 0,
      runs: [.init(condition: "together", steps: [0], columns: [[]])])
    file = try ArrayFile(nothing.encoded())
    #expect(file.variables["agent"]?.values == [0, 1, 2])
  }

  @Test("cases beyond 127 names are 16-bit")
  func manyCases() throws {
    for (count, type) in [(127, NC_BYTE), (128, NC_SHORT), (255, NC_SHORT)] {
      let names = (0..<count).map { "case\($0)" }
      let dataset = SnapshotDataset(
        group: Group(name: "g", members: [Self.member("m", .cases(CaseSet(names: names)))]),
        agentCount: 1, replicate: 0,
        runs: [.init(condition: "together", steps: [0], columns: [[[Double(count - 1)]]])])
      let variable = try #require(ArrayFile(dataset.encoded()).variables["m"])
      #expect(variable.type == Int32(type))
      #expect(variable.values == [Double(count - 1)])
    }
  }

  @Test("an array of several chunks is read back whole")
  func chunks() throws {
    let count = 300_000
    let column = (0..<count).map { Double($0 % 65_521) }
    let dataset = SnapshotDataset(
      group: Group(name: "g", members: [Self.member("x", .number(.single))]), agentCount: count,
      replicate: 0,
      runs: [.init(condition: "together", steps: [0, 1], columns: [[column], [column]])])
    let bytes = try dataset.encoded()
    let file = try ArrayFile(bytes)
    #expect(file.variables["x"]?.values == column + column)
    #expect(file.variables["agent"]?.values.last == Double(count - 1))
    #expect(bytes.count < 4 * count, "nothing was compressed: \(bytes.count) bytes")
  }

  @Test("what the library refuses is an error with its words")
  func refused() throws {
    var dataset = Self.dataset
    dataset.attributes.append(("a/b", .text("a name that NetCDF forbids")))
    let error = #expect(throws: NetCDFError.self) { try dataset.encoded() }
    guard case .refused(let routine, let code, let reason) = try #require(error) else { return }
    #expect(routine == "nc_put_att_text")
    #expect(code == Int(NC_EBADNAME))
    #expect(reason.contains("illegal characters"))
    #expect(try Self.dataset.encoded().count > 0)
  }
}
