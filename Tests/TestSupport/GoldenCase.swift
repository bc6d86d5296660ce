// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which golden cases does a folder hold? A case is two files: what goes in and what must come out.
//
// `ARENDT_UPDATE_GOLDEN=1 swift test --filter …` writes what came out; read the difference before committing it.

import Glibc
import Testing

/// A golden case: `NAME.world` and `NAME.expected`.
public struct GoldenCase: Sendable, CustomTestStringConvertible {
  /// Name without the suffix.
  public let name: String
  /// What goes in.
  public let input: [UInt8]
  /// What must come out; `nil` when the file is missing.
  public let expected: String?
  private let expectedPath: String

  /// The name, for test reports.
  public var testDescription: String { name }

  /// Returns the cases of a folder in the order of their names.
  ///
  /// - Parameters:
  ///   - folder: Folder beside the test, such as `Golden/Syntax`.
  ///   - suffix: Suffix of what goes in.
  ///   - file: Path of the calling test.
  /// - Returns: One case for each file with the suffix; a test should require that there are some.
  public static func all(
    in folder: String, suffix: String = ".world", file: String = #filePath
  ) -> [GoldenCase] {
    let folder = SourceFolder(of: file).appending(folder)
    return folder.names(ending: suffix).map { fileName in
      let name = String(fileName.dropLast(suffix.count))
      let expected = folder.appending(name + ".expected")
      return GoldenCase(
        name: name, input: (try? folder.appending(fileName).contents()) ?? [],
        expected: (try? expected.contents()).map { String(decoding: $0, as: UTF8.self) },
        expectedPath: expected.path)
    }
  }

  /// Returns whether a result is the expected one; with `ARENDT_UPDATE_GOLDEN` set it becomes so.
  public func matches(_ result: String) -> Bool {
    guard getenv("ARENDT_UPDATE_GOLDEN") != nil else { return result == expected }
    guard let file = fopen(expectedPath, "wb") else { return false }
    defer { fclose(file) }
    return fwrite(result, 1, result.utf8.count, file) == result.utf8.count
  }
}
