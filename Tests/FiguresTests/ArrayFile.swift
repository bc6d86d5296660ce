// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands in a NetCDF file? Read back through netCDF-C, with nothing of the writer's.

import CNetCDF

@testable import Figures

/// The parts of a NetCDF file that the tests ask for.
struct ArrayFile: Equatable {
  /// An array with what is said about it.
  struct Variable: Equatable {
    var type: Int32
    var dimensions: [String]
    var values: [Double]
    var words: [String]
    var attributes: [String: String]
  }

  /// A call that the library refused.
  struct Unreadable: Error {
    var status: Int32
    var line: Int
  }

  var dimensions: [String: Int] = [:]
  var variables: [String: Variable] = [:]
  var attributes: [String: String] = [:]

  /// Reads a whole file.
  init(_ bytes: [UInt8]) throws {
    self = try NetCDFFile.door.withLock { _ in
      var bytes = bytes
      return try bytes.withUnsafeMutableBytes { buffer in
        var file: Int32 = -1
        try Self.check(
          nc_open_mem("test", Int32(NC_NOWRITE), buffer.count, buffer.baseAddress, &file))
        defer { nc_close(file) }
        return try ArrayFile(reading: file)
      }
    }
  }

  private init(reading file: Int32) throws {
    var dimensionCount: Int32 = 0
    var variableCount: Int32 = 0
    var attributeCount: Int32 = 0
    try Self.check(nc_inq(file, &dimensionCount, &variableCount, &attributeCount, nil))
    var names: [String] = []
    var lengths: [Int] = []
    for dimension in 0..<dimensionCount {
      var length = 0
      try Self.check(nc_inq_dimlen(file, dimension, &length))
      names.append(try Self.name { nc_inq_dimname(file, dimension, $0) })
      lengths.append(length)
    }
    dimensions = Dictionary(uniqueKeysWithValues: zip(names, lengths))
    attributes = try Self.attributes(of: Int32(NC_GLOBAL), count: attributeCount, in: file)
    for variable in 0..<variableCount {
      var type: Int32 = 0
      var axes = [Int32](repeating: 0, count: 8)
      var axisCount: Int32 = 0
      var count: Int32 = 0
      let name = try Self.name {
        nc_inq_var(file, variable, $0, &type, &axisCount, &axes, &count)
      }
      let shape = axes[..<Int(axisCount)].map { lengths[Int($0)] }
      let size = shape.reduce(1, *)
      var values: [Double] = []
      var words: [String] = []
      if type == Int32(NC_STRING) {
        var texts = [UnsafeMutablePointer<CChar>?](repeating: nil, count: size)
        try Self.check(nc_get_var_string(file, variable, &texts))
        words = texts.map { $0.map { String(cString: $0) } ?? "" }
        nc_free_string(size, &texts)
      } else if size > 0 {
        values = [Double](repeating: 0, count: size)
        try Self.check(nc_get_var_double(file, variable, &values))
      }
      variables[name] = Variable(
        type: type, dimensions: axes[..<Int(axisCount)].map { names[Int($0)] }, values: values,
        words: words, attributes: try Self.attributes(of: variable, count: count, in: file))
    }
  }

  /// Attributes by name: texts as they stand, numbers with a space between them.
  private static func attributes(
    of variable: Int32, count: Int32, in file: Int32
  ) throws -> [String: String] {
    var attributes: [String: String] = [:]
    for index in 0..<count {
      let name = try Self.name { nc_inq_attname(file, variable, index, $0) }
      var type: Int32 = 0
      var length = 0
      try check(nc_inq_att(file, variable, name, &type, &length))
      if type == Int32(NC_CHAR) {
        var text = [UInt8](repeating: 0, count: length)
        try check(nc_get_att(file, variable, name, &text))
        attributes[name] = String(decoding: text, as: UTF8.self)
      } else {
        var numbers = [Double](repeating: 0, count: length)
        try check(nc_get_att_double(file, variable, name, &numbers))
        attributes[name] = numbers.map(\.description).joined(separator: " ")
      }
    }
    return attributes
  }

  private static func name(
    _ inquire: (UnsafeMutablePointer<CChar>?) -> Int32
  ) throws -> String {
    var name = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
    try check(inquire(&name))
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func check(_ status: Int32, line: Int = #line) throws {
    if status != Int32(NC_NOERR) { throw Unreadable(status: status, line: line) }
  }
}
