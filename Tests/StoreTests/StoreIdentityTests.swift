// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a store refuse what it does not belong to, and say why?

import Store
import Testing

@Suite("The identity of a store")
struct StoreIdentityTests {
  @Test("a store made is opened again, with what may change as it was last given")
  func opensAgain() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/a.store"
      try RunStore.createOrOpen(at: path, identity: .sample).close()
      var renamed = StoreIdentity.sample
      renamed.worldTitle = "Another title"
      renamed.worldText = "# a comment"
      renamed.programVersion = "9.9"
      try RunStore.createOrOpen(at: path, identity: renamed).close()
      let store = try RunStore.open(at: path, for: .reading)
      #expect(store.identity == renamed)
      try store.close()
      #expect(try TemporaryFolder.names(in: folder) == ["a.store"])
    }
  }

  @Test("every difference is named with both values, of a listing the first line")
  func differencesAreNamed() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/a.store"
      try RunStore.createOrOpen(at: path, identity: .sample).close()
      var other = StoreIdentity.sample
      other.resultVersion = 8
      other.settings = [
        StoredSetting(name: "seed", value: "1"), StoredSetting(name: "steps", value: "60"),
        StoredSetting(name: "draws", value: "packed"),
      ]
      other.worldListing = "world\nline two, but other\nline three"
      other.parameterNames = ["conformity"]
      let wanted = [
        StoreDifference(what: "result version", stored: "7", wanted: "8"),
        StoreDifference(what: "steps", stored: "50", wanted: "60"),
        StoreDifference(what: "warmup", stored: "auto", wanted: nil),
        StoreDifference(what: "draws", stored: nil, wanted: "packed"),
        StoreDifference(
          what: "world, line 2 of its listing", stored: "line two",
          wanted: "line two, but other"),
        StoreDifference(
          what: "parameters", stored: "conformity noise", wanted: "conformity"),
      ]
      let error = #expect(throws: StoreError.self) {
        try RunStore.createOrOpen(at: path, identity: other)
      }
      guard case .mismatch(_, let differences) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(differences == wanted)
      #expect(
        differences[1].description == "steps is '50' there, '60' here"
          && differences[3].description == "draws is none there, 'packed' here")
      // Nothing was changed by the refusal, and the lock is free.
      let store = try RunStore.createOrOpen(at: path, identity: .sample)
      #expect(store.identity == .sample)
    }
  }

  @Test("a listing that is the beginning of another differs where it ends")
  func shorterListing() {
    var longer = StoreIdentity.sample
    longer.worldListing += "\nline four"
    #expect(
      StoreIdentity.sample.differences(from: longer) == [
        StoreDifference(what: "world, line 4 of its listing", stored: nil, wanted: "line four")
      ])
    #expect(StoreIdentity.sample.differences(from: .sample).isEmpty)
  }

  @Test("a digest is read from what it prints, and from nothing else")
  func digests() {
    let bytes = (0..<32).map { UInt8($0 * 8) }
    let digest = CellDigest(bytes: bytes)
    #expect(digest?.bytes == bytes)
    #expect(digest?.hexadecimal.hasPrefix("0008101820") == true)
    #expect(digest.flatMap { CellDigest(hexadecimal: $0.hexadecimal.uppercased()) } == digest)
    #expect(CellDigest(hexadecimal: String(repeating: "g", count: 64)) == nil)
    #expect(CellDigest(hexadecimal: String(repeating: "a", count: 63)) == nil)
    #expect(CellDigest(bytes: bytes.dropLast()) == nil)
    #expect(CellDigest.sample(1) < CellDigest.sample(2))
    #expect(CellDigest.sample(255) < CellDigest.sample(256))
  }
}
