/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What does one write first? One world, a byte an agent, the C library's exp, a sequential
 * generator (xoshiro256++ of Blackman and Vigna).
 */
#include "job.h"
#include <math.h>

static uint64_t s[4];

static inline uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline uint64_t next(void) {
  uint64_t result = rotate(s[0] + s[3], 23) + s[0];
  uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate(s[3], 45);
  return result;
}

static double uniform(void) { return (double)(next() >> 11) * 0x1p-53; }

void naive(const struct Job *job) {
  s[0] = job->seed + 1ull;
  s[1] = job->step0 + 2ull;
  s[2] = 3;
  s[3] = 4;
  for (int i = 0; i < 20; i++) next();
  const double J = job->J[0], H = job->H[0], T = 1 / (double)job->invT[0];
  uint8_t *now = job->s0, *then = job->s1;
  for (uint32_t step = 0; step < job->steps; step++) {
    for (uint32_t i = 0; i < job->n; i++) {
      uint32_t first = job->off[i], end = job->off[i + 1], count = 0;
      for (uint32_t e = first; e < end; e++) count += now[job->nbr[e]];
      double around = end > first ? (double)count / (end - first) : 0.5;
      double p = 1 / (1 + exp(-(job->h[i] + H + J * (2 * around - 1)) / T));
      then[i] = uniform() < p;
    }
    uint8_t *other = now;
    now = then;
    then = other;
  }
}
