// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a text become the world it means?

import TestSupport
import Testing
import WorldModel

@testable import WorldLanguage

@Suite("Checking")
struct CheckingWorldTests {
  @Test("compiles every world of the repository without a word", arguments: ShippedWorlds.all)
  func repository(name: String) throws {
    let bytes = try ShippedWorlds.folder.appending(name).contents()
    let file = SourceFile(path: name, bytes: bytes)
    let compilation = WorldCompiler.compile(file, pedantic: true, readFile: noFiles)
    #expect(
      compilation.diagnostics.isEmpty, "\(DiagnosticText.render(compilation.diagnostics, in: file))"
    )
  }

  @Test("compiles the ministry without a word")
  func ministry() throws {
    let bytes = try SourceFolder(of: #filePath).appending("../../Worlds/ministry.world").contents()
    let file = SourceFile(path: "ministry.world", bytes: bytes)
    let compilation = WorldCompiler.compile(file, pedantic: true, readFile: noFiles)
    #expect(
      compilation.diagnostics.isEmpty, "\(DiagnosticText.render(compilation.diagnostics, in: file))"
    )
    let world = try #require(compilation.checked?.together)
    #expect(world.title == "The Ministry")
    #expect(
      world.documentation.hasPrefix(
        "Clerks who would each refuse alone pass an order along together.\n\n"))
    #expect(
      world.parameters.map(\.name) == [
        "clerks", "conscience", "corrigibility", "noise", "obeying_first", "conformity",
        "solidarity",
        "habituation", "fragmentation",
      ])
    #expect(world.parameters.filter(\.isCoupling).count == 4)
    #expect(world.groups[0].members.map(\.type) == [.number(.single), .boolean, .number(.single)])
    #expect(world.blocks[0].locals.map(\.name) == ["around", "pull", "push"])
    #expect(world.settings.starts == Starts(parameter: ParameterID(4), low: 0, high: 1))
    let isolation = try #require(compilation.checked?.isolation)
    #expect(isolation.conditioning == [ParameterID(8)])
    #expect(world.alignments[0].allowance.kind == .number(0.01))
  }
}

func noFiles(_ path: String) throws -> [UInt8] { throw NoSuchFile() }

/// Why a file cannot be read in a test.
struct NoSuchFile: Error, CustomStringConvertible {
  let description = "no such file"
}

/// Returns the world of a text, or fails with what is wrong with it.
func compiled(_ text: String) throws -> World {
  let file = SourceFile(path: "w.world", text: text)
  let compilation = WorldCompiler.compile(file, readFile: CheckingGoldenTests.file(named:))
  return try #require(
    compilation.checked, "\(DiagnosticText.render(compilation.diagnostics, in: file))"
  ).together
}
