// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does every target import only what the house allows? The package manager does not ask; this does.

import Foundation
import Testing

@Suite("The house")
struct ImportDirectionTests {
  /// What a target may import of ours and of other packages.
  ///
  /// A key for every folder of `Sources`, no other.
  static let allowed: [String: Set<String>] = [
    "CCrypto": [],
    "CGSL": [],
    "CKernels": [],
    "CNetCDF": [],
    "Digest": ["CCrypto"],
    "WorldModel": [],
    "Randomness": ["CKernels"],
    "WorldLanguage": ["WorldModel"],
    "Engine": ["WorldModel", "Randomness", "CKernels"],
    "Statistics": ["Randomness", "CGSL"],
    "Emergence": ["WorldModel", "Engine", "Statistics"],
    "Store": ["WorldModel", "GRDB"],
    "Scenarios": ["WorldModel", "Engine", "Emergence", "Statistics", "Store", "Digest"],
    "Figures": ["WorldModel", "Statistics", "Emergence", "CNetCDF"],
    "Benchmarks": [
      "WorldModel", "WorldLanguage", "Randomness", "Engine", "Statistics", "Emergence",
      "Figures", "Digest",
    ],
    "arendt": [
      "WorldModel", "WorldLanguage", "Randomness", "Engine", "Statistics", "Emergence",
      "Store", "Scenarios", "Figures", "Digest", "Benchmarks", "ArgumentParser",
    ],
  ]

  /// Modules of the toolchain; the checked world and the language do without them.
  static let toolchain: Set<String> = ["Dispatch", "Foundation", "Glibc", "Synchronization"]
  static let bare: Set<String> = ["WorldModel", "WorldLanguage"]

  static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  /// Paths of all files with the given extension, relative to `Sources`.
  static func files(withExtension ending: String) throws -> [String] {
    let all = try #require(
      FileManager.default.enumerator(atPath: sources.path(percentEncoded: false)))
    return all.compactMap { $0 as? String }.filter { $0.hasSuffix("." + ending) }.sorted()
  }

  /// The modules that a Swift text imports.
  static func imports(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
        words[..<place].allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "internal" })
      else { return nil }
      let kinds: Set<Substring> = ["struct", "class", "enum", "func", "let", "var", "protocol"]
      let name = kinds.contains(words[place + 1]) ? words[place + 2] : words[place + 1]
      return String(name.prefix { $0 != "." })
    }
  }

  @Test("the table has one row for each folder of Sources")
  func tableIsWhole() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.sources.path(percentEncoded: false))
    #expect(Set(folders) == Set(Self.allowed.keys))
  }

  @Test("a Swift file imports only what its target may")
  func importsFollowTheTable() throws {
    let paths = try Self.files(withExtension: "swift")
    #expect(paths.count > 8)
    for path in paths {
      let target = String(path.prefix { $0 != "/" })
      let text = try String(contentsOf: Self.sources.appending(path: path), encoding: .utf8)
      let allowed = try #require(Self.allowed[target])
        .union(Self.bare.contains(target) ? [] : Self.toolchain)
      for module in Self.imports(in: text) {
        #expect(allowed.contains(module), "\(path) imports \(module)")
      }
    }
  }

  @Test("an import is recognised in each of its forms")
  func importsAreFound() {
    let text = """
      import Engine
      @preconcurrency import Dispatch
      public import struct WorldModel.World
      // import Statistics
      let important = 1
      """
    #expect(Self.imports(in: text) == ["Engine", "Dispatch", "WorldModel"])
  }

  @Test("every source file begins with its licence")
  func licenceComesFirst() throws {
    for ending in ["swift"] {
      for path in try Self.files(withExtension: ending) {
        let text = try String(contentsOf: Self.sources.appending(path: path), encoding: .utf8)
        #expect(
          text.hasPrefix("// SPDX-License-Identifier: GPL-3.0-or-later\n"), "\(path)")
      }
    }
  }
}
