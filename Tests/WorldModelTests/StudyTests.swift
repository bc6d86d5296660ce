// SPDX-License-Identifier: GPL-3.0-or-later

import Testing
import WorldModel

@Suite("Studies as plain values")
struct StudyTests {
  @Test("even steps are the doubles that a reader would write, ends included")
  func linearSteps() {
    let tenths = (0...10).map { Double("0.\($0)") ?? 0 }.dropLast() + [1]
    #expect(ParameterAxis.steps(from: 0, to: 1, count: 11) == Array(tenths))
    #expect(
      ParameterAxis.steps(from: -0.1, to: 0.2, count: 4) == [-0.1, 0, 0.1, 0.2])
    #expect(ParameterAxis.steps(from: 1e-7, to: 4e-7, count: 4) == [1e-7, 2e-7, 3e-7, 4e-7])
    #expect(ParameterAxis.steps(from: 20, to: 100_000_000, count: 2) == [20, 100_000_000])
    let third = ParameterAxis.steps(from: 0, to: 1, count: 4)
    #expect(third[1] == 0.33333333333 && third[3] == 1)
  }

  @Test("steps even in the logarithm meet the powers of ten; those of a count are whole")
  func logarithmicSteps() {
    #expect(
      ParameterAxis.steps(from: 0.01, to: 100, count: 5, isLogarithmic: true)
        == [0.01, 0.1, 1, 10, 100])
    #expect(
      ParameterAxis.steps(from: 100, to: 10_000, count: 5, isLogarithmic: true, isWhole: true)
        == [100, 316, 1_000, 3_162, 10_000])
  }

  @Test("steps even in the logarithm have the ratio that they should, over all magnitudes")
  func logarithmicRatios() {
    for (low, high) in [(1e-300, 1e300), (0.3, 0.7), (2, 1_024), (1e-9, 1e12), (0.999, 1.001)] {
      let count = 11
      let values = ParameterAxis.steps(from: low, to: high, count: count, isLogarithmic: true)
      // The product of both neighbours is the square of a step.
      for index in 1..<count - 1 {
        let ratio = values[index - 1] / values[index] * (values[index + 1] / values[index])
        #expect(abs(ratio - 1) < 2e-11, "\(low)...\(high) at \(index)")
      }
      let axis = ParameterAxis(parameter: ParameterID(0), values: values, isLogarithmic: true)
      for (index, value) in values.enumerated() {
        #expect(abs(axis.share(of: value) - Double(index) / 10) < 1e-8, "\(low)...\(high)")
      }
    }
    let octaves = ParameterAxis.steps(from: 2, to: 1_024, count: 10, isLogarithmic: true)
    #expect(octaves == (1...10).map { Double(1 << $0) })
  }

  @Test("steps rise and stay within their ends, however narrow, wide or far out the axis")
  func stepsStayWithin() {
    for (low, high) in [
      (0, .leastNonzeroMagnitude), (-1e308, 1e308), (1, 1.0000000000001), (1e300, 1.1e300),
      (-5, -4.9999999999999),
      (1e-12, 1),
    ] {
      for isLogarithmic in [false, true] where !isLogarithmic || low > 0 {
        let values = ParameterAxis.steps(
          from: low, to: high, count: 7, isLogarithmic: isLogarithmic)
        #expect(values.first == low && values.last == high, "\(low)...\(high)")
        #expect(values.allSatisfy { (low...high).contains($0) }, "\(low)...\(high)")
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }, "\(low)...\(high)")
      }
    }
  }

  @Test("a place on an axis and the value there tell each other")
  func places() {
    let even = ParameterAxis(parameter: ParameterID(0), values: [0, 1, 4])
    #expect(even.value(at: 0) == 0 && even.value(at: 0.25) == 1 && even.value(at: 1) == 4)
    #expect(even.share(of: 1) == 0.25 && even.share(of: 4) == 1)
    let log = ParameterAxis(parameter: ParameterID(0), values: [0.1, 10], isLogarithmic: true)
    #expect(log.value(at: 0.5) == 1 && abs(log.share(of: 1) - 0.5) < 1e-15)
    let count = ParameterAxis(parameter: ParameterID(0), values: [1, 10])
    #expect(count.value(at: 0.5, isWhole: true) == 6)
    #expect(ParameterAxis(parameter: ParameterID(0), values: [3]).share(of: 3) == 0)
  }

  @Test("an axis of few values gets those halfway between them, in its own steps")
  func halves() {
    let id = ParameterID(0)
    let panel = ParameterAxis(parameter: id, values: [0, 1, 2, 4])
    #expect(panel.halved(toHave: 5).values == [0, 0.5, 1, 1.5, 2, 3, 4])
    #expect(panel.halved(toHave: 4) == panel)
    #expect(
      ParameterAxis(parameter: id, values: [0, 4]).halved(toHave: 5).values == [0, 1, 2, 3, 4])
    let log = ParameterAxis(parameter: id, values: [1, 100], isLogarithmic: true)
    #expect(log.halved(toHave: 3).values == [1, 10, 100])
    let counts = ParameterAxis(parameter: id, values: [1, 2, 4])
    #expect(counts.halved(toHave: 5, isWhole: true).values == [1, 2, 3, 4])
    #expect(ParameterAxis(parameter: id, values: [3]).halved(toHave: 5).values == [3])
  }

  @Test("the listing of a study holds whatever can change what is made of it")
  func listing() {
    let world = World(
      title: "Two",
      parameters: [
        Parameter(name: "a", isCount: true, defaultValue: 3, range: 1...9),
        Parameter(name: "b", defaultValue: 0.5, range: 0...1, offValue: 0),
      ],
      measures: [
        Measure(
          name: "m", value: Expression(.number(0), .number(.double)),
          limit: Expression(.number(1), .number(.double)))
      ])
    let b = ParameterAxis(parameter: ParameterID(1), values: [0.25, 0.5], isLogarithmic: true)
    var study = Study(
      title: "T", parameters: [3, 0.5], settings: RunSettings(steps: 9), axes: [b], measures: [0])
    let base = StudyListing.text(of: study, in: world)
    #expect(
      base == """
        study "T" of "Two"
        set a = 3.0
        set b = 0.5
        vary b log over [0.25, 0.5]
        measure m
        steps 9
        warmup auto
        replicates 64
        networks as many as replicates, at most 16
        record every 1
        seed 1

        """)
    study.panels = [ParameterAxis(parameter: ParameterID(0), values: [1, 2])]
    study.refinement = 0.01
    study.scale = ScaleClause(size: ParameterID(0), sizes: [1, 2, 3], along: b)
    study.ramp = RampClause(axis: b, holdings: [50, 200])
    study.release = ReleaseClause(parameter: ParameterID(1), value: 0, step: 7)
    study.attributed = [0]
    study.exportName = "out"
    let whole = StudyListing.text(of: study, in: world)
    for line in [
      "panel a over [1.0, 2.0]", "refine boundary to 0.01",
      "scale a over [1.0, 2.0, 3.0] along b log over [0.25, 0.5]",
      "ramp b log over [0.25, 0.5] there and back holding 50, 200", "release b to 0.0 at 7",
      "attribute m", "export \"out\"",
    ] { #expect(whole.contains(line + "\n"), "\(line)") }
    #expect(study.pointCount == 4)
  }
}
