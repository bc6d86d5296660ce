/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which random words and which exponential do the lane yardsticks use? Philox4x32-10 with each word
 * in a slot of 64 bits, so that a vector multiply needs no shuffle, and a polynomial of degree 6.
 */
#ifndef DRAWS_H
#define DRAWS_H
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

struct words {
  uint64_t w[4]; /* the low halves count */
};

/* Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (SC'11). */
INLINE struct words philox(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t key0, uint32_t key1) {
  uint64_t x0 = c0, x1 = c1, x2 = c2, x3 = 0;
  uint32_t k0 = key0;
  uint64_t k1 = key1;
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    uint64_t low = (x0 & 0xffffffffu) * 0xD2511F53u;
    uint64_t high = (x2 & 0xffffffffu) * 0xCD9E8D57u;
    x0 = (high >> 32) ^ x1 ^ (uint64_t)k0;
    x2 = (low >> 32) ^ x3 ^ k1;
    x1 = high;
    x3 = low;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return (struct words){{x0, x1, x2, x3}};
}

typedef float reals __attribute__((vector_size(64), aligned(4)));
typedef int32_t wholes __attribute__((vector_size(64), aligned(4)));
typedef uint32_t naturals __attribute__((vector_size(64), aligned(4)));
typedef uint8_t bytes __attribute__((vector_size(16), aligned(1)));

INLINE reals all(float x) {
  return (reals){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}
INLINE reals choose(wholes mask, reals yes, reals no) {
  return (reals)(((wholes)yes & mask) | ((wholes)no & ~mask));
}

/* 2^t within 2 in 10^7, t clamped to +-126: the whole part goes into the exponent by adding
 * 1.5 2^23, the rest into a minimax polynomial on -1/2...1/2. */
INLINE reals two_to(reals t) {
  t = choose(t < all(-126.0f), all(-126.0f), t);
  t = choose(t > all(126.0f), all(126.0f), t);
  reals shifted = t + 12582912.0f;
  naturals exponent = (naturals)shifted << 23;
  reals f = t - (shifted - 12582912.0f);
  reals p = f * 1.5353362e-4f + 1.3398875e-3f;
  p = p * f + 9.618437e-3f;
  p = p * f + 5.5503324e-2f;
  p = p * f + 2.4022648e-1f;
  p = p * f + 6.9314718e-1f;
  p = p * f + 1.0f;
  return (reals)((naturals)p + exponent);
}

#endif
