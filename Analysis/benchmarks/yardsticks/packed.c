/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast are 512 replicates of one cell with a bit each? Multi-spin coding: neighbours are counted
 * by carry-save adders over 512 bits, and the chance, a table over agent and count of up to 15
 * neighbours, is compared with random bits from the highest down until every lane is decided.
 *
 * A lane is decided at the first random bit that differs from its chance's: half of those left at
 * each plane, so that eight planes leave two of 512 lanes and a further four next to none.
 */
#include "draws.h"
#include "job.h"
#include <math.h>

enum { lanes = 512, words_a_row = lanes / 64, counts = 16, planes = 32,
       first_planes = 8, further_planes = 4 };

typedef uint64_t row __attribute__((vector_size(lanes / 8)));

/* table[32 i + p], bit c: bit 31 - p of the chance of agent i with c neighbours acting. */
static void tabulate(const struct Job *job, uint16_t *table) {
  for (uint32_t i = 0; i < job->n; i++) {
    uint32_t chance[counts];
    for (int c = 0; c < counts; c++) {
      float m = (float)c * job->invdeg[i];
      float x = (job->h[i] + job->H[0] + job->J[0] * (2 * m - 1)) * job->invT[0];
      double scaled = 0x1p32 / (1 + exp(-(double)x));
      chance[c] = scaled >= 0x1p32 - 1 ? 0xffffffffu : (uint32_t)scaled;
    }
    for (int p = 0; p < planes; p++) {
      uint32_t slice = 0;
      for (int c = 0; c < counts; c++) slice |= (chance[c] >> (31 - p) & 1) << c;
      table[(size_t)i * planes + (size_t)p] = (uint16_t)slice;
    }
  }
}

/* `count` planes of random bits for one agent: a Philox block fills two words of 64 bits. */
INLINE void random_planes(row *planes_out, int count, const struct Job *job, uint32_t agent,
                          uint32_t step, uint32_t first, uint32_t key) {
  uint64_t *out = (uint64_t *)planes_out;
  const int blocks = count * words_a_row / 2;
  for (int b = 0; b < blocks; b++) {
    struct words w = philox(agent, step, first + (uint32_t)b, job->seed, key);
    out[b] = (w.w[0] & 0xffffffffu) | w.w[1] << 32;
    out[blocks + b] = (w.w[2] & 0xffffffffu) | w.w[3] << 32;
  }
}

/* Adds a carry-save pair (sum of weight 1, carry of weight 2) to a counter of four bits. */
INLINE void add(row c[4], row ones, row twos) {
  row carry = c[0] & ones;
  c[0] ^= ones;
  row fours = (c[1] & twos) | (carry & (c[1] ^ twos));
  c[1] ^= twos ^ carry;
  row eights = c[2] & fours;
  c[2] ^= fours;
  c[3] ^= eights;
}

struct choice {
  row open, acts; /* lanes not yet decided; those that act */
};

/* Compares `count` planes of the chances, highest first, with as many random bits. */
INLINE void decide(struct choice *choice, const row c[4], const row of_two[16],
                   const uint16_t *slices, const row *random, int count) {
  for (int k = 0; k < count; k++) {
    uint32_t slice = slices[k];
    row upper = (c[2] & of_two[slice >> 12]) | (~c[2] & of_two[slice >> 8 & 15]);
    row lower = (c[2] & of_two[slice >> 4 & 15]) | (~c[2] & of_two[slice & 15]);
    row bit = (c[3] & upper) | (~c[3] & lower);
    choice->acts |= choice->open & bit & ~random[k];
    choice->open &= ~(bit ^ random[k]);
  }
}

INLINE uint64_t any(row lanes_of) {
  uint64_t result = 0;
  for (int w = 0; w < words_a_row; w++) result |= lanes_of[w];
  return result;
}

void bits_512(const struct Job *job) {
  const row none = {0};
  uint16_t *table = job->scratch;
  tabulate(job, table);
  const uint32_t key = job->rep[0] / lanes, *off = job->off, *nbr = job->nbr;
  uint64_t *restrict now = job->s0, *restrict then = job->s1;
  for (uint32_t t = 0; t < job->steps; t++) {
    const uint32_t step = job->step0 + t;
    for (uint32_t i = 0; i < job->n; i++) {
      row c[4] = {none, none, none, none};
      uint32_t e = off[i], end = off[i + 1];
#define ROW(k) (*(const row *)(now + (size_t)nbr[k] * words_a_row))
      for (; e + 2 < end; e += 3) {
        row x = ROW(e), y = ROW(e + 1), z = ROW(e + 2);
        row half = x ^ y;
        add(c, half ^ z, (x & y) | (z & half));
      }
      for (; e < end; e++) add(c, ROW(e), none);
#undef ROW
      /* All sixteen functions of the two low bits; a table of four bits picks one of them. */
      row of_two[16];
      {
        row high[4] = {none, c[1] & ~c[0], c[1] & c[0], c[1]};
        row low[4] = {none, ~c[1] & ~c[0], ~c[1] & c[0], ~c[1]};
        for (int k = 0; k < 16; k++) of_two[k] = high[k >> 2] | low[k & 3];
      }
      struct choice choice = {~none, none};
      row random[first_planes];
      const uint16_t *slices = table + (size_t)i * planes;
      random_planes(random, first_planes, job, i, step, 0, key);
      decide(&choice, c, of_two, slices, random, first_planes);
      for (uint32_t p = first_planes; p < planes && any(choice.open); p += further_planes) {
        random_planes(random, further_planes, job, i, step, p << 8, key);
        decide(&choice, c, of_two, slices + p, random, further_planes);
      }
      *(row *)(then + (size_t)i * words_a_row) = choice.acts;
    }
    uint64_t *other = now;
    now = then;
    then = other;
  }
}
