/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What passes between the driver and a yardstick? One struct, the same for every library.
 *
 * A yardstick is a function `void name(const struct Job *)` in a shared library. It advances all
 * lanes of a world by `steps` synchronous steps of the heat-bath rule
 *
 *   P(act) = 1 / (1 + exp(-(h_i + H + J (2 m_i - 1)) invT)),  m_i = share of neighbours acting,
 *
 * and leaves the last state in s0 when `steps` is even, in s1 when it is odd. The layout of a state
 * is the kernel's own: a byte per [agent][lane], or a bit. `arendt bench` fills the same struct
 * from Swift (Sources/Benchmarks/YardstickJob.swift), whose test asserts the same offsets as below.
 */
#ifndef JOB_H
#define JOB_H
#include <stddef.h>
#include <stdint.h>

struct Job {
  uint32_t n, lanes;
  const uint32_t *off, *nbr; /* compressed rows: n + 1 offsets, targets */
  const float *h;            /* field of each agent */
  const float *invdeg;       /* 1 / degree, 0 without neighbours */
  const float *J, *H, *invT; /* one value a lane */
  const uint32_t *rep;       /* second word of the key of each lane */
  uint32_t seed, step0, steps, block;
  void *s0, *s1;   /* two buffers of state */
  void *scratch;   /* at least 64 MB */
  float pupd;      /* unused by these kernels, as are the next two */
  uint32_t ncol;
  const uint32_t *coloff;
};

_Static_assert(sizeof(void *) == 8, "pointers of 64 bits");
_Static_assert(offsetof(struct Job, off) == 8 && offsetof(struct Job, rep) == 64, "layout");
_Static_assert(offsetof(struct Job, seed) == 72 && offsetof(struct Job, s0) == 88, "layout");
_Static_assert(offsetof(struct Job, pupd) == 112 && sizeof(struct Job) == 128, "layout");

#endif
