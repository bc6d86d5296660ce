// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the elementwise kernels give what plain Swift gives, bit for bit, for all shapes and sizes?

import CKernels
import TestSupport
import Testing

@Suite struct ElementwiseTests {
  /// Runs a kernel over all sizes and combinations of shapes of its operands and compares every element.
  private func sweep<In: KernelFloat, Out: Equatable>(
    _ arity: Int, _ name: String, start: Out,
    kernel: (UnsafeMutablePointer<Out>, [ak_operand], UInt32, UInt32) -> Void,
    oracle: ([In]) -> Out, same: (Out, Out) -> Bool
  ) {
    var random = SplitMix(17)
    for (agents, lanes) in kernelSizes {
      for code in 0..<Int(pow4(arity)) {
        let arena = Arena()
        defer { arena.free() }
        let shapes = (0..<arity).map { Shape.allCases[code >> (2 * $0) & 3] }
        let inputs = shapes.map { random.numbers($0.count(agents, lanes)) as [In] }
        let operands = zip(shapes, inputs).map { $0.operand(arena.column($1), lanes: lanes) }
        let dst = arena.space(agents * lanes, of: start)
        kernel(dst, operands, UInt32(agents), UInt32(lanes))
        for agent in 0..<agents {
          for lane in 0..<lanes {
            let values = zip(shapes, inputs).map { $1[$0.index(agent, lane, lanes)] }
            let expected = oracle(values)
            let found = dst[agent * lanes + lane]
            if !same(found, expected) {
              Issue.record("\(name)\(values) is \(found), not \(expected), shapes \(shapes)")
              return
            }
          }
        }
      }
    }
  }

  private func pow4(_ n: Int) -> Int { 1 << (2 * n) }

  private func unary<T: KernelFloat>(_ op: ak_unary_operation, _ name: String, _ f: (T) -> T) {
    sweep(
      1, name, start: T(9),
      kernel: { ak_unary(op, T.kernelType, $0, $1[0], $2, $3) },
      oracle: { f($0[0]) }, same: { $0.comparable == $1.comparable })
  }

  private func binary<T: KernelFloat>(
    _ op: ak_binary_operation, _ name: String, _ f: (T, T) -> T
  ) {
    sweep(
      2, name, start: T(9),
      kernel: { ak_binary(op, T.kernelType, $0, $1[0], $1[1], $2, $3) },
      oracle: { f($0[0], $0[1]) }, same: { $0.comparable == $1.comparable })
  }

  private func exact<T: KernelFloat>(_: T.Type) {
    unary(AK_NEGATE, "negate") { (x: T) in -x }
    unary(AK_ABS, "abs") { (x: T) in x.magnitude }
    unary(AK_SIGN, "sign") { (x: T) in x.isNaN ? x : x > 0 ? 1 : x < 0 ? -1 : 0 }
    unary(AK_FLOOR, "floor") { (x: T) in x.rounded(.down) }
    unary(AK_ROUND, "round") { (x: T) in x.rounded(.toNearestOrEven) }
    unary(AK_SQRT, "sqrt") { (x: T) in x.squareRoot() }
    unary(AK_RECIPROCAL, "reciprocal") { (x: T) in 1 / x }
    binary(AK_ADD, "add") { (x: T, y: T) in x + y }
    binary(AK_SUBTRACT, "subtract") { (x: T, y: T) in x - y }
    binary(AK_MULTIPLY, "multiply") { (x: T, y: T) in x * y }
    binary(AK_DIVIDE, "divide") { (x: T, y: T) in x / y }
    binary(AK_MIN, "min") { (x: T, y: T) in x.isNaN ? x : y.isNaN ? y : y < x ? y : x }
    binary(AK_MAX, "max") { (x: T, y: T) in x.isNaN ? x : y.isNaN ? y : y > x ? y : x }
    binary(AK_MOD, "mod") { (x: T, y: T) in
      let r = x - y * (x / y).rounded(.down)
      if r.isNaN { return r }
      return y > 0 ? (r < 0 || r >= y ? 0 : r) : (r > 0 || r <= y ? 0 : r)
    }
    sweep(
      3, "clamp", start: T(9),
      kernel: { ak_clamp(T.kernelType, $0, $1[0], $1[1], $1[2], $2, $3) },
      oracle: { (v: [T]) in
        if let nan = v.first(where: \.isNaN) { return nan }
        let raised = v[1] > v[0] ? v[1] : v[0]
        return v[2] < raised ? v[2] : raised
      }, same: { $0.comparable == $1.comparable })
  }

  @Test("exact operations on f32 equal plain Swift") func exactSingle() { exact(Float.self) }
  @Test("exact operations on f64 equal plain Swift") func exactDouble() { exact(Double.self) }

