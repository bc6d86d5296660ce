// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do generators of networks have done in C? Draws of edges a vector at a time, and rows filled
// in place.
#ifndef CKERNELS_NETWORKS_H
#define CKERNELS_NETWORKS_H
#include "CKernels.h"

/// The part of the name of the draws of edges that many sources share, see EdgeDraws.swift: key
/// (seed, stream), counter (source, ordinal, site, last).
typedef struct {
  uint32_t seed, stream, site, last;
} ak_edge_name;

/// Two draws of 64 bits of each source: words 0 and 1 in `first`, words 2 and 3 in `second`, the
/// earlier word the lower half.
void ak_edge_draws(const ak_edge_name *name, uint32_t ordinal, const uint32_t *sources,
                   uint32_t count, uint64_t *first, uint64_t *second);

/// Links of consecutive sources: source first + i has ends[starts[i]..<starts[i + 1]].
typedef struct {
  const uint32_t *starts, *ends;
  uint32_t first, count;
} ak_source_rows;

/// counts[end] += 1 for each end of a link, and, with `counts_own`, counts[source] += 1 as well;
/// `is_shared` when other threads count at the same time.
void ak_count_links(const ak_source_rows *rows, uint32_t *counts, int counts_own, int is_shared);
/// Writes each source into the rows of the ends of its links, from the last source to the first.
///
/// Rows are filled from their end: targets[--next[end]] = source. With `takes_own` the ends of a
/// source, in their order, are written before into the row of the source: next[source] is lowered by
/// their number. `next` holds 64-bit numbers if `is_wide`, else 32-bit ones; `is_shared` when other
/// threads enter theirs at the same time.
void ak_enter_sources(const ak_source_rows *rows, void *next, int is_wide, uint32_t *targets,
                      int takes_own, int is_shared);
/// Sorts a row, no two of whose targets are equal.
void ak_sort_row(uint32_t *row, size_t count);
/// Pairs the last stub of a pool with the one at the next place, whose place the last but one takes,
/// `count` times, the first time with `left` stubs; the pair is left at left - 1 and left - 2.
void ak_pair_stubs(uint32_t *pool, size_t left, const uint32_t *places, size_t count);
/// Writes both of each pair into the row of the other, from the last pair of an array of `count`
/// stubs to the first: targets[next[one]++] = other.
void ak_place_pairs(const uint32_t *pairs, size_t count, uint32_t *next, uint32_t *targets);
/// Asks for the cache line of an address that will be read, and perhaps written.
static inline void ak_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
