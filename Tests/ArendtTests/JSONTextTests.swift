// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import arendt

@Suite("JSON text")
struct JSONTextTests {
  @Test("members keep their order and every kind of value is written")
  func order() {
    let value = JSONValue.object([
      ("z", .whole(3)), ("a", JSONValue(0.1)), ("none", JSONValue(Double?.none)),
      ("nan", JSONValue(Double.nan)), ("yes", .boolean(true)), ("list", .array([.text("x")])),
      ("empty", .object([])), ("inner", .object([("low", .number(1e-5)), ("high", .number(2))])),
    ])
    #expect(
      value.text() == """
        {
          "z": 3,
          "a": 0.1,
          "none": null,
          "nan": null,
          "yes": true,
          "list": ["x"],
          "empty": {},
          "inner": { "low": 1e-05, "high": 2.0 }
        }
        """)
  }

  @Test("what is written reads back to the same bits")
  func roundTrip() throws {
    let values = [
      0.1, 1.0 / 3, Double.leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 1e22,
      123_456_789.125,
    ]
    for value in values {
      let text = JSONValue.object([("x", .number(value))]).text()
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Double])
      #expect(object["x"]?.bitPattern == value.bitPattern, "\(value)")
    }
  }

  @Test("every scalar of a text survives")
  func quoting() throws {
    let text = "quote \" backslash \\ line \n tab \t bell \u{7} none \u{0} é 漢 🜁"
    let object = try #require(
      JSONSerialization.jsonObject(with: Data("[\(JSONValue.quoted(text))]".utf8)) as? [String])
    #expect(object == [text])
  }
}
