// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a NetCDF file made so that its bytes are the same each time and a full disk does no harm? The one door to
// netCDF-C.
//
// Goals, in order: the same bytes for the same calls (the library writes no times), no call that another thread makes
// too (netCDF-C and HDF5 below it are not thread-safe), errors with the library's words, small files. A file is made in
// memory and handed out whole: HDF5 on a disk that fills up keeps its file open and fails once more at the end of the
// process, so the disk is left to whoever wrote all other files.

import CNetCDF
import Glibc
import Synchronization

/// A number that a variable can hold.
protocol NetCDFNumber: BitwiseCopyable {
  /// The library's code of the type.
  static var code: Int32 { get }
}

extension Int8: NetCDFNumber { static var code: Int32 { Int32(NC_BYTE) } }
extension Int16: NetCDFNumber { static var code: Int32 { Int32(NC_SHORT) } }
extension Int64: NetCDFNumber { static var code: Int32 { Int32(NC_INT64) } }
extension Float: NetCDFNumber { static var code: Int32 { Int32(NC_FLOAT) } }
extension Double: NetCDFNumber { static var code: Int32 { Int32(NC_DOUBLE) } }

/// A NetCDF-4 file in the making.
struct NetCDFFile {
  /// A named axis.
  struct Dimension {
    fileprivate let identifier: Int32
    /// Number of places; 0 is written as an unlimited axis with nothing on it.
    let length: Int
  }

  /// A named array of numbers.
  struct Variable<Value> {
    fileprivate let identifier: Int32
  }

  /// Held by whoever calls the library, to read a file too.
  static let door = Mutex(())

  /// Numbers that are compressed together, at most: 1 MiB of 32-bit numbers, which the library's cache holds.
  private static let chunkValueCount = 1 << 18

  private let identifier: Int32

  /// Returns the bytes of a new file.
  ///
  /// - Parameter write: Defines and fills the file; must not make another.
  /// - Returns: The whole file.
  /// - Throws: `NetCDFError`.
  static func bytes(
    of write: (NetCDFFile) throws(NetCDFError) -> Void
  ) throws(NetCDFError) -> [UInt8] {
    try door.withLock { _ throws(NetCDFError) -> [UInt8] in
      var identifier: Int32 = -1
      try check(nc_create_mem("memory", Int32(NC_NETCDF4), 0, &identifier), "nc_create_mem")
      do throws(NetCDFError) {
        try write(NetCDFFile(identifier: identifier))
      } catch {
        nc_abort(identifier)
        throw error
      }
      var image = NC_memio()
      try check(nc_close_memio(identifier, &image), "nc_close_memio")
      defer { free(image.memory) }
      return Array(UnsafeRawBufferPointer(start: image.memory, count: image.size))
    }
  }

  /// Defines an axis.
  func addDimension(_ name: String, length: Int) throws(NetCDFError) -> Dimension {
    var dimension: Int32 = -1
    try Self.check(nc_def_dim(identifier, name, length, &dimension), "nc_def_dim")
    return Dimension(identifier: dimension, length: length)
  }

  /// Defines an array of numbers, compressed.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - type: The type of its numbers.
  ///   - dimensions: Its axes, the one that varies fastest last.
  ///   - missing: What stands where nothing is written; nil where everything is.
  /// - Returns: The array, to be filled.
  /// - Throws: `NetCDFError`.
  func addVariable<Value: NetCDFNumber>(
    _ name: String, of type: Value.Type, along dimensions: [Dimension], missing: Value? = nil
  ) throws(NetCDFError) -> Variable<Value> {
    let variable = try define(name, Value.code, dimensions)
    if var missing {
      try Self.check(
        nc_def_var_fill(identifier, variable, Int32(NC_FILL), &missing), "nc_def_var_fill")
    }
    if dimensions.allSatisfy({ $0.length > 0 }) {
      var room = Self.chunkValueCount
      var chunk: [Int] = []
      for dimension in dimensions.reversed() {
        chunk.insert(min(dimension.length, room), at: 0)
        room = max(1, room / dimension.length)
      }
      try Self.check(
        nc_def_var_chunking(identifier, variable, Int32(NC_CHUNKED), chunk), "nc_def_var_chunking")
      try Self.check(nc_def_var_deflate(identifier, variable, 1, 1, 1), "nc_def_var_deflate")
    }
    return Variable(identifier: variable)
  }

