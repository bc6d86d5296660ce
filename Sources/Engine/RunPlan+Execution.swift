// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a plan executed? Lane groups are dealt over threads; each builds or shares its networks, and runs.

import WorldModel

extension RunPlan {
  /// Executes all requests.
  ///
  /// A request that fails has its `failure` set and disturbs no other. Results depend on nothing in the options.
  ///
  /// - Parameter options: Threads, lanes, memory, progress.
  /// - Returns: One result a request, in order.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit, `PlanError.memoryRefused` before
  ///   anything large is allocated, `PlanError.cancelled` when the progress closure returned `false`.
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
    Threads.run(min(options.threadCount, max(packing.groups.count, 1))) { execution.work() }
    return try execution.results()
  }
}

/// One execution of a plan: what its threads share.
final class PlanExecution: Sendable {
  private struct State: Sendable {
    var nextGroup = 0
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

  init(plan: RunPlan, packing: Packing, options: ExecutionOptions) {
    self.plan = plan
    self.packing = packing
    self.options = options
    state = Locked(State(results: Array(repeating: nil, count: plan.requests.count)))
  }

  /// Takes lane groups until none is left.
  func work() {
    while let index = takeGroup() {
      let group = packing.groups[index]
      let results: [RunResult]
      do throws(PlanError) {
        let stores = try networks(of: group)
        let run = LaneRun(
          plan: plan, group: group, program: packing.programs[group.programIndex], stores: stores)
        guard let finished = run.run(progress: { report($0) }) else { throw PlanError.cancelled }
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
  }

  /// Returns the results in the order of the requests.
  func results() throws(PlanError) -> [RunResult] {
    let (failure, results) = state.withLock { ($0.failure, $0.results) }
    if let failure { throw failure }
    return results.map { $0! }
  }

  private func takeGroup() -> Int? {
    state.withLock { state in
      guard state.failure == nil, state.nextGroup < packing.groups.count else { return nil }
      state.nextGroup += 1
      return state.nextGroup - 1
    }
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

  private func build(_ realisation: Realisation) throws(PlanError) -> [LinkStore?] {
    let request = plan.requests[realisation.request]
    let world = plan.worlds[request.worldIndex]
    var stores: [LinkStore?] = []
    for index in world.networks.indices {
      let adjacency = try NetworkBuilder.build(
        network: NetworkID(index), world: world, parameters: request.parameters,
        sizes: realisation.sizes, seed: plan.seed, networkIndex: realisation.networkIndex)
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
