// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a draw called? Names of places that draw, unique within a world.
//
// A path is group / name drawn / `initial` or `step` / the branches around it; equal paths are numbered among
// themselves alone, so that adding a measure or an unrelated draw renames no other.

import WorldModel

/// The draw sites of a world.
struct SiteTable {
  private var ordinals: [String: Int] = [:]
  private var first: [SiteID: (path: String, span: Span)] = [:]
  /// Places whose different paths have the same hash.
  private(set) var collisions: [(Span, Span)] = []

  /// Returns the site of the next draw with a path.
  mutating func site(_ path: String, _ span: Span) -> SiteID {
    let ordinal = ordinals[path, default: 0] + 1
    ordinals[path] = ordinal
    let full = ordinal == 1 ? path : "\(path)/\(ordinal)"
    let site = SiteID(path: full)
    if let earlier = first[site], earlier.path != full {
      collisions.append((span, earlier.span))
    } else if first[site] == nil {
      first[site] = (full, span)
    }
    return site
  }
}