  private func comparisons<T: KernelFloat>(_: T.Type) {
    let all: [(ak_comparison, String, (T, T) -> Bool)] = [
      (AK_LESS, "<", { $0 < $1 }), (AK_LESS_OR_EQUAL, "<=", { $0 <= $1 }),
      (AK_GREATER, ">", { $0 > $1 }), (AK_GREATER_OR_EQUAL, ">=", { $0 >= $1 }),
      (AK_EQUAL, "==", { $0 == $1 }), (AK_NOT_EQUAL, "!=", { $0 != $1 }),
    ]
    for (comparison, name, f) in all {
      sweep(
        2, name, start: 9 as UInt8,
        kernel: { ak_compare(comparison, T.kernelType, $0, $1[0], $1[1], $2, $3) },
        oracle: { f($0[0], $0[1]) ? 1 : 0 }, same: { $0 == $1 })
    }
  }

  @Test("comparisons equal plain Swift, NaN included") func comparisons() {
    comparisons(Float.self)
    comparisons(Double.self)
  }

  /// Elementary functions: the value of an element does not depend on shape, size or neighbours.
  private func shapeFree<T: KernelFloat>(_: T.Type) {
    func alone(_ op: ak_unary_operation, _ x: T) -> T {
      var y: T = 0
      withUnsafePointer(to: x) {
        ak_unary(op, T.kernelType, &y, Shape.constant.operand($0, lanes: 1), 1, 1)
      }
      return y
    }
    for op in [AK_EXP, AK_LOG, AK_SIN, AK_COS, AK_TAN, AK_TANH, AK_LOGISTIC] {
      unary(op, "unary \(op.rawValue)") { alone(op, $0) }
    }
    binary(AK_POWER, "power") { (x: T, y: T) in
      var z: T = 0
      withUnsafePointer(to: x) { x in
        withUnsafePointer(to: y) { y in
          ak_binary(
            AK_POWER, T.kernelType, &z, Shape.constant.operand(x, lanes: 1),
            Shape.constant.operand(y, lanes: 1), 1, 1)
        }
      }
      return z
    }
  }

  @Test("elementary functions give an element the same bits in any block") func shapeFree() {
    shapeFree(Float.self)
    shapeFree(Double.self)
  }

  @Test("logic on bytes equals plain Swift for every pair of bytes")
  func logic() {
    let arena = Arena()
    defer { arena.free() }
    let a = arena.column((0..<65_536).map { UInt8($0 >> 8) })
    let b = arena.column((0..<65_536).map { UInt8($0 & 255) })
    let dst = arena.space(65_536, of: 9 as UInt8)
    let (oa, ob) = (Shape.full.operand(a, lanes: 256), Shape.full.operand(b, lanes: 256))
    let all: [(ak_binary_operation, (UInt8, UInt8) -> UInt8)] = [
      (AK_AND, { $0 != 0 && $1 != 0 ? 1 : 0 }), (AK_OR, { $0 != 0 || $1 != 0 ? 1 : 0 }),
      (AK_XOR, { ($0 != 0) != ($1 != 0) ? 1 : 0 }), (AK_MIN, { min($0, $1) }),
      (AK_MAX, { max($0, $1) }),
    ]
    for (op, f) in all {
      ak_binary(op, AK_U8, dst, oa, ob, 256, 256)
      #expect((0..<65_536).allSatisfy { dst[$0] == f(a[$0], b[$0]) })
    }
    ak_unary(AK_NOT, AK_U8, dst, oa, 256, 256)
    #expect((0..<65_536).allSatisfy { dst[$0] == (a[$0] == 0 ? 1 : 0) })
    ak_compare(AK_EQUAL, AK_U8, dst, oa, ob, 256, 256)
    #expect((0..<65_536).allSatisfy { dst[$0] == (a[$0] == b[$0] ? 1 : 0) })
    ak_compare(AK_LESS, AK_U8, dst, oa, ob, 256, 256)
    #expect((0..<65_536).allSatisfy { dst[$0] == (a[$0] < b[$0] ? 1 : 0) })
  }

  @Test("select takes each element from the side of its mask, in all shapes")
  func select() {
    var random = SplitMix(3)
    for (agents, lanes) in kernelSizes {
      for code in 0..<64 {
        let arena = Arena()
        defer { arena.free() }
        let shapes = (0..<3).map { Shape.allCases[code >> (2 * $0) & 3] }
        let mask = (0..<shapes[0].count(agents, lanes)).map { _ in UInt8(random.next() % 3) }
        let a: [Float] = random.numbers(shapes[1].count(agents, lanes))
        let b: [Float] = random.numbers(shapes[2].count(agents, lanes))
        let dst = arena.space(agents * lanes, of: 9 as Float)
        ak_select(
          AK_F32, dst, shapes[0].operand(arena.column(mask), lanes: lanes),
          shapes[1].operand(arena.column(a), lanes: lanes),
          shapes[2].operand(arena.column(b), lanes: lanes), UInt32(agents), UInt32(lanes))
        for agent in 0..<agents {
          for lane in 0..<lanes {
            let at = shapes.map { $0.index(agent, lane, lanes) }
            let expected = mask[at[0]] != 0 ? a[at[1]] : b[at[2]]
            #expect(dst[agent * lanes + lane].comparable == expected.comparable)
          }
        }
      }
    }
  }

