// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a row of AK_WORDS words of 64 replicates take a step? Included once for each width.
//
// Goals, in this order: every replicate fires exactly when its 64-bit uniform is below the chance
// of its own count; few planes; few passes over memory. Counts are bit-sliced: plane k of the sum
// in vector k. The k-th bit of the chance, as a function of the inputs, is a truth table, read by
// four inputs as one of the sixteen functions of the lower two, selected by the upper ones.
// Planes of the uniform are compared from the top until every replicate is decided: after k planes
// 2^-k of them are not. A row is worked on in chunks as wide as a vector of the level.
//
// Source of the coding: Zorn, Herrmann, Rebbi, Comput. Phys. Commun. 23, 337 (1981).

#if AK_WORDS * 8 > AK_VECTOR_BYTES
#define AK_CHUNK (AK_VECTOR_BYTES / 8)
#else
#define AK_CHUNK AK_WORDS
#endif
#define AK_JOIN_(A, B) A##B
#define AK_JOIN(A, B) AK_JOIN_(A, B)
#define AK_NAME(A) AK_JOIN(A, AK_WORDS)
#define AK_V AK_NAME(ak_packed_planes_)
#if AK_WORDS * 8 > AK_VECTOR_BYTES
#define AK_BATCH AK_WORDS
#else
#define AK_BATCH (AK_VECTOR_BYTES / 8)
#endif
/// Blocks drawn for an agent at once: whole batches.
#define AK_EAGER                                                                                  \
  ((AK_PACKED_EAGER(AK_WORDS) / 2 * AK_WORDS + AK_BATCH - 1) / AK_BATCH * AK_BATCH)

typedef uint64_t AK_V __attribute__((vector_size(AK_CHUNK * 8), aligned(8)));

/// Whether a bit of a chunk is set.
AK_INLINE int AK_NAME(ak_packed_any_)(const AK_V *x) {
  uint64_t any = 0;
  for (int w = 0; w < AK_CHUNK; w++) any |= (*x)[w];
  return any != 0;
}

/// Adds the columns of all links to `sum`, a number of `bits` planes, at least four.
AK_INLINE void AK_NAME(ak_packed_sum_)(const uint64_t *column, const uint32_t *targets,
                                       size_t degree, unsigned bits, AK_V *sum) {
  const AK_V zero = {0};
  for (unsigned k = 4; k < bits; k++) sum[k] = zero;
  AK_V s0 = zero, s1 = zero, s2 = zero, s3 = zero;
#define AK_ROW(E) (*(const AK_V *)(column + (size_t)targets[E] * AK_WORDS))
  for (size_t e = 0; e < degree;) {
    const size_t end = degree - e > 15 ? e + 15 : degree;
    AK_V c0 = zero, c1 = zero, c2 = zero, c3 = zero;
    for (; e + 2 < end; e += 3) {
      const AK_V x = AK_ROW(e), y = AK_ROW(e + 1), z = AK_ROW(e + 2);
      const AK_V one = x ^ y ^ z, two = (x & y) | (z & (x ^ y));
      const AK_V carry = c0 & one;
      c0 ^= one;
      const AK_V four = (c1 & two) | (carry & (c1 ^ two));
      c1 = c1 ^ two ^ carry;
      const AK_V eight = c2 & four;
      c2 ^= four;
      c3 ^= eight;
    }
    for (; e < end; e++) {
      const AK_V one = AK_ROW(e), two = c0 & one;
      c0 ^= one;
      const AK_V four = c1 & two;
      c1 ^= two;
      const AK_V eight = c2 & four;
      c2 ^= four;
      c3 ^= eight;
    }
    if (degree <= 15) {
      s0 = c0, s1 = c1, s2 = c2, s3 = c3;
      break;
    }
    AK_V carry = s0 & c0;
    s0 ^= c0;
    AK_V next = (s1 & c1) | (carry & (s1 ^ c1));
    s1 = s1 ^ c1 ^ carry;
    carry = (s2 & c2) | (next & (s2 ^ c2));
    s2 = s2 ^ c2 ^ next;
    next = (s3 & c3) | (carry & (s3 ^ c3));
    s3 = s3 ^ c3 ^ carry;
    for (unsigned k = 4; k < bits; k++) {
      carry = sum[k] & next;
      sum[k] ^= next;
      next = carry;
    }
  }
#undef AK_ROW
  sum[0] = s0, sum[1] = s1, sum[2] = s2, sum[3] = s3;
}

