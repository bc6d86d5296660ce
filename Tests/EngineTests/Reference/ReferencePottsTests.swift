// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the Potts model and the Ising model in a cube give their known values?
//
// Null: the mean over independent runs equals the exact value of this size, or the published one to its own error;
// false-alarm rate 1e-6 (4.9 standard errors).

import Engine
import Foundation
import TestSupport
import Testing
import WorldModel

@Suite("Reference worlds: Potts and cubes")
struct ReferencePottsTests {
  /// Mean energy of a site of the 3 x 3 torus, by enumeration of all q^9 states.
  private func smallEnergy(colours: Int, temperature: Double) -> Double {
    var state = [Int](repeating: 0, count: 9)
    var (sum, energy) = (0.0, 0.0)
    var isDone = false
    while !isDone {
      var same = 0
      for row in 0..<3 {
        for column in 0..<3 {
          let own = state[3 * row + column]
          if state[3 * row + (column + 1) % 3] == own { same += 1 }
          if state[3 * ((row + 1) % 3) + column] == own { same += 1 }
        }
      }
      let weight = exp(Double(same) / temperature)
      sum += weight
      energy -= weight * Double(same) / 9
      var digit = 0
      while digit < 9, state[digit] == colours - 1 {
        state[digit] = 0
        digit += 1
      }
      if digit == 9 { isDone = true } else { state[digit] += 1 }
    }
    return energy / sum
  }

  @Test("R7: on nine sites the energy is that of all states, for two to four colours")
  func energyOfNine() throws {
    let world = try ReferenceWorld("potts")
    for (colours, temperature) in [(2, 1.134593), (3, 0.994973), (3, 1.5), (4, 0.910239)] {
      let energy = try world.run(
        ["side": 3, "colours": Double(colours), "temperature": temperature], steps: 400,
        replicates: 256
      ).mean("energy", overStepsFrom: 100)
      let exact = smallEnergy(colours: colours, temperature: temperature)
      #expect(energy.accepts(exact), "\(colours), \(temperature): \(energy.mean), \(exact)")
      // Mutant: one colour more.
      let wrong = smallEnergy(colours: colours == 4 ? 3 : colours + 1, temperature: temperature)
      #expect(!energy.accepts(wrong), "\(colours), \(temperature)")
    }
  }

  // Both phases last far longer than the runs at this side; their energies deviate from those of a large lattice by a few
  // hundredths, which is the tolerance of the peaks.
  @Test(
    "R7: with ten colours phases of two energies coexist at T_c", .enabled(if: SlowTests.areWanted))
  func coexistence() throws {
    let world = try ReferenceWorld("potts")
    func energy(_ ordered: Double) throws -> MeanTest {
      try world.run(
        [
          "side": 24, "colours": 10, "temperature": 0.701232, "ordered_at_start": ordered,
        ], steps: 300, replicates: 32, networks: 8
      ).mean("energy", overStepsFrom: 100)
    }
    let (whole, mixed) = (try energy(1), try energy(0))
    #expect(whole.accepts(-1.664252, referenceError: 0.05), "\(whole.mean)")
    #expect(mixed.accepts(-0.968203, referenceError: 0.05), "\(mixed.mean)")
  }

  /// The Binder cumulant over replicates, with its jackknife error.
  private func binder(
    _ side: Double, _ temperature: Double, steps: Int, replicates: Int
  ) throws -> (value: Double, standardError: Double) {
    let runs = try ReferenceWorld("ising-cubic").run(
      ["side": side, "temperature": temperature], steps: steps, replicates: replicates)
    func means(_ name: String) throws -> [Double] {
      try runs.series(name).map { $0[300...].reduce(0, +) / Double(steps - 300) }
    }
    let (squares, fourths) = (try means("square"), try means("fourth"))
    let (square, fourth) = (squares.reduce(0, +), fourths.reduce(0, +))
    func cumulant(_ square: Double, _ fourth: Double, _ count: Int) -> Double {
      1 - fourth * Double(count) / (3 * square * square)
    }
    let left = zip(squares, fourths).map {
      cumulant(square - $0, fourth - $1, replicates - 1)
    }
    let middle = left.reduce(0, +) / Double(replicates)
    let spread = left.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    let share = Double(replicates - 1) / Double(replicates)
    return (cumulant(square, fourth, replicates), (share * spread).squareRoot())
  }

  // The published cumulants are of independent simulations, with standard errors of 0.004 and 0.006.
  @Test("R5: at T_c a cube has the known Binder cumulant", .enabled(if: SlowTests.areWanted))
  func cube() throws {
    for (side, published, error) in [(8.0, 0.483, 0.004), (12, 0.467, 0.006)] {
      let found = try binder(side, 4.511523, steps: 2_300, replicates: 64)
      let allowed = 4.9 * (found.standardError * found.standardError + error * error).squareRoot()
      #expect(abs(found.value - published) < allowed, "\(side): \(found)")
    }
    // Mutants: two percent to either side.
    #expect(try binder(12, 4.42, steps: 1_300, replicates: 32).value > 0.53)
    #expect(try binder(12, 4.60, steps: 1_300, replicates: 32).value < 0.40)
  }
}
