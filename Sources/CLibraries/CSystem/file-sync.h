/* A Linux call that starts writing a range of a file to disk without waiting. glibc's headers
   declare sync_file_range only for programs with _GNU_SOURCE. */
#if defined(__linux__)
#include <stdint.h>
int sync_file_range(int descriptor, int64_t offset, int64_t count, unsigned int flags);
enum { FILE_SYNC_BEGIN = 2 /* SYNC_FILE_RANGE_WRITE */ };
#endif