  @Test("conversions equal plain Swift, and what does not fit a whole type gives 0")
  func conversions() {
    let arena = Arena()
    defer { arena.free() }
    let numbers: [Double] =
      Double.special + [255, 255.9, 256, -0.9, 4_294_967_295, 4_294_967_296, 16_777_217, 1e300]
    let n = UInt32(numbers.count)
    let f64 = Shape.perAgent.operand(arena.column(numbers), lanes: 1)
    let f32 = Shape.perAgent.operand(arena.column(numbers.map { Float($0) }), lanes: 1)
    let single = arena.space(numbers.count, of: 9 as Float)
    let double = arena.space(numbers.count, of: 9.0)
    let byte = arena.space(numbers.count, of: 9 as UInt8)
    let word = arena.space(numbers.count, of: 9 as UInt32)
    ak_convert(AK_F32, single, AK_F64, f64, n, 1)
    ak_convert(AK_F64, double, AK_F32, f32, n, 1)
    ak_convert(AK_U8, byte, AK_F64, f64, n, 1)
    ak_convert(AK_U32, word, AK_F64, f64, n, 1)
    for (i, x) in numbers.enumerated() {
      #expect(single[i].comparable == Float(x).comparable)
      #expect(double[i].comparable == Double(Float(x)).comparable)
      #expect(byte[i] == (x > -1 && x < 256 ? UInt8(x) : 0))
      #expect(word[i] == (x > -1 && x < 0x1p32 ? UInt32(x) : 0))
    }
    ak_convert(AK_U8, byte, AK_F32, f32, n, 1)
    ak_convert(AK_U32, word, AK_F32, f32, n, 1)
    for (i, x) in numbers.map({ Float($0) }).enumerated() {
      #expect(byte[i] == (x > -1 && x < 256 ? UInt8(x) : 0))
      #expect(word[i] == (x > -1 && x < 0x1p32 ? UInt32(x) : 0))
    }
    let words = [0, 1, 255, 256, 16_777_217, .max] as [UInt32]
    let u32 = Shape.perAgent.operand(arena.column(words), lanes: 1)
    ak_convert(AK_F32, single, AK_U32, u32, 6, 1)
    ak_convert(AK_F64, double, AK_U32, u32, 6, 1)
    ak_convert(AK_U8, byte, AK_U32, u32, 6, 1)
    for (i, x) in words.enumerated() {
      #expect(single[i] == Float(x) && double[i] == Double(x))
      #expect(byte[i] == (x < 256 ? UInt8(x) : 0))
    }
    let bytes = (0...255).map { UInt8($0) }
    let u8 = Shape.perLane.operand(arena.column(bytes), lanes: 256)
    let wide = arena.space(512, of: 9 as Float)
    ak_convert(AK_F32, wide, AK_U8, u8, 2, 256)
    #expect((0..<512).allSatisfy { wide[$0] == Float($0 % 256) })
  }

  @Test("a result may take the place of an operand")
  func inPlace() {
    let arena = Arena()
    defer { arena.free() }
    let values = (0..<100).map { Float($0) }
    let a = arena.column(values)
    let operand = Shape.full.operand(a, lanes: 10)
    ak_binary(AK_MULTIPLY, AK_F32, a, operand, operand, 10, 10)
    #expect((0..<100).allSatisfy { a[$0] == values[$0] * values[$0] })
  }

  @Test("the first element that is not finite is found, where it counts")
  func nonFinite() {
    for bad in [Double.nan, .infinity, -.infinity] {
      for at in [0, 1, 16, 33, 49] {
        let arena = Arena()
        defer { arena.free() }
        var values = [Double](repeating: .greatestFiniteMagnitude, count: 50)
        values[at] = bad
        if at > 0 { values[49] = bad }
        var mask = [UInt8](repeating: 1, count: 50)
        let a = Shape.full.operand(arena.column(values), lanes: 10)
        let s = Shape.full.operand(
          arena.column(values.map { Float($0.isFinite ? 1 : $0) }), lanes: 10)
        #expect(ak_first_nonfinite(AK_F64, a, nil, 5, 10) == Int64(at))
        #expect(ak_first_nonfinite(AK_F32, s, nil, 5, 10) == Int64(at))
        mask[at] = 0
        var active = Shape.full.operand(arena.column(mask), lanes: 10)
        let next: Int64 = at > 0 && at < 49 ? 49 : -1
        #expect(ak_first_nonfinite(AK_F64, a, &active, 5, 10) == next)
        #expect(ak_first_nonfinite(AK_F32, s, &active, 5, 10) == next)
      }
    }
  }
}
