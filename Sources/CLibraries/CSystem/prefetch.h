/* The compiler's hint to fetch a cache line before it is needed, for which Swift has no word.
   Neither reads nor writes: any address is allowed, and results do not depend on it. */
#define CPREFETCH_INLINE static inline __attribute__((always_inline))

CPREFETCH_INLINE void prefetch_to_read(const void *address) { __builtin_prefetch(address, 0); }
CPREFETCH_INLINE void prefetch_to_write(const void *address) { __builtin_prefetch(address, 1); }
