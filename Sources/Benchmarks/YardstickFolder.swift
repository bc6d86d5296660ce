// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where do the yardsticks come from? A folder of shared libraries: ours, built on the spot for the level at which the
// engine runs, or any other folder with the same interface.

import Engine
import Foundation

/// A folder of yardsticks.
public struct YardstickFolder: Sendable {
  /// Its path.
  public let path: String

  /// Takes a folder of libraries that somebody built.
  ///
  /// - Throws: `BenchmarkError.missing` when there is no such folder.
  public init(path: String) throws(BenchmarkError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .missing(path: path, reason: "no such file or directory")
    }
    guard isFolder.boolValue else { throw .missing(path: path, reason: "not a directory") }
    self.path = path
  }

  /// Builds our own where they are older than their sources.
  ///
  /// - Parameters:
  ///   - root: The repository.
  ///   - level: For which processors; both sides of a ratio use the same vectors.
  ///   - environment: Where `CC` may name the compiler, and `PATH` says where programs are.
  /// - Throws: `BenchmarkError.notBuilt`, with the reason.
  public init(
    builtIn root: String, level: KernelLevel,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(BenchmarkError) {
    let sources = root + "/Analysis/benchmarks/yardsticks"
    guard FileManager.default.fileExists(atPath: sources + "/Makefile") else {
      throw .notBuilt(reason: "'\(sources)' is not there")
    }
    guard let compiler = Self.compiler(environment) else {
      throw .notBuilt(reason: "there is no clang; Swift brings one, or name one with CC")
    }
    guard let make = Self.program("make", environment) else {
      throw .notBuilt(reason: "there is no make")
    }
    #if arch(x86_64)
      let levelName = level.rawValue
    #else
      let levelName = "native"
    #endif
    path = "\(root)/.build/yardsticks/\(levelName)"
    let process = Process()
    process.executableURL = URL(filePath: make)
    process.arguments = [
      "--silent", "--directory=\(sources)", "OUT=\(path)", "LEVEL=\(levelName)",
      "CLANG=\(compiler)",
    ]
    let words = Pipe()
    process.standardError = words
    process.standardOutput = words
    do {
      try process.run()
    } catch {
      throw .notBuilt(reason: "make cannot be started")
    }
    let said = words.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let last = String(decoding: said, as: UTF8.self).split(separator: "\n").first
      throw .notBuilt(reason: last.map(String.init) ?? "make failed")
    }
  }

  /// Loads a yardstick.
  ///
  /// - Throws: `BenchmarkError.notLoaded`.
  func function(of yardstick: Yardstick) throws(BenchmarkError) -> YardstickFunction {
    let library = path + "/" + yardstick.library
    // Never closed: a function may be called as long as the program runs.
    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else {
      throw .notLoaded(path: library, reason: String(cString: dlerror()))
    }
    guard let symbol = dlsym(handle, yardstick.symbol) else {
      throw .notLoaded(path: library, reason: "it has no '\(yardstick.symbol)'")
    }
    return unsafeBitCast(symbol, to: YardstickFunction.self)
  }

  /// `CC`, the clang beside `swift`, or that of the search path.
  static func compiler(_ environment: [String: String]) -> String? {
    if let named = environment["CC"], !named.isEmpty { return program(named, environment) }
    if let swift = program("swift", environment) {
      let beside = URL(filePath: swift).resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "clang").path(percentEncoded: false)
      if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    }
    return program("clang", environment)
  }

  private static func program(_ name: String, _ environment: [String: String]) -> String? {
    let files = FileManager.default
    if name.contains("/") { return files.isExecutableFile(atPath: name) ? name : nil }
    return (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { files.isExecutableFile(atPath: $0) }
  }
}

/// A yardstick as C has it; what it is given is a `YardstickJob`.
typealias YardstickFunction = @convention(c) (UnsafeRawPointer) -> Void
