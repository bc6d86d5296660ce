// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which words belong to a list of names, and what would flawed generators give instead?
#include "CKernels.h"
#include "TestKernels.h"

void tk_draw(const tk_name *names, size_t count, uint32_t *words) {
  for (size_t i = 0; i < count; i++) {
    const tk_name *n = &names[i];
    const ak_draw_context context = {.seed = n->seed,
                                     .streams = &n->stream,
                                     .step = n->step,
                                     .site = n->site,
                                     .domain = n->domain,
                                     .first_ordinal = n->ordinal,
                                     .first_attempt = 0};
    ak_draw_words(&context, n->attempt, &words[i], 1, 1);
  }
}

void tk_draw_rounds(const tk_name *names, size_t count, uint32_t rounds, uint32_t *words) {
  for (size_t i = 0; i < count; i++) {
    const tk_name *n = &names[i];
    uint32_t c[4] = {n->ordinal / 4, n->step, n->site, n->domain << 24 | n->attempt};
    uint32_t k0 = n->seed, k1 = n->stream;
    for (uint32_t round = 0; round < rounds; round++) {
      const uint64_t p = c[0] * 0xD2511F53ull, q = c[2] * 0xCD9E8D57ull;
      c[0] = (uint32_t)(q >> 32) ^ c[1] ^ k0;
      c[1] = (uint32_t)q;
      c[2] = (uint32_t)(p >> 32) ^ c[3] ^ k1;
      c[3] = (uint32_t)p;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    words[i] = c[n->ordinal % 4];
  }
}

void tk_draw_congruential(uint32_t state, size_t count, uint32_t *words) {
  for (size_t i = 0; i < count; i++) words[i] = state = 1664525u * state + 1013904223u;
}

void tk_draw_xorshift(uint32_t state, size_t count, uint32_t *words) {
  for (size_t i = 0; i < count; i++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    words[i] = state;
  }
}

void tk_reverse(const uint32_t *words, size_t count, uint32_t *reversed) {
  for (size_t i = 0; i < count; i++) reversed[i] = __builtin_bitreverse32(words[i]);
}
