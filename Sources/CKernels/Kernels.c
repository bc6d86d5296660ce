// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the C edge do for single blocks of the generator?
#include "Philox.h"

void ak_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t words[4]) {
  ak_philox_slots s =
      ak_philox_block(counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
  words[0] = (uint32_t)s.a;
  words[1] = (uint32_t)s.b;
  words[2] = (uint32_t)s.c;
  words[3] = (uint32_t)s.d;
}
