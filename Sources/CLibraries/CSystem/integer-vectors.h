/* Vectors of 32 16-bit integers, which Swift compiles lane by lane, and of the 64 bytes whose sums
   they are: one vector for the bytes at even places, one for those at odd places. */
#include <stdint.h>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

#define VECTOR_INLINE static inline __attribute__((always_inline))

typedef int16_t words32 __attribute__((ext_vector_type(32)));
typedef uint16_t pairs32 __attribute__((ext_vector_type(32)));

VECTOR_INLINE words32 words_plus(words32 x, words32 y) { return x + y; }
VECTOR_INLINE words32 words_minus(words32 x, words32 y) { return x - y; }
VECTOR_INLINE words32 words_times(words32 x, int16_t factor) { return x * factor; }
VECTOR_INLINE words32 words_magnitude(words32 x) { return __builtin_elementwise_abs(x); }

VECTOR_INLINE words32 words_of_even_bytes(const uint8_t *from) {
  words32 pairs;
  __builtin_memcpy(&pairs, from, sizeof pairs);
  return pairs & 255;
}

VECTOR_INLINE words32 words_of_odd_bytes(const uint8_t *from) {
  pairs32 pairs;
  __builtin_memcpy(&pairs, from, sizeof pairs);
  pairs >>= 8;
  return (words32)pairs;
}

/* a · from[2i] + b · from[2i + 1]; |a| + |b| is at most 127, so that no sum is clipped. */
VECTOR_INLINE words32 words_of_byte_pairs(const uint8_t *from, int16_t a, int16_t b) {
#if defined(__AVX512BW__)
  __m512i weights = _mm512_set1_epi16((int16_t)((a & 255) | (b << 8)));
  return (words32)_mm512_maddubs_epi16(_mm512_loadu_si512(from), weights);
#elif defined(__AVX2__)
  __m256i weights = _mm256_set1_epi16((int16_t)((a & 255) | (b << 8))), halves[2];
  for (int i = 0; i < 2; i++)
    halves[i] = _mm256_maddubs_epi16(_mm256_loadu_si256((const __m256i *)from + i), weights);
  words32 sums;
  __builtin_memcpy(&sums, halves, sizeof sums);
  return sums;
#else
  return words_of_even_bytes(from) * a + words_of_odd_bytes(from) * b;
#endif
}

VECTOR_INLINE words32 words_clipped_to_bytes(words32 x) {
  return __builtin_elementwise_min(__builtin_elementwise_max(x, (words32)(0)), (words32)(255));
}

/* The bytes, clipped, at their places. */
VECTOR_INLINE words32 bytes_of_even_and_odd_words(words32 even, words32 odd) {
  return words_clipped_to_bytes(even) | (words_clipped_to_bytes(odd) << 8);
}

/* The magnitudes, limited to a byte, at their places. */
VECTOR_INLINE words32 bytes_of_even_and_odd_magnitudes(words32 even, words32 odd) {
  pairs32 x = (pairs32)words_magnitude(even), y = (pairs32)words_magnitude(odd);
  x = __builtin_elementwise_min(x, (pairs32)(255));
  y = __builtin_elementwise_min(y, (pairs32)(255));
  return (words32)(x | (y << 8));
}

/* The words at their places: the first and the last 32. */
VECTOR_INLINE words32 first_of_even_and_odd_words(words32 even, words32 odd) {
  return __builtin_shufflevector(even, odd, 0, 32, 1, 33, 2, 34, 3, 35, 4, 36, 5, 37, 6, 38, 7, 39,
                                 8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47);
}

VECTOR_INLINE words32 last_of_even_and_odd_words(words32 even, words32 odd) {
  return __builtin_shufflevector(even, odd, 16, 48, 17, 49, 18, 50, 19, 51, 20, 52, 21, 53, 22, 54,
                                 23, 55, 24, 56, 25, 57, 26, 58, 27, 59, 28, 60, 29, 61, 30, 62, 31,
                                 63);
}