  /// Defines an array of words and writes it whole, the axis that varies fastest last.
  @discardableResult
  func addWords(
    _ name: String, along dimensions: [Dimension], _ words: [String]
  ) throws(NetCDFError) -> Variable<String> {
    precondition(words.count == dimensions.reduce(1) { $0 * $1.length }, "one word a place")
    let variable = try define(name, Int32(NC_STRING), dimensions)
    let copies = words.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var pointers = copies.map { UnsafePointer($0) }
    try Self.check(
      nc_put_var_string(identifier, variable, &pointers), "nc_put_var_string")
    return Variable(identifier: variable)
  }

  /// Writes a run of numbers along the last axis.
  ///
  /// - Parameters:
  ///   - values: The numbers.
  ///   - variable: The array that they belong to.
  ///   - place: Where they begin, one index an axis; the last is 0 for a whole row.
  /// - Throws: `NetCDFError`.
  func put<Value: NetCDFNumber>(
    _ values: [Value], to variable: Variable<Value>, at place: [Int]
  ) throws(NetCDFError) {
    guard !values.isEmpty else { return }
    var shape = [Int](repeating: 1, count: place.count)
    shape[place.count - 1] = values.count
    try Self.check(
      nc_put_vara(identifier, variable.identifier, place, shape, values), "nc_put_vara")
  }

  /// Writes an array whole.
  ///
  /// - Parameters:
  ///   - values: All numbers, the axis that varies fastest last.
  ///   - variable: The array.
  /// - Throws: `NetCDFError`.
  func put<Value: NetCDFNumber>(
    all values: [Value], to variable: Variable<Value>
  ) throws(NetCDFError) {
    guard !values.isEmpty else { return }
    try Self.check(nc_put_var(identifier, variable.identifier, values), "nc_put_var")
  }

  /// Writes a text about the file.
  func setAttribute(_ name: String, _ text: String) throws(NetCDFError) {
    try setAttribute(name, text, of: Int32(NC_GLOBAL))
  }

  /// Writes a number about the file.
  func setAttribute(_ name: String, _ value: Int64) throws(NetCDFError) {
    try setAttribute(name, [value], of: Int32(NC_GLOBAL))
  }

  /// Writes a text about an array.
  func setAttribute<Value>(
    _ name: String, _ text: String, of variable: Variable<Value>
  ) throws(NetCDFError) {
    try setAttribute(name, text, of: variable.identifier)
  }

  /// Writes numbers about an array, of the array's own type.
  func setAttribute<Value: NetCDFNumber>(
    _ name: String, _ values: [Value], of variable: Variable<Value>
  ) throws(NetCDFError) {
    try setAttribute(name, values, of: variable.identifier)
  }

  private func define(
    _ name: String, _ type: Int32, _ dimensions: [Dimension]
  ) throws(NetCDFError) -> Int32 {
    var variable: Int32 = -1
    let axes = dimensions.map(\.identifier)
    try Self.check(
      nc_def_var(identifier, name, type, Int32(axes.count), axes, &variable), "nc_def_var")
    return variable
  }

  private func setAttribute(
    _ name: String, _ text: String, of variable: Int32
  ) throws(NetCDFError) {
    try Self.check(
      nc_put_att_text(identifier, variable, name, text.utf8.count, text), "nc_put_att_text")
  }

  private func setAttribute<Value: NetCDFNumber>(
    _ name: String, _ values: [Value], of variable: Int32
  ) throws(NetCDFError) {
    try Self.check(
      nc_put_att(identifier, variable, name, Value.code, values.count, values), "nc_put_att")
  }

  private static func check(_ status: Int32, _ routine: String) throws(NetCDFError) {
    guard status != Int32(NC_NOERR) else { return }
    throw .refused(
      routine: routine, code: Int(status), reason: String(cString: nc_strerror(status)))
  }
}
