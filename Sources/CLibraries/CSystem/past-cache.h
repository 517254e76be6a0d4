/* Stores that go to memory past the cache, which Swift does not have. Outputs do not depend on
   them. The addresses are multiples of the number of bytes. */
#define PAST_CACHE_STORE(SIZE)                                                                      \
  typedef char past_cache_##SIZE __attribute__((vector_size(SIZE)));                                \
  static inline __attribute__((always_inline)) void store_past_cache_##SIZE(                        \
      void *to, const void *from) {                                                                 \
    past_cache_##SIZE value;                                                                        \
    __builtin_memcpy(&value, from, SIZE);                                                           \
    __builtin_nontemporal_store(value, (past_cache_##SIZE *)to);                                    \
  }

PAST_CACHE_STORE(16)
PAST_CACHE_STORE(32)
PAST_CACHE_STORE(64)

/* Other threads see the stores after this call. */
static inline __attribute__((always_inline)) void finish_stores_past_cache(void) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}
