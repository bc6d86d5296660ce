// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the shards of several machines become one store? `arendt merge`.

import ArgumentParser
import Store
import WorldModel

struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Joins shards of a sweep; exports are then what one machine would have made.",
    discussion: """
      The store is made if it does not exist. Shards are not changed; merging one twice changes nothing. A shard of \
      another world, seed, number of steps or version is refused, with what differs.
      """)

  @Argument(help: "The store to merge into.", completion: .file(extensions: ["store"]))
  var store: String

  @Argument(help: "The shards.", completion: .file(extensions: ["store"]))
  var shards: [String]

  @Flag(help: "Say nothing but what is wrong.")
  var quiet = false

  func run() throws {
    let claim = try ClusterFolder.claim(store)
    defer { claim?.lock.release() }
    try StoreError.explained {
      // Only shards that fit each other are merged: the first one says what the store is of.
      let first = try RunStore.open(at: shards[0], for: .reading)
      let wanted = first.identity
      let study = try StoredStudy(of: first)
      let outline = try first.study()
      try first.close()
      let target = try RunStore.createOrOpen(at: store, identity: wanted)
      defer { try? target.close() }
      try study.keep(in: target)
      if let outline { try target.begin(outline) }
      for shard in shards {
        let merged = try target.merge(shard)
        if !quiet {
          Terminal.say("arendt: merged '\(shard)': \(counted(merged.runCount, "new run"))")
        }
      }
    }
  }
}