#define AK_CHOOSE(MASK, A, B) (((MASK) & (A)) | (~(MASK) & (B)))

/// One truth table of `inputs` inputs: the values of `pairs` by the lower two, then a tree.
AK_INLINE AK_V AK_NAME(ak_packed_table_)(const uint8_t *table, unsigned inputs, const AK_V *input,
                                         const AK_V *pairs) {
  if (inputs == 4) {
    const unsigned low = table[0], high = table[1];
    const AK_V a = AK_CHOOSE(input[2], pairs[low >> 4], pairs[low & 15]);
    const AK_V b = AK_CHOOSE(input[2], pairs[high >> 4], pairs[high & 15]);
    return AK_CHOOSE(input[3], b, a);
  }
  // The tree from left to right: a subtree waits at its height for its other half.
  AK_V waiting[AK_PACKED_INPUTS];
  const size_t bytes = (size_t)1 << (inputs - 3);
  for (size_t k = 0; k < bytes; k++) {
    AK_V x = AK_CHOOSE(input[2], pairs[table[k] >> 4], pairs[table[k] & 15]);
    unsigned height = 0;
    for (; k >> height & 1; height++) x = AK_CHOOSE(input[3 + height], x, waiting[height]);
    waiting[height] = x;
  }
  return waiting[inputs - 3];
}

/// Compares planes with the bits of the chances, from the top, until all replicates that are open
/// are decided; `blocks` has some drawn. Returns those left open by all planes.
AK_INLINE AK_V AK_NAME(ak_packed_compare_)(const ak_draw_context *context, uint32_t agent,
                                           const uint8_t *tables, unsigned inputs,
                                           const AK_V *input, const AK_V *pairs,
                                           ak_packed_blocks *blocks, size_t chunk, AK_V open,
                                           AK_V *fires) {
  const size_t bytes = (size_t)1 << (inputs - 3);
  AK_V fired = {0};
  for (size_t pair = 0; pair < AK_PACKED_SLICES / 2; pair++) {
    if (pair >= AK_PACKED_EAGER(AK_WORDS) / 2) {
      if (!AK_NAME(ak_packed_any_)(&open)) break;
      if (pair * AK_WORDS >= blocks->drawn) {
        for (size_t s = 0; s < AK_BATCH; s += AK_VECTOR_BYTES / 8)
          ak_packed_draw(context, agent, blocks, blocks->drawn + s, s);
        blocks->drawn += AK_BATCH;
      }
    }
    const uint8_t *table = tables + 2 * pair * bytes;
    const AK_V r = *(const AK_V *)(blocks->even + pair * AK_WORDS + chunk);
    const AK_V p = AK_NAME(ak_packed_table_)(table, inputs, input, pairs);
    fired |= open & ~r & p;
    open &= ~(r ^ p);
    const AK_V s = *(const AK_V *)(blocks->odd + pair * AK_WORDS + chunk);
    const AK_V q = AK_NAME(ak_packed_table_)(table + bytes, inputs, input, pairs);
    fired |= open & ~s & q;
    open &= ~(s ^ q);
  }
  *fires = fired;
  return open;
}

