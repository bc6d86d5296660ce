// SPDX-License-Identifier: GPL-3.0-or-later
//
// In which folder does a path stand? Foundation's answer traps on paths of one letter (Swift 6.3, Linux).

extension String {
  /// The path without its last name: empty where it names no folder, `/` at the root.
  var parentPath: String {
    let path = Self.withoutSlashes(self[...])
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(Self.withoutSlashes(path[..<slash]))
  }

  private static func withoutSlashes(_ path: Substring) -> Substring {
    var path = path
    while path.count > 1, path.last == "/" { path.removeLast() }
    return path
  }
}
