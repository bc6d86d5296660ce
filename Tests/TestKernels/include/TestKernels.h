// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do tests count over millions of words, or compare over all patterns of bits? Loops that
// debug builds of Swift would take minutes for; the laws they are held against stand in the tests.
#ifndef TESTKERNELS_H
#define TESTKERNELS_H
#include <stddef.h>
#include <stdint.h>

// MARK: words

/// The whole name of one word, see DrawKey.swift.
typedef struct {
  uint32_t seed, stream, ordinal, step, site, domain, attempt;
} tk_name;

/// words[i] = the word that the kernels draw under names[i].
void tk_draw(const tk_name *names, size_t count, uint32_t *words);
/// The same by Philox4x32 with another number of rounds, in its textbook form.
void tk_draw_rounds(const tk_name *names, size_t count, uint32_t rounds, uint32_t *words);
/// Numbers of a generator that is known to be bad: x <- 1664525 x + 1013904223 modulo 2^32.
void tk_draw_congruential(uint32_t state, size_t count, uint32_t *words);
/// Numbers of a generator that is linear over bits: the 32-bit xorshift of Marsaglia (13, 17, 5).
void tk_draw_xorshift(uint32_t state, size_t count, uint32_t *words);
/// reversed[i] = words[i] with the lowest bit first.
void tk_reverse(const uint32_t *words, size_t count, uint32_t *reversed);

// MARK: counts

// All counts are added to what the caller put there.

/// counts[b] += number of words with bit b set in a ^ b; b may be NULL and counts as 0.
void tk_count_bits(const uint32_t *a, const uint32_t *b, size_t count, uint64_t counts[32]);
/// counts[32 j + k] += number of i where bit j of a[i] is not bit k of b[i].
void tk_count_differences(const uint32_t *a, const uint32_t *b, size_t count,
                          uint64_t counts[1024]);
/// counts[l - 1] += number of runs up of length l, the last entry for all longer ones. The word
/// that ends a run is thrown away, which makes lengths independent; an unfinished run is not
/// counted.
void tk_count_runs(const uint32_t *words, size_t count, uint64_t counts[7]);
/// counts[g] += number of gaps of g words between words below 2^29, the last entry for all longer
/// ones. An unfinished gap is not counted.
void tk_count_gaps(const uint32_t *words, size_t count, uint64_t counts[41]);
/// Number of spacings between sorted neighbours that repeat another one, in groups of `group`
/// words.
uint64_t tk_repeated_spacings(const uint32_t *words, size_t count, size_t group);
/// Number of words less the number of different ones.
uint64_t tk_repeated_words(const uint32_t *words, size_t count);
/// counts[r] += number of 32 x 32 matrices of bits, 32 words each, of rank r.
void tk_count_ranks(const uint32_t *words, size_t count, uint64_t counts[33]);
/// counts[33 v + w] += number of pairs (0, 1), (2, 3), ... with v and w bits set.
void tk_count_weights(const uint32_t *words, size_t count, uint64_t counts[1089]);
/// counts[v] += number of pieces of 2^bits, from the lowest on, of value v; bits are 8 or 16.
void tk_count_pieces(const uint32_t *words, size_t count, int bits, uint64_t *counts);

// MARK: errors

/// Functions whose true values are known here.
typedef enum {
  TK_SQRT = 0,
  TK_EXP,
  TK_LOG,
  TK_SIN,
  TK_COS,
  TK_TAN,
  TK_TANH,
  TK_LOGISTIC,
  TK_RECIPROCAL,
  TK_POWER,
} tk_function;

/// The largest error found, in units of the last place of the true value as the type rounds it, and
/// where. Infinite where one is finite and the other is not, or NaN and the other is not.
typedef struct {
  double size;
  size_t index;
} tk_error;

/// Error of found[i] as function(x[i]), or x[i]^y[i], beside the C library's in extended precision;
/// y is NULL but for powers.
tk_error tk_error_f32(tk_function function, const float *x, const float *y, const float *found,
                      size_t count);
tk_error tk_error_f64(tk_function function, const double *x, const double *y, const double *found,
                      size_t count);
/// Error of found[i] beside truth[i].
tk_error tk_error_against(const double *truth, const float *found, size_t count);
/// The distance of the C library's extended value from value + rest, in units of the last place of
/// `value`.
double tk_error_of_truth(tk_function function, double x, double y, double value, double rest);
/// x[i] = the number of pattern first + i stride.
void tk_patterns(uint32_t first, uint32_t stride, size_t count, float *x);
/// A digest of the bits, one pattern for all NaN, that goes on from `state`.
uint64_t tk_digest(const float *x, size_t count, uint64_t state);

#endif
