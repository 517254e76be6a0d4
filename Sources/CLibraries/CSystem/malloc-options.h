/* glibc's mallopt, which Swift's Glibc module does not show. Other C libraries have none. */
#if defined(__linux__)
#include <features.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#endif
