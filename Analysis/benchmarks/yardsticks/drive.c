/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many instructions does a yardstick take? Runs one by itself, so that instructions.sh can count:
 * drive LIBRARY FUNCTION AGENTS LANES STEPS, on a ring of degree 10.
 */
#include "job.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

enum { degree = 10 };

int main(int count, char **words) {
  if (count != 6) return 64;
  void *library = dlopen(words[1], RTLD_NOW);
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 64;
  }
  void (*kernel)(const struct Job *);
  *(void **)&kernel = dlsym(library, words[2]);
  const uint32_t n = (uint32_t)atoi(words[3]), lanes = (uint32_t)atoi(words[4]);
  if (kernel == NULL || n <= degree || lanes == 0) return 64;
  uint32_t *off = calloc(n + 1, sizeof *off), *nbr = calloc(n * degree, sizeof *nbr);
  uint32_t *rep = calloc(lanes + 16, sizeof *rep);
  float *h = calloc(n, sizeof *h), *invdeg = calloc(n, sizeof *invdeg);
  float *J = calloc(lanes + 16, sizeof *J), *H = calloc(lanes + 16, sizeof *H);
  float *invT = calloc(lanes + 16, sizeof *invT);
  uint8_t *s0 = calloc(n + 64, lanes), *s1 = calloc(n + 64, lanes);
  void *scratch = malloc(1 << 26);
  if (!(off && nbr && rep && h && invdeg && J && H && invT && s0 && s1 && scratch)) return 2;
  for (uint32_t i = 0; i < n; i++) {
    off[i + 1] = (i + 1) * degree;
    for (uint32_t d = 1; d <= degree / 2; d++) {
      nbr[i * degree + 2 * d - 2] = (i + d) % n;
      nbr[i * degree + 2 * d - 1] = (i + n - d) % n;
    }
    h[i] = (float)(i % 10) / 10 - 0.5f;
    invdeg[i] = 1.0f / degree;
  }
  for (uint32_t l = 0; l < lanes + 16; l++) {
    J[l] = 0.9f;
    H[l] = 0.2f;
    invT[l] = 1;
    rep[l] = l;
  }
  struct Job job = {.n = n, .lanes = lanes, .off = off, .nbr = nbr, .h = h, .invdeg = invdeg,
                    .J = J, .H = H, .invT = invT, .rep = rep, .seed = 1,
                    .steps = (uint32_t)atoi(words[5]), .s0 = s0, .s1 = s1, .scratch = scratch};
  kernel(&job);
  return 0;
}
