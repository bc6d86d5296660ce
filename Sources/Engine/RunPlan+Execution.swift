// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a plan executed? Lane groups are dealt over threads; each builds or shares its networks, and runs. A thread for
// which no lane group is left helps with one that runs.

import Synchronization
import WorldModel

extension RunPlan {
  /// Executes all requests.
  ///
  /// A request that fails has its `failure` set and disturbs no other. Results depend on nothing in the options.
  ///
  /// - Parameter options: Threads, lanes, memory, progress.
  /// - Returns: One result a request, in order.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments, files or changes do not fit, `PlanError.memoryRefused`
  ///   before anything large is allocated, `PlanError.cancelled` when the progress closure returned `false`.
  public func execute(_ options: ExecutionOptions) throws(PlanError) -> [RunResult] {
    precondition(stepCount >= 1 && options.threadCount >= 1)
    precondition((1...256).contains(options.laneLimit))
    let packing = try Packing(
      self, laneLimit: options.laneLimit, threadCount: options.threadCount)
    let needed = try estimate(packing, options)
    guard needed.bytes <= options.memoryLimitBytes else {
      throw .memoryRefused(
        estimatedBytes: needed.bytes, limitBytes: options.memoryLimitBytes)
    }
    let execution = PlanExecution(plan: self, packing: packing, options: options)
    Threads.run(packing.usefulThreads(options)) { execution.work() }
    return try execution.results()
  }
}

extension Packing {
  /// Number of threads that find something to do: no more than lane groups unless one of them is large.
  func usefulThreads(_ options: ExecutionOptions) -> Int {
    let isLarge = groups.contains {
      ($0.sizes.max() ?? 0) * $0.requests.count >= options.leastSharedElements
    }
    return isLarge ? options.threadCount : min(options.threadCount, max(groups.count, 1))
  }
}

/// One execution of a plan: what its threads share.
final class PlanExecution: Sendable {
  private struct State: Sendable {
    var nextGroup = 0
    /// Lane groups that run.
    var running = 0
    /// Threads that wait, less those that somebody has asked for help.
    var idle = 0
    /// What those who were asked have to do.
    var invitations: [@Sendable () -> Void] = []
    var results: [RunResult?]
    var networks: [Int: Networks] = [:]
    var failure: PlanError?
    var updatesDone = 0
  }

  /// The networks of a realisation, or the promise of them.
  private final class Networks: Sendable {
    let stores: Locked<[LinkStore?]?>
    let userCount: Locked<Int>

    init(users: Int) {
      stores = Locked(nil)
      userCount = Locked(users)
    }
  }

  private let plan: RunPlan
  private let packing: Packing
  private let options: ExecutionOptions
  private let state: Locked<State>
  /// `State.idle`, to be looked at in every step.
  private let idle = Atomic<Int>(0)

  private enum Duty {
    case run(Int)
    case help(@Sendable () -> Void)
  }

  init(plan: RunPlan, packing: Packing, options: ExecutionOptions) {
    self.plan = plan
    self.packing = packing
    self.options = options
    state = Locked(State(results: Array(repeating: nil, count: plan.requests.count)))
  }

  /// Takes lane groups until none is left, then helps with those that run until all have ended.
  func work() {
    while let duty = nextDuty() {
      switch duty {
      case .run(let index):
        run(packing.groups[index])
        state.withLock { $0.running -= 1 }
        state.signal()
      case .help(let body): body()
      }
    }
  }

  private func nextDuty() -> Duty? {
    var isCounted = false
    return state.wait { state -> Duty?? in
      if let body = state.invitations.popLast() { return .help(body) }
      if state.failure == nil && state.nextGroup < packing.groups.count {
        state.running += 1
        state.nextGroup += 1
        return .run(state.nextGroup - 1)
      }
      if state.running == 0 { return .some(nil) }
      if !isCounted {
        isCounted = true
        state.idle += 1
        idle.store(state.idle, ordering: .relaxed)
      }
      return nil
    }
  }

  /// Asks the threads that wait to help with a lane group.
  private func enlist(_ crew: Crew) {
    guard idle.load(ordering: .relaxed) > 0 else { return }
    state.withLock { state in
      for _ in 0..<state.idle { state.invitations.append(crew.enlist()) }
      state.idle = 0
      idle.store(0, ordering: .relaxed)
    }
    state.signal()
  }

  private func run(_ group: LaneGroup) {
    let results: [RunResult]
    do throws(PlanError) {
      let stores = try networks(of: group)
      let run = LaneRun(
        plan: plan, group: group, program: packing.programs[group.programIndex], stores: stores,
        options: options)
      guard let finished = run.run(enlist: enlist, progress: report) else {
        throw PlanError.cancelled
      }
      results = finished
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
      return
    }
    state.withLock { state in
      for (lane, request) in group.requests.enumerated() {
        state.results[request] = results[lane]
      }
    }
    release(group)
  }

  /// Returns the results in the order of the requests.
  func results() throws(PlanError) -> [RunResult] {
    let (failure, results) = state.withLock { ($0.failure, $0.results) }
    if let failure { throw failure }
    return results.map { $0! }
  }

  private func report(_ updates: Int) -> Bool {
    let (done, goesOn) = state.withLock { state in
      state.updatesDone += updates
      return (state.updatesDone, state.failure == nil)
    }
    return goesOn && (options.progress?(done) ?? true)
  }

  /// Returns the networks of a lane group, building them when it is the first to ask.
  private func networks(of group: LaneGroup) throws(PlanError) -> [LinkStore?] {
    let realisation = packing.realisations[group.realisation]
    let shared = state.withLock { state in
      if let known = state.networks[group.realisation] { return known }
      let new = Networks(users: realisation.userCount)
      state.networks[group.realisation] = new
      return new
    }
    var failure: PlanError?
    let stores = shared.stores.withLock { stores -> [LinkStore?] in
      if let stores { return stores }
      do throws(PlanError) {
        let built = try build(realisation)
        stores = built
        return built
      } catch {
        failure = error
        return []
      }
    }
    if let failure { throw failure }
    return stores
  }

  /// Threads that generate one network: those that no other realisation keeps busy.
  private var threadsOfRealisation: Int {
    max(options.threadCount / max(packing.realisations.count, 1), 1)
  }

  private func build(_ realisation: Realisation) throws(PlanError) -> [LinkStore?] {
    let request = plan.requests[realisation.request]
    let world = plan.worlds[request.worldIndex]
    var stores: [LinkStore?] = []
    for index in world.networks.indices {
      let adjacency = try NetworkBuilder.build(
        network: NetworkID(index), world: world, parameters: request.parameters,
        sizes: realisation.sizes, seed: plan.seed, networkIndex: realisation.networkIndex,
        threadCount: threadsOfRealisation)
      stores.append(LinkStore(adjacency))
    }
    return stores
  }

  /// Lets the networks go after the last lane group that reads them.
  private func release(_ group: LaneGroup) {
    state.withLock { state in
      guard let networks = state.networks[group.realisation] else { return }
      let left = networks.userCount.withLock { count in
        count -= 1
        return count
      }
      if left == 0 { state.networks[group.realisation] = nil }
    }
  }
}
