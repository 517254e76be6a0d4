/* Vectors of 32 16-bit integers: Swift compiles their operations lane by lane. */
#include <stdint.h>

#define VECTOR_INLINE static inline __attribute__((always_inline))

typedef int16_t words32 __attribute__((ext_vector_type(32)));
typedef uint8_t bytes32 __attribute__((ext_vector_type(32)));
typedef uint8_t bytes64 __attribute__((ext_vector_type(64)));

VECTOR_INLINE words32 words_from_bytes(const uint8_t *from) {
  bytes32 bytes;
  __builtin_memcpy(&bytes, from, sizeof bytes);
  return __builtin_convertvector(bytes, words32);
}

VECTOR_INLINE words32 words_times(words32 x, int16_t factor) { return x * factor; }
VECTOR_INLINE words32 words_plus(words32 x, words32 y) { return x + y; }
VECTOR_INLINE words32 words_magnitude(words32 x) { return __builtin_elementwise_abs(x); }

VECTOR_INLINE bytes32 bytes_from_words(words32 x) {
  words32 positive = __builtin_elementwise_max(x, (words32)(0));
  return __builtin_convertvector(__builtin_elementwise_min(positive, (words32)(255)), bytes32);
}

VECTOR_INLINE bytes64 bytes_from_two_words(words32 x, words32 y) {
  bytes32 first = bytes_from_words(x), second = bytes_from_words(y);
  bytes64 both;
  __builtin_memcpy(&both, &first, sizeof first);
  __builtin_memcpy((char *)&both + sizeof first, &second, sizeof second);
  return both;
}
