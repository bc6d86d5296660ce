/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast is one huge world with a bit an agent? Blocks of 64 agents: neighbours counted one
 * by one, then all draws and decisions of the block in vectors. Ten million agents are 1.25 MB,
 * which stays in the caches, so that nothing is prefetched.
 */
#include "draws.h"
#include "job.h"

enum { block = 64 };

/* Decides a block of agents at once; the arrays beyond the last agent are 0. */
INLINE uint64_t decide(const struct Job *job, uint32_t first, uint32_t step, const float *h,
                       const float *inverse, const float *count) {
  uint32_t words[block];
  for (uint32_t g = 0; g < block / 4; g++) {
    struct words w = philox(first / 4 + g, step, 0, job->seed, job->rep[0]);
    for (int k = 0; k < 4; k++) words[4 * g + k] = (uint32_t)w.w[k];
  }
  const float J = job->J[0], H = job->H[0], scale = -1.44269504f * job->invT[0];
  uint64_t result = 0;
  for (uint32_t i = 0; i < block; i += 16) {
    reals m = *(const reals *)(count + i) * *(const reals *)(inverse + i);
    reals odds = two_to((*(const reals *)(h + i) + H + J * (2 * m - 1)) * scale);
    reals u = __builtin_convertvector((wholes)(*(const naturals *)(words + i) >> 8), reals);
    wholes acts = (u * odds + u) < all(16777216.0f);
    bytes bit = __builtin_convertvector(acts & 1, bytes);
    /* Eight bytes of 0 or 1 to eight bits: each is moved to its own place of the top byte. */
    for (int half = 0; half < 2; half++) {
      uint64_t eight;
      memcpy(&eight, (const uint8_t *)&bit + 8 * half, 8);
      result |= (eight * 0x0102040810204080u >> 56) << (i + 8 * (uint32_t)half);
    }
  }
  return result;
}

void single_bit(const struct Job *job) {
  const uint32_t n = job->n, *off = job->off, *nbr = job->nbr;
  uint64_t *now = job->s0, *then = job->s1;
  for (uint32_t t = 0; t < job->steps; t++) {
    for (uint32_t first = 0; first < n; first += block) {
      const uint32_t size = n - first < block ? n - first : block;
      float count[block] = {0};
      uint32_t e = off[first];
      for (uint32_t i = 0; i < size; i++) {
        const uint32_t end = off[first + i + 1];
        uint32_t sum = 0;
        for (; e < end; e++) {
          sum += now[nbr[e] / 64] >> nbr[e] % 64 & 1;
        }
        count[i] = (float)sum;
      }
      const float *h = job->h + first, *inverse = job->invdeg + first;
      float rest[2][block] = {{0}};
      if (size < block) {
        memcpy(rest[0], h, size * sizeof *h);
        memcpy(rest[1], inverse, size * sizeof *inverse);
        h = rest[0];
        inverse = rest[1];
      }
      then[first / 64] = decide(job, first, job->step0 + t, h, inverse, count);
    }
    uint64_t *other = now;
    now = then;
    then = other;
  }
}
