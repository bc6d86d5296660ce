/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast is the heat-bath rule when written by hand for 64 worlds at once? The fused kernel: draws,
 * counts, field, chance and decision of four agents in one pass, a byte per [agent][lane].
 *
 * Built without contraction, so that it gives the same bits at every processor level. The chance is
 * never formed: u < 1 / (1 + 2^t) is u + u 2^t < 1, in units of 2^-24.
 */
#include "draws.h"
#include "job.h"

enum { lanes = 64, width = 16, parts = lanes / width };

/* t = -log2(e) (h + H + J (2 m - 1)) / T, as slope m + (h scale + base). */
struct rule {
  reals base, slope, scale;
};

INLINE struct rule rule_of(const struct Job *job, int first) {
  reals J = *(const reals *)(job->J + first), H = *(const reals *)(job->H + first);
  reals scale = -1.44269504f * *(const reals *)(job->invT + first);
  return (struct rule){(H - J) * scale, 2 * J * scale, scale};
}

INLINE void draw(uint32_t words[4][lanes], const uint32_t rep[lanes],
                 const struct Job *job, uint32_t four, uint32_t step) {
#pragma clang loop interleave_count(4)
  for (int l = 0; l < lanes; l++) {
    struct words w = philox(four, step, 0, job->seed, rep[l]);
    words[0][l] = (uint32_t)w.w[0];
    words[1][l] = (uint32_t)w.w[1];
    words[2][l] = (uint32_t)w.w[2];
    words[3][l] = (uint32_t)w.w[3];
  }
}

void lanesx_u8_pf_64(const struct Job *job) {
  struct rule rule[parts];
  for (int q = 0; q < parts; q++) rule[q] = rule_of(job, width * q);
  uint32_t rep[lanes];
  memcpy(rep, job->rep, sizeof rep);
  const uint32_t n = job->n, *off = job->off, *nbr = job->nbr;
  uint8_t *restrict now = job->s0, *restrict then = job->s1;
  for (uint32_t t = 0; t < job->steps; t++) {
    for (uint32_t four = 0; 4 * four < n; four++) {
      uint32_t words[4][lanes] __attribute__((aligned(64)));
      draw(words, rep, job, four, job->step0 + t);
      for (uint32_t w = 0; w < 4 && 4 * four + w < n; w++) {
        const uint32_t i = 4 * four + w;
        if (i + 4 < n)
          for (uint32_t e = off[i + 4]; e < off[i + 5]; e++)
            __builtin_prefetch(now + (size_t)nbr[e] * lanes);
        bytes count[parts] = {{0}};
        for (uint32_t e = off[i]; e < off[i + 1]; e++) {
          const uint8_t *row = now + (size_t)nbr[e] * lanes;
          for (int q = 0; q < parts; q++) count[q] += *(const bytes *)(row + width * q);
        }
        const float h = job->h[i], inverse = job->invdeg[i];
        uint8_t *out = then + (size_t)i * lanes;
        for (int q = 0; q < parts; q++) {
          reals m = __builtin_convertvector(__builtin_convertvector(count[q], wholes), reals);
          reals odds = two_to(m * inverse * rule[q].slope + (h * rule[q].scale + rule[q].base));
          naturals word = *(const naturals *)&words[w][width * q];
          reals u = __builtin_convertvector((wholes)(word >> 8), reals);
          wholes acts = (u * odds + u) < all(16777216.0f);
          *(bytes *)(out + width * q) = __builtin_convertvector(acts & 1, bytes);
        }
      }
    }
    uint8_t *other = now;
    now = then;
    then = other;
  }
}
