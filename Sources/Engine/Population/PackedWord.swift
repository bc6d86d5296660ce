// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which replicates share a word? 64 of one network that follow one another.

/// A word of 64 replicates.
struct PackedWord: Hashable {
  var networkIndex: Int
  /// Replicate / 64.
  var wordIndex: Int

  init(_ request: RunRequest) {
    networkIndex = request.networkIndex
    wordIndex = request.replicateIndex / 64
  }

  /// The words of requests, each once, in the order in which they come.
  static func all(in requests: [RunRequest]) -> [PackedWord] {
    var seen: Set<PackedWord> = []
    return requests.map(PackedWord.init).filter { seen.insert($0).inserted }
  }
}
