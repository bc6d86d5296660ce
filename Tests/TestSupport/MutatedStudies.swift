// SPDX-License-Identifier: GPL-3.0-or-later
//
// Of which world are studies that were mutated, in the tests and by the fuzzer, which takes in this file alone?

/// Studies of random text.
public enum MutatedStudies {
  /// Their world: a parameter that is a count, one that is not, a coupling, a harm and an alignment.
  public static let world = """
    world "Small"
    parameter clerks: count = 4 in 1...20_000
    parameter noise = 0.5 in 0.01...2
    coupling conformity = 1 in 0...4
    agents clerk[clerks] {
      state obeys ~ bernoulli(0.5)
    }
    step clerk {
      obeys ~ bernoulli(logistic(conformity * mean(clerk.obeys) - noise))
    }
    harm complicity = mean(clerk.obeys) limit 60%
    aligned clerk = obeys at most 60%

    """
}
