// SPDX-License-Identifier: GPL-3.0-or-later
//
// How often does something happen in a sequence of words? The counts behind the tests of draws.
#include <stdlib.h>
#include <string.h>

#include "TestKernels.h"

void tk_count_bits(const uint32_t *a, const uint32_t *b, size_t count, uint64_t counts[32]) {
  for (size_t i = 0; i < count; i++) {
    const uint32_t x = a[i] ^ (b ? b[i] : 0);
    for (int k = 0; k < 32; k++) counts[k] += x >> k & 1;
  }
}

/// planes[k] bit i = bit k of words[i].
static void tk_transpose(const uint32_t *words, size_t count, uint64_t planes[32]) {
  memset(planes, 0, 32 * sizeof *planes);
  for (size_t i = 0; i < count; i++)
    for (int k = 0; k < 32; k++) planes[k] |= (uint64_t)(words[i] >> k & 1) << i;
}

void tk_count_differences(const uint32_t *a, const uint32_t *b, size_t count,
                          uint64_t counts[1024]) {
  for (size_t i = 0; i < count; i += 64) {
    const size_t rest = count - i < 64 ? count - i : 64;
    uint64_t p[32], q[32];
    tk_transpose(a + i, rest, p);
    tk_transpose(b + i, rest, q);
    for (int j = 0; j < 32; j++)
      for (int k = 0; k < 32; k++)
        counts[32 * j + k] += (uint64_t)__builtin_popcountll(p[j] ^ q[k]);
  }
}

void tk_count_runs(const uint32_t *words, size_t count, uint64_t counts[7]) {
  size_t length = 1;
  for (size_t i = 1; i < count; i++) {
    if (words[i] > words[i - 1]) {
      length++;
    } else {
      counts[length < 7 ? length - 1 : 6]++;
      i++;
      length = 1;
    }
  }
}

void tk_count_gaps(const uint32_t *words, size_t count, uint64_t counts[41]) {
  size_t gap = 0;
  for (size_t i = 0; i < count; i++) {
    if (words[i] >> 29 == 0) {
      counts[gap < 40 ? gap : 40]++;
      gap = 0;
    } else {
      gap++;
    }
  }
}

/// Sorts words byte by byte; `scratch` is as long.
static void tk_sort(uint32_t *words, uint32_t *scratch, size_t count) {
  for (int shift = 0; shift < 32; shift += 8) {
    size_t places[257] = {0};
    for (size_t i = 0; i < count; i++) places[(words[i] >> shift & 255) + 1]++;
    for (int v = 0; v < 256; v++) places[v + 1] += places[v];
    for (size_t i = 0; i < count; i++) scratch[places[words[i] >> shift & 255]++] = words[i];
    uint32_t *other = words;
    words = scratch;
    scratch = other;
  }
}

static uint64_t tk_repeats(const uint32_t *sorted, size_t count) {
  uint64_t repeats = 0;
  for (size_t i = 1; i < count; i++) repeats += sorted[i] == sorted[i - 1];
  return repeats;
}

uint64_t tk_repeated_spacings(const uint32_t *words, size_t count, size_t group) {
  uint32_t *sorted = malloc(2 * group * sizeof *sorted);
  uint64_t repeats = 0;
  for (size_t start = 0; start + group <= count; start += group) {
    memcpy(sorted, words + start, group * sizeof *sorted);
    tk_sort(sorted, sorted + group, group);
    const uint32_t around = sorted[0] - sorted[group - 1];
    for (size_t i = 0; i + 1 < group; i++) sorted[i] = sorted[i + 1] - sorted[i];
    sorted[group - 1] = around;
    tk_sort(sorted, sorted + group, group);
    repeats += tk_repeats(sorted, group);
  }
  free(sorted);
  return repeats;
}

uint64_t tk_repeated_words(const uint32_t *words, size_t count) {
  uint32_t *sorted = malloc(2 * count * sizeof *sorted);
  memcpy(sorted, words, count * sizeof *sorted);
  tk_sort(sorted, sorted + count, count);
  const uint64_t repeats = tk_repeats(sorted, count);
  free(sorted);
  return repeats;
}

void tk_count_ranks(const uint32_t *words, size_t count, uint64_t counts[33]) {
  for (size_t start = 0; start + 32 <= count; start += 32) {
    uint32_t rows[32];
    memcpy(rows, words + start, sizeof rows);
    int rank = 0;
    for (int bit = 0; bit < 32; bit++) {
      int pivot = rank;
      while (pivot < 32 && !(rows[pivot] >> bit & 1)) pivot++;
      if (pivot == 32) continue;
      const uint32_t row = rows[pivot];
      rows[pivot] = rows[rank];
      rows[rank++] = row;
      for (int i = rank; i < 32; i++) rows[i] ^= -(rows[i] >> bit & 1) & row;
    }
    counts[rank]++;
  }
}

void tk_count_weights(const uint32_t *words, size_t count, uint64_t counts[1089]) {
  for (size_t i = 0; i + 2 <= count; i += 2)
    counts[33 * __builtin_popcount(words[i]) + __builtin_popcount(words[i + 1])]++;
}

void tk_count_pieces(const uint32_t *words, size_t count, int bits, uint64_t *counts) {
  const uint32_t mask = (1u << bits) - 1;
  for (size_t i = 0; i < count; i++)
    for (int shift = 0; shift < 32; shift += bits) counts[words[i] >> shift & mask]++;
}
