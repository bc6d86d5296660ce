// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Scenarios

@Suite("What comes next on a cluster")
struct ClusterStepTests {
  /// Lines as squeue writes them.
  private static func queue(_ lines: String) -> [QueueEntry] {
    QueueEntry.all(in: lines, named: "arendt-m-1")
  }

  private static func array(
    published: Set<Int> = [], tries: [Int: Int] = [:], submissions: Int = 1
  ) -> ArrayState {
    ArrayState(
      number: 2, taskCount: 4, published: published, tries: tries, submissionCount: submissions)
  }

  @Test("the answer of squeue is read; what another program wrote is left out")
  func answer() throws {
    let entries = Self.queue(
      """
      12|10|0|RUNNING|None|tasks 2|arendt-m-1
      10|10|3|PENDING|Resources|tasks 2|arendt-m-1
      13|13|N/A|PENDING|Dependency|merge 2|arendt-m-1
      14|14|N/A|RUNNING|None|(null)|arendt-m-12
      15|15|N/A|RUNNING|None|tasks 2|a|b|arendt-m-1
      slurm_load_jobs error: Socket timed out
      9|9|N/A|TIMEOUT|TimeLimit|merge 1|arendt-m-1
      """)
    #expect(entries.map(\.job) == [12, 10, 13, 9])
    #expect(entries.map(\.arrayJob) == [10, 10, 13, 9])
    #expect(entries.map(\.task) == [0, 3, nil, nil])
    #expect(entries.map(\.isLive) == [true, true, true, false])
    #expect(entries.map(\.isRunning) == [true, false, false, false])
    #expect(entries.map(\.isMerge) == [false, false, true, true])
    #expect(entries.map(\.array) == [2, 2, 2, 1])
    #expect(entries[1].reason == "Resources")
  }

  @Test(
    "a state that is no end counts as running, so that nothing is submitted twice",
    arguments: ["SUSPENDED", "REQUEUED", "CONFIGURING", "A_STATE_OF_NEXT_YEAR"])
  func unknownStates(state: String) {
    let queue = Self.queue("12|10|0|\(state)|None|tasks 2|arendt-m-1")
    #expect(ClusterStep.next(after: Self.array(), queue: queue, own: nil) == .follow(10))
  }

  @Test("nothing is submitted while a job waits or runs that sees to everything")
  func waiting() {
    let queue = Self.queue(
      """
      12|10|0|RUNNING|None|tasks 2|arendt-m-1
      13|13|N/A|PENDING|Dependency|merge 2|arendt-m-1
      """)
    for own in [nil, 99] {
      #expect(ClusterStep.next(after: Self.array(), queue: queue, own: own) == .wait(queue))
    }
    // Tasks that nothing comes after get a job that does.
    #expect(ClusterStep.next(after: Self.array(), queue: [queue[0]], own: nil) == .follow(10))
    #expect(ClusterStep.next(after: Self.array(), queue: queue, own: 13) == .follow(10))
  }

  @Test("of jobs that merge at once the first goes on, and the others see that it does")
  func mergingAtOnce() {
    let queue = Self.queue(
      """
      13|13|N/A|RUNNING|None|merge 2|arendt-m-1
      15|15|N/A|RUNNING|None|merge 2|arendt-m-1
      """)
    let done = Self.array(published: [0, 1, 2, 3])
    #expect(ClusterStep.next(after: done, queue: queue, own: 13) == .plan)
    #expect(ClusterStep.next(after: done, queue: queue, own: 15) == .wait([queue[0]]))
    #expect(ClusterStep.next(after: done, queue: queue, own: nil) == .wait(queue))
  }

  @Test(
    "a user's command waits for what is being ended, whose program may still run; a job does not")
  func ending() {
    let queue = Self.queue("12|10|0|COMPLETING|None|tasks 2|arendt-m-1")
    #expect(ClusterStep.next(after: Self.array(), queue: queue, own: nil) == .follow(10))
    #expect(
      ClusterStep.next(after: Self.array(), queue: queue, own: 13) == .submitAgain([0, 1, 2, 3]))
  }

  @Test("tasks of an array that is not there any more are waited for")
  func lostFolder() {
    let queue = Self.queue("12|10|0|RUNNING|None|tasks 2|arendt-m-1")
    #expect(ClusterStep.next(after: nil, queue: queue, own: nil) == .wait(queue))
  }

  @Test("what is being ended may still run, and is not live any more")
  func completing() {
    let entry = Self.queue("13|13|N/A|COMPLETING|None|merge 2|arendt-m-1")[0]
    #expect(entry.mayRun && entry.hasBegun && !entry.isLive && !entry.isRunning)
  }

  @Test("a user's command plans anew what is missing, however often it was tried")
  func asked() {
    let ended = Self.queue("12|10|0|FAILED|None|tasks 2|arendt-m-1")
    for state in [nil, Self.array(), Self.array(tries: [0: 3], submissions: 3)] {
      #expect(ClusterStep.next(after: state, queue: ended, own: nil) == .plan)
    }
  }

  @Test("on its own a sweep tries a task three times, and then gives up")
  func tries() {
    func next(_ state: ArrayState) -> ClusterStep {
      ClusterStep.next(
        after: state, queue: Self.queue("13|13|N/A|RUNNING|None|merge 2|arendt-m-1"), own: 13)
    }
    #expect(next(Self.array(published: [0, 1, 2, 3])) == .plan)
    #expect(next(Self.array(published: [0, 2])) == .submitAgain([1, 3]))
    #expect(next(Self.array(published: [0, 2], tries: [1: 2, 3: 3])) == .submitAgain([1]))
    #expect(next(Self.array(published: [0, 2], submissions: 2)) == .submitAgain([1, 3]))
    #expect(next(Self.array(published: [0, 2], tries: [1: 3, 3: 3])) == .giveUp([1, 3]))
    // Tasks that cannot even tell that they began end too.
    #expect(next(Self.array(submissions: 3)) == .giveUp([0, 1, 2, 3]))
  }

  @Test("the largest array is asked of Slurm")
  func arrayLimit() {
    let answer =
      "Configuration data as of now\nMaxArraySize            = 100001\nMaxJobCount = 10000\n"
    #expect(SlurmConfiguration.arrayLimit(in: answer) == 100_001)
    #expect(SlurmConfiguration.arrayLimit(in: "MaxArraySizes = 1\n") == nil)
  }
}
