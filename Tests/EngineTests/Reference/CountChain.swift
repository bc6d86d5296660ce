// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is exactly known of worlds in which only the number of agents in one state matters? Markov chains on 0...N.

/// A Markov chain on the number of agents that are in a state.
struct CountChain {
  /// For each number, those that follow it with their chances.
  private let transitions: [[(target: Int, chance: Double)]]

  private init(rows: [[Double]]) {
    transitions = rows.map { row in
      row.enumerated().filter { $0.element > 0 }.map { (target: $0.offset, chance: $0.element) }
    }
  }

  /// The chain of one update of a uniformly drawn agent.
  ///
  /// - Parameters:
  ///   - agents: N.
  ///   - movable: Number of agents that can change; the others count neither here nor there.
  ///   - rise: Chance that an agent out of the state enters it, given the number in it.
  ///   - fall: Chance that an agent in the state leaves it, given the number in it.
  /// - Returns: A chain on `0...movable`.
  static func oneUpdate(
    agents: Int, movable: Int, rise: (Int) -> Double, fall: (Int) -> Double
  ) -> CountChain {
    CountChain(
      rows: (0...movable).map { n in
        let up = n < movable ? Double(movable - n) / Double(agents) * rise(n) : 0
        let down = n > 0 ? Double(n) / Double(agents) * fall(n) : 0
        var row = [Double](repeating: 0, count: movable + 1)
        if n < movable { row[n + 1] = up }
        if n > 0 { row[n - 1] = down }
        row[n] = 1 - up - down
        return row
      })
  }

  /// The chain of one synchronous step.
  ///
  /// - Parameters:
  ///   - agents: N.
  ///   - enter: Chance that an agent out of the state is in it afterwards, given the number in it.
  ///   - stay: Chance that an agent in the state is in it afterwards, given the number in it.
  /// - Returns: A chain on `0...agents`.
  static func synchronous(
    agents: Int, enter: (Int) -> Double, stay: (Int) -> Double
  ) -> CountChain {
    CountChain(
      rows: (0...agents).map { n in
        let staying = binomial(n, n > 0 ? stay(n) : 0)
        let entering = binomial(agents - n, n < agents ? enter(n) : 0)
        var row = [Double](repeating: 0, count: agents + 1)
        for (a, p) in staying.enumerated() {
          for (b, q) in entering.enumerated() { row[a + b] += p * q }
        }
        return row
      })
  }

  /// Returns the distribution a number of transitions later.
  func advance(_ distribution: [Double], by count: Int = 1) -> [Double] {
    var now = distribution
    for _ in 0..<count {
      var next = [Double](repeating: 0, count: now.count)
      for (n, p) in now.enumerated() where p > 0 {
        for step in transitions[n] { next[step.target] += p * step.chance }
      }
      now = next
    }
    return now
  }

  /// Returns the chain of a number of transitions at once.
  func repeated(_ count: Int) -> CountChain {
    CountChain(
      rows: transitions.indices.map { n in
        advance(transitions.indices.map { $0 == n ? 1 : 0 }, by: count)
      })
  }

  /// Returns the mean number of transitions from a number until `isEnd` holds, checked after each.
  ///
  /// The times t solve t = 1 + the sum of chance x t over the numbers that are no end, by elimination.
  func meanTime(from start: Int, until isEnd: (Int) -> Bool) -> Double {
    let open = transitions.indices.filter { !isEnd($0) }
    var position = [Int?](repeating: nil, count: transitions.count)
    for (row, n) in open.enumerated() { position[n] = row }
    var system = open.enumerated().map { row, n in
      var line = [Double](repeating: 0, count: open.count + 1)
      line[row] = 1
      line[open.count] = 1
      for step in transitions[n] {
        if let column = position[step.target] { line[column] -= step.chance }
      }
      return line
    }
    for pivot in open.indices {
      for row in open.indices where row != pivot && system[row][pivot] != 0 {
        let factor = system[row][pivot] / system[pivot][pivot]
        for column in pivot...open.count { system[row][column] -= factor * system[pivot][column] }
      }
    }
    guard let row = position[start] else { return 0 }
    return system[row][open.count] / system[row][row]
  }

  /// Returns the binomial distribution of `trials` with chance `p`.
  static func binomial(_ trials: Int, _ p: Double) -> [Double] {
    var row = [1.0]
    for _ in 0..<trials {
      var next = [Double](repeating: 0, count: row.count + 1)
      for (k, q) in row.enumerated() {
        next[k] += q * (1 - p)
        next[k + 1] += q * p
      }
      row = next
    }
    return row
  }
}

extension [Double] {
  /// The mean of a function of the number under a distribution on 0...N.
  func expectation(_ value: (Double) -> Double) -> Double {
    enumerated().reduce(0) { $0 + $1.element * value(Double($1.offset)) }
  }
}
