// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which kernels in C is the engine measured against?

/// A kernel that was written by hand for the heat-bath rule alone.
public struct Yardstick: Hashable, Sendable {
  /// How a state lies in memory.
  enum Layout { case bytes, bits }

  /// File name of its library.
  public let library: String
  /// Name of the function.
  public let symbol: String
  /// Runs that one call advances.
  public let laneCount: Int
  let layout: Layout

  /// What one writes first: one world, a byte an agent.
  public static let naive = Yardstick(
    library: "naive.so", symbol: "naive", laneCount: 1, layout: .bytes)
  /// 64 worlds side by side in one fused pass, without contraction: the measure of the engine.
  public static let fused = Yardstick(
    library: "lanes_vx_nofma.so", symbol: "lanesx_u8_pf_64", laneCount: 64, layout: .bytes)
  /// 512 replicates of one cell, a bit each.
  public static let packed = Yardstick(
    library: "bits.so", symbol: "bits_512", laneCount: 512, layout: .bits)
  /// One world, a bit an agent.
  public static let single = Yardstick(
    library: "single.so", symbol: "single_bit", laneCount: 1, layout: .bits)

  /// Agent updates of a stretch: some milliseconds, and many steps where a call begins with tables.
  var updatesPerStretch: Int {
    switch laneCount {
    case 1: 400_000
    case 512: 200_000_000
    default: 16_000_000
    }
  }

  /// Bytes of one of the two states of a world of so many agents.
  func stateByteCount(agents: Int) -> Int {
    switch layout {
    case .bytes: agents * laneCount
    case .bits: (agents * laneCount + 63) / 64 * 8
    }
  }
}
