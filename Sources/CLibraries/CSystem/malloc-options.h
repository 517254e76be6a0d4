/* glibc's mallopt, which Swift's Glibc module does not export. Other C libraries do not have it. */
#if defined(__linux__)
#include <features.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#endif