/// Decides, one by one, the replicates that all sliced planes have left open.
static void AK_NAME(ak_packed_rest_)(const ak_packed_rule *rule, const ak_draw_context *context,
                                     const ak_packed_place *place, uint32_t agent, size_t chunk,
                                     const AK_V *input, const AK_V *open, AK_V *fires) {
  for (int w = 0; w < AK_CHUNK; w++) {
    for (uint64_t left = (*open)[w]; left; left &= left - 1) {
      const unsigned bit = (unsigned)__builtin_ctzll(left);
      size_t count = 0, own = 0;
      for (unsigned k = 0; k < place->count_bits; k++)
        count |= (size_t)(input[k][w] >> bit & 1) << k;
      for (unsigned k = 0; k < rule->own_count; k++)
        own |= (size_t)(input[place->own_input + k][w] >> bit & 1) << k;
      const uint64_t chance = rule->chances[place->chances + own * (place->degree + 1) + count];
      const uint32_t stream = context->streams[chunk + (size_t)w];
      (*fires)[w] |= (uint64_t)ak_packed_tail(context, stream, agent, bit, chance) << bit;
    }
  }
}

static void AK_NAME(ak_packed_step_)(const ak_packed_rule *rule, const ak_draw_context *context,
                                     const uint64_t *active, size_t first, size_t agents,
                                     uint64_t *next) {
  // Block s serves planes 2 (s / AK_WORDS) and the next of word s mod AK_WORDS.
  ak_packed_blocks blocks;
  for (size_t s = 0; s < AK_PACKED_SLICES / 2 * AK_WORDS; s++)
    blocks.attempts[s] = context->domain << 24 | (uint32_t)(s / AK_WORDS);
  for (size_t s = 0; s < AK_BATCH; s++)
    for (uint32_t round = 0; round < 10; round++)
      blocks.keys[round][s] = context->streams[s % AK_WORDS] + round * 0xBB67AE85u;
  const AK_V zero = {0};
  for (size_t agent = first; agent < first + agents; agent++) {
    const ak_packed_place place = ak_packed_place_of(rule, agent);
    const uint8_t *tables = rule->slices + place.slices;
    const uint32_t name = (uint32_t)agent;
    blocks.drawn = rule->is_certain ? 0 : AK_EAGER;
    for (size_t drawn = 0; drawn < blocks.drawn; drawn += AK_BATCH)
      for (size_t s = 0; s < AK_BATCH; s += AK_VECTOR_BYTES / 8)
        ak_packed_draw(context, name, &blocks, drawn + s, s);
    for (size_t chunk = 0; chunk < AK_WORDS; chunk += AK_CHUNK) {
      AK_V input[AK_PACKED_INPUTS], pairs[16];
      AK_NAME(ak_packed_sum_)(rule->read + chunk, place.targets, place.degree, place.count_bits,
                              input);
      for (unsigned k = 0; k < rule->own_count; k++)
        input[place.own_input + k] = *(const AK_V *)(rule->own[k] + agent * AK_WORDS + chunk);
      for (unsigned k = place.own_input + rule->own_count; k < 4; k++) input[k] = zero;
      const AK_V a = input[0], b = input[1];
      const AK_V low[4] = {zero, ~b & ~a, ~b & a, ~b}, high[4] = {zero, b & ~a, b & a, b};
#pragma clang loop unroll(full)
      for (int k = 0; k < 16; k++) pairs[k] = high[k >> 2] | low[k & 3];
      AK_V fires;
      if (rule->is_certain) {
        fires = AK_NAME(ak_packed_table_)(tables, place.inputs, input, pairs);
      } else {
        const AK_V all = *(const AK_V *)(active + chunk);
        // Twice, so that the loop for four inputs is one without a tree.
        const AK_V open =
            place.inputs == 4
                ? AK_NAME(ak_packed_compare_)(context, name, tables, 4, input, pairs, &blocks,
                                              chunk, all, &fires)
                : AK_NAME(ak_packed_compare_)(context, name, tables, place.inputs, input, pairs,
                                              &blocks, chunk, all, &fires);
        if (AK_NAME(ak_packed_any_)(&open))
          AK_NAME(ak_packed_rest_)(rule, context, &place, name, chunk, input, &open, &fires);
      }
      *(AK_V *)(next + agent * AK_WORDS + chunk) = fires;
    }
  }
}

#undef AK_BATCH
#undef AK_EAGER
#undef AK_CHOOSE
#undef AK_CHUNK
#undef AK_V
#undef AK_NAME
#undef AK_JOIN
#undef AK_JOIN_
#undef AK_WORDS
