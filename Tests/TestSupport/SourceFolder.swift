// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where are the files that stand beside a test? Folders found from the test's own source path.

import Glibc

/// A folder or file beside the sources of the tests.
public struct SourceFolder: Sendable {
  /// Absolute path.
  public let path: String

  /// Creates the folder that holds a source file; pass `#filePath`.
  public init(of file: String) {
    path = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
  }

  private init(path: String) { self.path = path }

  /// Returns a file or folder inside; `..` leads to the parent.
  public func appending(_ name: String) -> SourceFolder { SourceFolder(path: path + "/" + name) }

  /// Returns the names inside that end in a suffix, sorted.
  public func names(ending suffix: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(suffix) { names.append(name) }
    }
    return names.sorted()
  }

  /// Returns the bytes of the file, or throws the error number.
  public func contents() throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw FileFailure(path: path, code: errno) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }
}

/// A file that could not be read.
public struct FileFailure: Error {
  /// Its path.
  public let path: String
  /// The system's error number.
  public let code: Int32
}
