// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the shape of a network, reader by reader and link by link? What is not worth a processor
// level.
#include "Offsets.h"

void ak_link_degrees(const ak_links *links, uint32_t first, uint32_t agents, ak_type dst_type,
                     void *dst) {
  for (size_t row = 0; row < agents; row++) {
    const size_t degree = ak_offset(links, first + row + 1) - ak_offset(links, first + row);
    if (dst_type == AK_F32) ((float *)dst)[row] = (float)degree;
    else if (dst_type == AK_F64) ((double *)dst)[row] = (double)degree;
    else ((uint32_t *)dst)[row] = (uint32_t)degree;
  }
}

void ak_link_readers(const ak_links *links, uint32_t reader, uint64_t first_link, uint32_t count,
                     uint32_t *dst) {
  size_t current = reader;
  for (size_t i = 0; i < count; i++) {
    while (ak_offset(links, current + 1) <= first_link + i) current++;
    dst[i] = (uint32_t)current;
  }
}

void ak_link_targets(const ak_links *links, uint32_t first, uint32_t agents, uint32_t lanes,
                     ak_operand ordinal, uint32_t *dst) {
  for (size_t row = 0; row < agents; row++) {
    const size_t begin = ak_offset(links, first + row), end = ak_offset(links, first + row + 1);
    const uint32_t *k = (const uint32_t *)ordinal.data + row * ordinal.agent_stride;
    for (size_t l = 0; l < lanes; l++) {
      dst[row * lanes + l] =
          begin == end ? UINT32_MAX : links->targets[begin + k[l * ordinal.lane_stride]];
    }
  }
}

uint32_t ak_packed_units(uint32_t degree, uint32_t own_count) {
  uint32_t inputs = own_count;
  while (degree >> (inputs - own_count)) inputs++;
  // Sixteen planes of 2^inputs bits.
  return 1u << ((inputs < 4 ? 4 : inputs) - 4);
}
