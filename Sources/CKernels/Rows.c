// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do links get to the rows of those that read them? The passes of network generation that go all
// over memory: what they will touch is fetched some links ahead.
#include "Level.h"

/// Links ahead for which counters are fetched, and places after them.
#define AK_FAR 48
#define AK_NEAR 24

void ak_count_links(const ak_source_rows *rows, uint32_t *counts, int counts_own, int is_shared) {
  const uint32_t *ends = rows->ends;
  const size_t last = rows->starts[rows->count];
  for (size_t e = rows->starts[0]; e < last; e++) {
    if (e + AK_NEAR < last) __builtin_prefetch(counts + ends[e + AK_NEAR], 1);
    if (is_shared) __atomic_fetch_add(counts + ends[e], 1, __ATOMIC_RELAXED);
    else counts[ends[e]]++;
  }
  if (!counts_own) return;
  for (size_t i = 0; i < rows->count; i++) {
    const uint32_t own = rows->starts[i + 1] - rows->starts[i];
    if (is_shared) __atomic_fetch_add(counts + rows->first + i, own, __ATOMIC_RELAXED);
    else counts[rows->first + i] += own;
  }
}

#define AK_ENTER(NAME, T)                                                                         \
  AK_INLINE T NAME##_take(T *next, size_t row, T count, int is_shared) {                          \
    return is_shared ? __atomic_sub_fetch(next + row, count, __ATOMIC_RELAXED)                    \
                     : (next[row] -= count);                                                      \
  }                                                                                               \
  static void NAME(const ak_source_rows *rows, T *next, uint32_t *targets, int takes_own,         \
                   int is_shared) {                                                               \
    const uint32_t *ends = rows->ends;                                                            \
    for (size_t i = rows->count; i-- > 0;) {                                                      \
      const size_t begin = rows->starts[i], end = rows->starts[i + 1];                            \
      const uint32_t source = rows->first + (uint32_t)i;                                          \
      if (takes_own) {                                                                            \
        const T own = NAME##_take(next, source, (T)(end - begin), is_shared);                     \
        for (size_t e = begin; e < end; e++) targets[own + (e - begin)] = ends[e];                \
      }                                                                                           \
      for (size_t e = end; e-- > begin;) {                                                        \
        if (e >= AK_FAR) __builtin_prefetch(next + ends[e - AK_FAR], 1);                          \
        if (e >= AK_NEAR) {                                                                       \
          const T place = __atomic_load_n(next + ends[e - AK_NEAR], __ATOMIC_RELAXED);            \
          __builtin_prefetch(targets + place, 1);                                                 \
        }                                                                                         \
        targets[NAME##_take(next, ends[e], 1, is_shared)] = source;                               \
      }                                                                                           \
    }                                                                                             \
  }
AK_ENTER(ak_enter_narrow, uint32_t)
AK_ENTER(ak_enter_wide, uint64_t)

void ak_enter_sources(const ak_source_rows *rows, void *next, int is_wide, uint32_t *targets,
                      int takes_own, int is_shared) {
  if (is_wide) ak_enter_wide(rows, next, targets, takes_own, is_shared);
  else ak_enter_narrow(rows, next, targets, takes_own, is_shared);
}

/// Sorts at most 16 numbers, no two of them equal, by counting those below each.
AK_INLINE void ak_sort_few(uint32_t *row, size_t count) {
  int32_t x[16], rank[16] = {0};
  for (size_t i = 0; i < 16; i++) x[i] = i < count ? (int32_t)(row[i] ^ 0x80000000u) : INT32_MAX;
  for (size_t j = 0; j < count; j++) {
    const int32_t other = x[j];
    for (size_t i = 0; i < 16; i++) rank[i] += other < x[i];
  }
  for (size_t i = 0; i < count; i++) row[rank[i]] = (uint32_t)x[i] ^ 0x80000000u;
}

/// Source of the gaps: Ciura, FCT 2001, LNCS 2138, 106.
static void ak_sort_many(uint32_t *row, size_t count) {
  static const size_t smallest[] = {1, 4, 10, 23, 57, 132, 301, 701};
  size_t gap = 701;
  while (gap < count / 3) gap = gap * 9 / 4;
  for (;;) {
    for (size_t i = gap; i < count; i++) {
      const uint32_t value = row[i];
      size_t at = i;
      for (; at >= gap && row[at - gap] > value; at -= gap) row[at] = row[at - gap];
      row[at] = value;
    }
    if (gap == 1) return;
    if (gap > 701) {
      gap = gap * 4 / 9 > 701 ? gap * 4 / 9 : 701;
    } else {
      size_t k = 7;
      while (smallest[k] >= gap) k--;
      gap = smallest[k];
    }
  }
}

void ak_sort_row(uint32_t *row, size_t count) {
  size_t sorted = 1;
  while (sorted < count && row[sorted - 1] < row[sorted]) sorted++;
  if (sorted >= count) return;
  if (count <= 16) ak_sort_few(row, count);
  else ak_sort_many(row, count);
}

void ak_pair_stubs(uint32_t *pool, size_t left, const uint32_t *places, size_t count) {
  for (size_t k = 0; k < count; k++, left -= 2) {
    if (k + AK_NEAR < count) __builtin_prefetch(pool + places[k + AK_NEAR], 1);
    const uint32_t agent = pool[left - 1], partner = pool[places[k]];
    pool[places[k]] = pool[left - 2];
    pool[left - 1] = agent;
    pool[left - 2] = partner;
  }
}

void ak_place_pairs(const uint32_t *pairs, size_t count, uint32_t *next, uint32_t *targets) {
  for (size_t at = count; at >= 2; at -= 2) {
    if (at > AK_FAR) {
      __builtin_prefetch(next + pairs[at - 1 - AK_FAR], 1);
      __builtin_prefetch(next + pairs[at - AK_FAR], 1);
    }
    if (at > AK_NEAR) {
      __builtin_prefetch(targets + next[pairs[at - 1 - AK_NEAR]], 1);
      __builtin_prefetch(targets + next[pairs[at - AK_NEAR]], 1);
    }
    const uint32_t agent = pairs[at - 1], partner = pairs[at - 2];
    targets[next[agent]++] = partner;
    targets[next[partner]++] = agent;
  }
}
