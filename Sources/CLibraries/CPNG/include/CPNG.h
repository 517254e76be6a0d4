/* Reading with libpng without its longjmp: every call returns a status, and errors are kept as
   text. */
#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

enum cpng_status { CPNG_OK = 0, CPNG_DAMAGED, CPNG_TRUNCATED, CPNG_IO };

/* Fills `buffer` with up to `capacity` bytes and returns their number: 0 at the end, negative when
   reading failed. */
typedef ptrdiff_t (*cpng_read)(void *context, uint8_t *buffer, size_t capacity);

typedef struct {
  uint32_t width, height;
  int bits;          /* in the file: 1, 2, 4, 8 or 16 */
  int sample_bits;   /* after expansion: 8, or 16 in native byte order */
  int channels;      /* after expansion: 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA */
  int has_alpha;
  int interlaced;
  uint32_t x_density, y_density; /* 0 when the file gives none */
  int per_metre;     /* if 0, the densities are only a ratio */
} cpng_header;

typedef struct cpng_reader cpng_reader;

/* A tolerant reader continues after wrong checksums. */
cpng_reader *cpng_reader_create(cpng_read read, void *context, int tolerant);
void cpng_reader_destroy(cpng_reader *reader);
const char *cpng_reader_message(const cpng_reader *reader);
int cpng_reader_header(cpng_reader *reader, cpng_header *header);
/* Returns one of the chunks gAMA, cHRM, sRGB, cICP, iCCP and iTXt before the pixels by index, with
   its bytes unchanged; returns 0 at the end. */
int cpng_reader_chunk(const cpng_reader *reader, size_t index, const char **name,
                      const uint8_t **bytes, size_t *count);
/* Returns the EXIF block; returns 0 when there is none. */
int cpng_reader_exif(cpng_reader *reader, const uint8_t **bytes, size_t *count);
/* Reads the next `count` rows of a picture that is not interlaced. */
int cpng_reader_rows(cpng_reader *reader, uint8_t *rows, size_t stride, uint32_t count,
                     uint32_t *done);
/* Reads a whole picture, interlaced or not, into `height` rows; on failure cpng_reader_passes
   returns the number of complete passes. */
int cpng_reader_image(cpng_reader *reader, uint8_t *rows, size_t stride, uint32_t height);
int cpng_reader_passes(const cpng_reader *reader);
/* Returns one of up to ten different warnings by index; NULL at the end. */
const char *cpng_reader_warning(const cpng_reader *reader, size_t index);
/* Reads and checks the rest of the file after the pixels. */
int cpng_reader_finish(cpng_reader *reader);

#endif
