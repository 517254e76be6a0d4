/* Reading and writing with libtiff without what Swift cannot call: functions with a variable number
   of arguments, and handlers that are set for the whole process. Errors are kept as text, per file. */
#ifndef CTIFF_H
#define CTIFF_H

#include <stddef.h>
#include <stdint.h>

/* Fills `buffer` with up to `count` bytes from an offset on and returns their number, negative when
   reading failed. */
typedef ptrdiff_t (*ctiff_read)(void *context, uint8_t *buffer, uint64_t offset, size_t count);
/* Writes all bytes at an offset; returns 0, or negative when writing failed. */
typedef int (*ctiff_write)(void *context, const uint8_t *bytes, uint64_t offset, size_t count);

enum { CTIFF_MAX_EXTRA = 8 };

typedef struct {
  uint32_t width, height;
  uint16_t bits, format, samples, photometric, planar, compression, orientation, ink_set;
  uint16_t extra_count, extras[CTIFF_MAX_EXTRA]; /* the meaning of the first extra samples */
  uint32_t subfile; /* bit 0: a smaller version of another page */
  uint32_t rows_per_strip;
  int is_tiled;
  uint32_t tile_width, tile_height;
  uint64_t row_bytes, tile_bytes; /* of one plane when planes are apart */
  double x_resolution, y_resolution; /* 0 when the file gives none */
  uint16_t resolution_unit;
  int is_upsampled; /* whether the decoder of JPEG converts YCbCr to RGB */
  int is_configured; /* whether libtiff knows the compression */
  int is_raw;        /* whether it is a raw photograph: DNG */
} ctiff_header;

typedef struct ctiff ctiff;

/* Opens a file of `size` bytes; NULL without memory. ctiff_is_open says whether it is a TIFF.
   `limit` is the most bytes of one allocation, where libtiff can limit it. */
ctiff *ctiff_open(ctiff_read read, void *context, uint64_t size, uint64_t limit);
int ctiff_is_open(const ctiff *file);
void ctiff_close(ctiff *file);
/* The first error since the file was opened or the message was cleared; empty without one. */
const char *ctiff_message(const ctiff *file);
/* Whether a decoder only warned about broken data. */
int ctiff_has_damage(const ctiff *file);
/* The number of pages, and of pages that are no smaller versions of others. */
uint32_t ctiff_pages(ctiff *file, uint32_t *full);
/* Goes to a page, counted from 0, and describes it; returns 0 when it cannot be read. */
int ctiff_select(ctiff *file, uint32_t page, ctiff_header *header);
/* Returns the bytes of the ICC profile (34675) or the XMP packet (700); 0 when there are none. */
int ctiff_block(ctiff *file, uint32_t tag, const uint8_t **bytes, size_t *count);
/* The color map: three arrays of 1 << bits numbers. */
int ctiff_palette(ctiff *file, const uint16_t **red, const uint16_t **green, const uint16_t **blue);
/* Reads the next row; rows of a plane are read from top to bottom. */
int ctiff_row(ctiff *file, uint8_t *row, uint32_t y, uint16_t plane);
/* Reads the tile that holds a pixel, all of its bytes. */
int ctiff_tile(ctiff *file, uint8_t *tile, uint32_t x, uint32_t y, uint16_t plane);
/* Converts a strip or a tile to 8-bit RGBA, the first byte red, rows from bottom to top. */
int ctiff_rgba(ctiff *file, uint32_t *pixels, uint32_t x, uint32_t y);
/* Whether ctiff_rgba can convert the page; the reason is the message if it cannot. */
int ctiff_can_be_rgba(ctiff *file);

typedef struct {
  uint32_t width, height;
  uint16_t bits, format, samples, photometric, predictor;
  uint16_t alpha; /* 1 when the last sample is alpha, not premultiplied */
  uint16_t extra_count; /* the samples behind those of color, alpha included */
  uint32_t rows_per_strip;
  double x_resolution, y_resolution;
  uint16_t resolution_unit;
} ctiff_description;

typedef struct ctiff_writer ctiff_writer;

/* Begins a file of deflated strips; `is_big` chooses offsets of 64 bits. NULL without memory. */
ctiff_writer *ctiff_writer_create(ctiff_write write, void *context, int is_big);
void ctiff_writer_destroy(ctiff_writer *writer);
const char *ctiff_writer_message(const ctiff_writer *writer);
int ctiff_writer_start(ctiff_writer *writer, const ctiff_description *description);
int ctiff_writer_block(ctiff_writer *writer, uint32_t tag, const uint8_t *bytes, size_t count);
int ctiff_writer_text(ctiff_writer *writer, uint32_t tag, const char *text);
int ctiff_writer_strip(ctiff_writer *writer, uint32_t index, const uint8_t *bytes, size_t count);
int ctiff_writer_finish(ctiff_writer *writer);

#endif
