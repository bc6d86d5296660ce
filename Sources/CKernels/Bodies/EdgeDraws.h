// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the sources of links draw? A block of the generator for each of many sources.
#pragma once
#include "../Philox.h"
#include "../Table.h"

static void ak_edge_draws_any(const ak_edge_name *name, uint32_t ordinal, const uint32_t *sources,
                              uint32_t count, uint64_t *first, uint64_t *second) {
  const uint32_t site = name->site, last = name->last, seed = name->seed, stream = name->stream;
  AK_LOOP for (size_t i = 0; i < count; i++) {
    const ak_philox_slots s = ak_philox_block(sources[i], ordinal, site, last, seed, stream);
    first[i] = s.b << 32 | (s.a & 0xffffffffu);
    second[i] = s.d << 32 | (s.c & 0xffffffffu);
  }
}
