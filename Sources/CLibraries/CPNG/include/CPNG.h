/* Reading with libpng without its longjmp: every call returns a status, and errors wait as text. */
#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

enum cpng_status { CPNG_OK = 0, CPNG_DAMAGED, CPNG_TRUNCATED, CPNG_IO };

/* Fills `buffer` with up to `capacity` bytes; 0 at the end, negative when reading failed. */
typedef ptrdiff_t (*cpng_read)(void *context, uint8_t *buffer, size_t capacity);

typedef struct {
  uint32_t width, height;
  int bits;          /* of the file: 1, 2, 4, 8 or 16 */
  int sample_bits;   /* after expansion: 8 or 16, the latter in native byte order */
  int channels;      /* after expansion: 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA */
  int has_alpha;
  int interlaced;
  uint32_t x_density, y_density; /* 0 when not given */
  int per_metre;     /* else the densities are a ratio only */
} cpng_header;

typedef struct cpng_reader cpng_reader;

/* A tolerant reader goes on after wrong checksums. */
cpng_reader *cpng_reader_create(cpng_read read, void *context, int tolerant);
void cpng_reader_destroy(cpng_reader *reader);
const char *cpng_reader_message(const cpng_reader *reader);
int cpng_reader_header(cpng_reader *reader, cpng_header *header);
/* The chunks gAMA, cHRM, sRGB, cICP, iCCP and iTXt before the pixels as they lie in the file, by
   index; 0 at the end. */
int cpng_reader_chunk(const cpng_reader *reader, size_t index, const char **name,
                      const uint8_t **bytes, size_t *count);
/* The EXIF block; 0 when there is none. */
int cpng_reader_exif(cpng_reader *reader, const uint8_t **bytes, size_t *count);
/* Reads the next `count` rows of a picture that is not interlaced. */
int cpng_reader_rows(cpng_reader *reader, uint8_t *rows, size_t stride, uint32_t count,
                     uint32_t *done);
/* Reads a whole picture, interlaced or not, into `height` rows; on failure cpng_reader_passes says
   how many passes over them were complete. */
int cpng_reader_image(cpng_reader *reader, uint8_t *rows, size_t stride, uint32_t height);
int cpng_reader_passes(const cpng_reader *reader);
/* Up to ten different warnings, by index; NULL at the end. */
const char *cpng_reader_warning(const cpng_reader *reader, size_t index);
/* Reads and checks what follows the pixels. */
int cpng_reader_finish(cpng_reader *reader);

#endif
