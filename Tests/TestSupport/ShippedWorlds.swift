// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which worlds does the package ship? Those in `Worlds` and in the folders within.

/// The worlds of the package.
public enum ShippedWorlds {
  /// The folder `Worlds`.
  public static let folder = SourceFolder(of: #filePath).appending("../../Worlds")

  /// Every world by its path within the folder, sorted within each part.
  public static let all =
    folder.names(ending: ".world")
    + folder.names(ending: "").filter { !$0.contains(".") }.flatMap { part in
      folder.appending(part).names(ending: ".world").map { part + "/" + $0 }
    }
}
