/* libjpeg without its longjmp: every call returns a status, and errors are kept as text. */
#ifndef CJPEG_H
#define CJPEG_H

#include <stddef.h>
#include <stdint.h>

enum cjpeg_status {
  CJPEG_OK = 0,
  CJPEG_DAMAGED,
  CJPEG_TRUNCATED,
  CJPEG_UNSUPPORTED,
  CJPEG_OVER_LIMIT,
  CJPEG_IO
};

/* Fills `buffer` with up to `capacity` bytes and returns their number: 0 at the end, negative when
   reading failed. */
typedef ptrdiff_t (*cjpeg_read)(void *context, uint8_t *buffer, size_t capacity);
/* Writes all `count` bytes; returns a negative number when writing failed. */
typedef int (*cjpeg_write)(void *context, const uint8_t *bytes, size_t count);

typedef struct {
  uint32_t width, height;
  int channels;          /* after conversion: 1 gray, 3 RGB */
  uint64_t coefficient_bytes; /* held by libjpeg if there are several scans; else 0 */
  int is_cmyk;           /* inks in the file, converted to RGB */
  int density_unit;      /* 0 aspect only, 1 dots per inch, 2 dots per cm */
  int x_density, y_density;
} cjpeg_header;

typedef struct cjpeg_reader cjpeg_reader;
typedef struct cjpeg_writer cjpeg_writer;

/* A tolerant reader continues after damage; cjpeg_reader_damage reports the damage. */
cjpeg_reader *cjpeg_reader_create(cjpeg_read read, void *context, int max_scans, int tolerant);
void cjpeg_reader_destroy(cjpeg_reader *reader);
const char *cjpeg_reader_message(const cjpeg_reader *reader);
int cjpeg_reader_header(cjpeg_reader *reader, cjpeg_header *header);
/* Returns one of the first 1024 marker segments APP1 and APP2 by index; returns 0 at the end. */
int cjpeg_reader_segment(const cjpeg_reader *reader, size_t index, int *app, const uint8_t **bytes,
                         size_t *count);
int cjpeg_reader_start(cjpeg_reader *reader);
/* Reads `count` rows; `*done` is the number of rows of the image read in all, also on failure. */
int cjpeg_reader_rows(cjpeg_reader *reader, uint8_t *rows, size_t stride, uint32_t count,
                      uint32_t *done);
/* Reads and checks the rest of the file after the pixels. */
int cjpeg_reader_finish(cjpeg_reader *reader);
/* Returns one of up to ten different warnings by index; NULL at the end. */
const char *cjpeg_reader_warning(const cjpeg_reader *reader, size_t index);
/* Returns whether a tolerant reader found damage; `*sound_rows` is the number of rows before the
   damage. */
int cjpeg_reader_damage(const cjpeg_reader *reader, int *truncated, uint32_t *sound_rows);

cjpeg_writer *cjpeg_writer_create(cjpeg_write write, void *context);
void cjpeg_writer_destroy(cjpeg_writer *writer);
const char *cjpeg_writer_message(const cjpeg_writer *writer);
int cjpeg_writer_start(cjpeg_writer *writer, const cjpeg_header *header, int quality,
                       int halve_chroma);
int cjpeg_writer_marker(cjpeg_writer *writer, int app, const uint8_t *bytes, size_t count);
int cjpeg_writer_rows(cjpeg_writer *writer, const uint8_t *rows, size_t stride, uint32_t count);
/* Hands the bytes so far to `write`. */
int cjpeg_writer_flush(cjpeg_writer *writer);
int cjpeg_writer_finish(cjpeg_writer *writer);

#endif
