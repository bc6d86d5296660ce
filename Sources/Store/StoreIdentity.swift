// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whose runs does a store hold? Those of one world with one set of settings under one meaning of results.

/// One setting of a study as text.
public struct StoredSetting: Hashable, Sendable {
  /// Its name, such as `steps`.
  public let name: String
  /// Its value in words, such as `2000`.
  public let value: String

  /// Creates a setting.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What every run of a store has in common.
public struct StoreIdentity: Hashable, Sendable {
  /// What numbers mean; runs of different versions are never compared.
  public var resultVersion: Int
  /// Program that last opened the store to write; it may change.
  public var programVersion: String
  /// Title of the world; it may change.
  public var worldTitle: String
  /// Canonical listing of what decides the runs of the world.
  public var worldListing: String
  /// The world as it was written; it may change where the listing does not.
  public var worldText: String
  /// Settings that decide runs, such as seed and steps, each name once.
  public var settings: [StoredSetting]
  /// Names of the world's parameters, by `ParameterID`.
  public var parameterNames: [String]

  /// Creates an identity.
  public init(
    resultVersion: Int, programVersion: String, worldTitle: String, worldListing: String,
    worldText: String, settings: [StoredSetting], parameterNames: [String]
  ) {
    self.resultVersion = resultVersion
    self.programVersion = programVersion
    self.worldTitle = worldTitle
    self.worldListing = worldListing
    self.worldText = worldText
    self.settings = settings
    self.parameterNames = parameterNames
  }

  /// Lists in what this identity, that of a store, differs from the one that is wanted.
  ///
  /// - Parameter wanted: The other identity.
  /// - Returns: The differences that forbid sharing runs; empty where runs may be shared. Of listings the first line that
  ///   differs stands for all.
  public func differences(from wanted: StoreIdentity) -> [StoreDifference] {
    var found: [StoreDifference] = []
    func compare(_ what: String, _ stored: String?, _ wanted: String?) {
      if stored != wanted {
        found.append(StoreDifference(what: what, stored: stored, wanted: wanted))
      }
    }
    compare("result version", String(resultVersion), String(wanted.resultVersion))
    let here = Dictionary(
      wanted.settings.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let there = Dictionary(
      settings.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    for setting in settings { compare(setting.name, setting.value, here[setting.name]) }
    for setting in wanted.settings where there[setting.name] == nil {
      compare(setting.name, nil, setting.value)
    }
    if worldListing != wanted.worldListing {
      let stored = worldListing.split(separator: "\n", omittingEmptySubsequences: false)
      let other = wanted.worldListing.split(separator: "\n", omittingEmptySubsequences: false)
      let line =
        zip(stored, other).enumerated().first { $1.0 != $1.1 }?.offset
        ?? min(stored.count, other.count)
      compare(
        "world, line \(line + 1) of its listing", stored.dropFirst(line).first.map(String.init),
        other.dropFirst(line).first.map(String.init))
    }
    if parameterNames != wanted.parameterNames {
      compare(
        "parameters", parameterNames.joined(separator: " "),
        wanted.parameterNames.joined(separator: " "))
    }
    return found
  }
}
