// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which bits belong to a key and a counter? Philox4x32-10 in the form that vectorises without
// shuffles: every 32-bit word lives in the low half of a 64-bit slot, whose high half is of no
// meaning.
//
// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
// section 3.3.
#ifndef AK_PHILOX_H
#define AK_PHILOX_H
#include "Level.h"

typedef struct {
  uint64_t a, b, c, d;
} ak_philox_slots;

AK_INLINE ak_philox_slots ak_philox_block(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3,
                                          uint32_t seed, uint32_t stream) {
  uint64_t a = c0, b = c1, c = c2, d = c3;
  // The key is the same for a whole vector but for its second word, which stays in a slot too.
  uint32_t k0 = seed;
  uint64_t k1 = stream;
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    uint64_t p = (a & 0xffffffffu) * 0xD2511F53ull;
    uint64_t q = (c & 0xffffffffu) * 0xCD9E8D57ull;
    a = (q >> 32) ^ b ^ (uint64_t)k0;
    c = (p >> 32) ^ d ^ k1;
    b = q;
    d = p;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return (ak_philox_slots){a, b, c, d};
}

#endif
