// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import arendt

@Suite("--output")
struct OutputFolderTests {
  @Test("a folder appears whole, with the permissions of any new folder")
  func whole() throws {
    try Scratch.folder { path in
      let folder = try OutputFolder(target: path + "/result/")
      try folder.write(["a", "b\n"], to: "x.csv")
      #expect(!FileManager.default.fileExists(atPath: path + "/result"))
      try folder.publish()
      #expect(try String(contentsOfFile: path + "/result/x.csv", encoding: .utf8) == "ab\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["result"])
    }
  }

  @Test("a folder that is given up leaves nothing over")
  func abandoned() throws {
    try Scratch.folder { path in
      do {
        let folder = try OutputFolder(target: path + "/result")
        try folder.write(["a"], to: "x.csv")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
    }
  }

  @Test("a draft is hidden beside its place, under the start of its name")
  func draft() {
    func template(_ path: String) -> String {
      String(
        decoding: OutputFolder.draftTemplate(beside: path).dropLast().map(UInt8.init(bitPattern:)),
        as: UTF8.self)
    }
    #expect(template("results/out") == "results/.out." + String(repeating: "X", count: 6))
    #expect(template("/out").hasPrefix("/.out."))
    #expect(template("out").hasPrefix(".out."))
    // A name of 255 bytes, the longest there is, of signs of three.
    let long = String(repeating: "\u{20AC}", count: 85)
    #expect(template("a/" + long).dropFirst(2).utf8.count <= 255)
    #expect(template("a/" + long).hasPrefix("a/.\u{20AC}\u{20AC}"))
  }

  @Test("an empty folder is replaced, anything else is kept and refused")
  func occupied() throws {
    try Scratch.folder { path in
      try FileManager.default.createDirectory(
        atPath: path + "/empty", withIntermediateDirectories: false)
      let folder = try OutputFolder(target: path + "/empty")
      try folder.write(["a"], to: "x.csv")
      try folder.publish()
      for target in ["/empty", "/empty/x.csv"] {
        let failure = #expect(throws: CommandFailure.self) {
          try OutputFolder(target: path + target)
        }
        #expect(failure?.status == .failed)
        #expect(failure?.message?.contains("exists already") == true)
      }
    }
  }

  @Test("a place that cannot be written is known at once")
  func unwritable() throws {
    for target in ["/proc/arendt", "/nowhere/at/all", ".", ""] {
      let failure = #expect(throws: CommandFailure.self) { try OutputFolder(target: target) }
      #expect(failure?.status == .failed)
      #expect(failure?.message?.isEmpty == false)
    }
  }
}

/// A folder that lives as long as a test needs it.
enum Scratch {
  /// Calls `body` with the path of an empty folder, and removes it afterwards.
  static func folder(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "arendt-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }
}

@Suite("Folders of paths")
struct ParentPathTests {
  @Test(
    "a path stands in the folder before its last name",
    arguments: [
      ("x", ""), ("out", ""), ("a/b", "a"), ("aa/b/", "aa"), ("a//b", "a"), ("/x", "/"), ("/", "/"),
      ("/a/b.store", "/a"), ("./x", "."), ("", ""),
    ])
  func parent(path: String, folder: String) {
    #expect(path.parentPath == folder)
  }
}
