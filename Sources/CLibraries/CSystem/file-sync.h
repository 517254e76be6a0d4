/* A call of Linux that glibc's headers show only to programs with _GNU_SOURCE: it begins to write a
   range of a file to the disk and does not wait. */
#if defined(__linux__)
#include <stdint.h>
int sync_file_range(int descriptor, int64_t offset, int64_t count, unsigned int flags);
enum { FILE_SYNC_BEGIN = 2 /* SYNC_FILE_RANGE_WRITE */ };
#endif
