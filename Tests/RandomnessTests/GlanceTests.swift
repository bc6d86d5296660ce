// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a first look at a draw ever settle what the definition would settle otherwise? Logits are laid right beside the
// draws' own words, where a margin that is too small must fail.

import CKernels
import TestSupport
import Testing

@Suite struct GlanceTests {
  private static let lanes = 64

  /// Numbers of looks that settled a draw, and of those that the definition contradicts.
  private struct Outcome {
    var settled = 0
    var wrong = 0
  }

  /// Looks at draws whose logit passes the word at a distance of `delta` units of 2^-24.
  private func look(slack: Float, deltas: [Double]) -> Outcome {
    let arena = Arena()
    defer { arena.free() }
    let lanes = UInt32(Self.lanes)
    let links = ak_links(
      offsets: arena.column([UInt32](repeating: 0, count: 2)), targets: arena.column([UInt32(0)]),
      weights: nil, target_base: 0, wide_offsets: 0, row_count: 1)
    let column = arena.space(Self.lanes, of: UInt8(0))
    let looked = arena.space(Self.lanes, of: UInt8(0))
    let defined = arena.space(Self.lanes, of: UInt8(0))
    let words = arena.space(Self.lanes, of: UInt32(0))
    let logits = arena.space(Self.lanes, of: Float(0))
    let constants = arena.space(Self.lanes, of: Float(0))
    var outcome = Outcome()
    for step in 0..<UInt32(40) {
      var context = ak_draw_context(
        seed: 9, streams: arena.column((0..<lanes).map { $0 &* 5 }), step: step, site: 3,
        domain: 1, first_ordinal: 0, first_attempt: 0)
      ak_draw_words(&context, 0, words, 1, lanes)
      for delta in deltas {
        for lane in 0..<Self.lanes {
          // All lanes but one are far from open, so that a row is open when that one is.
          for other in 0..<Self.lanes { logits[other] = words[other] < 1 << 31 ? 20 : -20 }
          let u = (Double(words[lane]) + delta * 256) * 0x1p-32
          guard u > 1e-6, u < 1 - 1e-6 else { continue }
          logits[lane] = Float(log(u / (1 - u)))
          for l in 0..<Self.lanes { constants[l] = logits[l] * -1.442_695 }
          var form = ak_heat_bath()
          form.count_factor = UnsafePointer(constants)
          form.constant = UnsafePointer(constants)
          form.slack = slack
          var row = links
          let list = ak_row_list(first: 0, count: 1, rows: nil, ordinal_is_row: 0)
          guard ak_heat_bath_rows(&form, &context, &row, column, looked, list, lanes) == 1 else {
            continue
          }
          let x = ak_operand(data: logits, agent_stride: lanes, lane_stride: 1)
          _ = ak_draw_bernoulli_logit(&context, AK_F32, defined, x, nil, 1, lanes)
          outcome.settled += 1
          outcome.wrong += (0..<Self.lanes).contains { looked[$0] != defined[$0] } ? 1 : 0
        }
      }
    }
    return outcome
  }

  private func log(_ x: Double) -> Double {
    var x = x
    var y = 0.0
    let operand = withUnsafePointer(to: &x) {
      ak_operand(data: UnsafeRawPointer($0), agent_stride: 0, lane_stride: 1)
    }
    ak_unary(AK_LOG, AK_F64, &y, operand, 1, 1)
    return y
  }

  @Test("no draw is settled wrongly; with a margin that is too small some are")
  func margin() throws {
    try EachKernelLevel.run { level in
      // One unit of the logit's own 32 bits moves the chance by up to 2 units: it is given to the margin.
      let far = look(slack: 256 + 64, deltas: [-600, -300, 300, 600])
      let near = look(slack: 256 + 64, deltas: [-100, -20, -5, -2, -1, 0, 1, 2, 5, 20, 100])
      let mutant = look(slack: -64, deltas: [-20, -5, -2, -1, 0, 1, 2, 5, 20])
      #expect(far.wrong == 0 && near.wrong == 0, "\(level)")
      #expect(far.settled > 2_000, "\(level): \(far.settled)")
      #expect(mutant.wrong > 0, "\(level): \(mutant.settled) settled")
    }
  }
}
