// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a number of things said?

/// Returns a number with its noun, such as `1 step` and `2 steps`.
///
/// - Parameters:
///   - count: How many there are.
///   - noun: The noun in the singular; its plural adds `s`.
/// - Returns: Both, with a blank between them.
public func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
