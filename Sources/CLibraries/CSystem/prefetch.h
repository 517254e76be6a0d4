/* The compiler's hint to prefetch a cache line, which Swift does not have. A prefetch neither reads
   nor writes: any address is allowed, and results do not depend on the hint. */
#define CPREFETCH_INLINE static inline __attribute__((always_inline))

CPREFETCH_INLINE void prefetch_to_read(const void *address) { __builtin_prefetch(address, 0); }
CPREFETCH_INLINE void prefetch_to_write(const void *address) { __builtin_prefetch(address, 1); }
