#include "CPNG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

struct cpng_reader {
  png_structp png;
  png_infop info;
  jmp_buf escape;
  cpng_read read;
  void *context;
  int status;
  char message[200];
  uint32_t row;
};

static void on_error(png_structp png, png_const_charp message) {
  cpng_reader *reader = png_get_error_ptr(png);
  if (reader->status == CPNG_OK) {
    reader->status = CPNG_DAMAGED;
    snprintf(reader->message, sizeof reader->message, "%s", message);
  }
  longjmp(reader->escape, 1);
}

/* Warnings concern chunks that are not the picture's pixels: they are dropped, as libpng does. */
static void on_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void on_read(png_structp png, png_bytep bytes, png_size_t count) {
  cpng_reader *reader = png_get_io_ptr(png);
  while (count > 0) {
    ptrdiff_t got = reader->read(reader->context, bytes, count);
    if (got <= 0) {
      reader->status = got < 0 ? CPNG_IO : CPNG_TRUNCATED;
      snprintf(reader->message, sizeof reader->message, got < 0 ? "read failed" : "end of file");
      png_error(png, reader->message);
    }
    bytes += got;
    count -= (size_t)got;
  }
}

cpng_reader *cpng_reader_create(cpng_read read, void *context) {
  cpng_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->read = read;
  reader->context = context;
  reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, on_error, on_warning);
  if (reader->png) reader->info = png_create_info_struct(reader->png);
  if (!reader->info) {
    cpng_reader_destroy(reader);
    return NULL;
  }
  png_set_read_fn(reader->png, reader, on_read);
  /* Sizes are checked by the caller, from the header, against limits of its own. */
  png_set_user_limits(reader->png, 0x7FFFFFFF, 0x7FFFFFFF);
  png_set_chunk_cache_max(reader->png, 1000);
  png_set_chunk_malloc_max(reader->png, 64u << 20);
  return reader;
}

void cpng_reader_destroy(cpng_reader *reader) {
  if (!reader) return;
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
  free(reader);
}

const char *cpng_reader_message(const cpng_reader *reader) { return reader->message; }

int cpng_reader_header(cpng_reader *reader, cpng_header *header) {
  png_structp png = reader->png;
  png_infop info = reader->info;
  if (setjmp(reader->escape)) return reader->status;
  png_read_info(png, info);
  int type = png_get_color_type(png, info);
  header->width = png_get_image_width(png, info);
  header->height = png_get_image_height(png, info);
  header->bits = png_get_bit_depth(png, info);
  header->interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  header->sample_bits = header->bits == 16 ? 16 : 8;
  int transparent = png_get_valid(png, info, PNG_INFO_tRNS) != 0;
  header->has_alpha = (type & PNG_COLOR_MASK_ALPHA) != 0 || transparent;
  header->channels = ((type & PNG_COLOR_MASK_COLOR) ? 3 : 1) + header->has_alpha;
  int unit = PNG_RESOLUTION_UNKNOWN;
  png_uint_32 x = 0, y = 0;
  if (png_get_pHYs(png, info, &x, &y, &unit) && unit == PNG_RESOLUTION_METER) {
    header->x_per_metre = x;
    header->y_per_metre = y;
  }
  if (type == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
  if (type == PNG_COLOR_TYPE_GRAY && header->bits < 8) png_set_expand_gray_1_2_4_to_8(png);
  if (transparent) png_set_tRNS_to_alpha(png);
  const uint16_t one = 1;
  if (header->bits == 16 && *(const uint8_t *)&one == 1) png_set_swap(png);
  return CPNG_OK;
}

int cpng_reader_icc(cpng_reader *reader, const uint8_t **bytes, size_t *count) {
  png_charp name;
  int compression;
  png_bytep profile;
  png_uint_32 length;
  if (setjmp(reader->escape)) return 0;
  if (!png_get_iCCP(reader->png, reader->info, &name, &compression, &profile, &length)) return 0;
  *bytes = profile;
  *count = length;
  return 1;
}

int cpng_reader_exif(cpng_reader *reader, const uint8_t **bytes, size_t *count) {
#ifdef PNG_eXIf_SUPPORTED
  png_bytep exif;
  png_uint_32 length;
  if (setjmp(reader->escape)) return 0;
  if (!png_get_eXIf_1(reader->png, reader->info, &length, &exif)) return 0;
  *bytes = exif;
  *count = length;
  return 1;
#else
  return 0;
#endif
}

int cpng_reader_rows(cpng_reader *reader, uint8_t *rows, size_t stride, uint32_t count,
                     uint32_t *done) {
  if (setjmp(reader->escape)) {
    *done = reader->row;
    return reader->status;
  }
  if (reader->row == 0) png_start_read_image(reader->png);
  for (uint32_t i = 0; i < count; i++) {
    png_read_row(reader->png, rows + i * stride, NULL);
    reader->row++;
  }
  *done = reader->row;
  return CPNG_OK;
}

int cpng_reader_image(cpng_reader *reader, uint8_t *rows, size_t stride, uint32_t height) {
  if (setjmp(reader->escape)) return reader->status;
  int passes = png_set_interlace_handling(reader->png);
  png_start_read_image(reader->png);
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t y = 0; y < height; y++) png_read_row(reader->png, rows + y * stride, NULL);
  }
  return CPNG_OK;
}

int cpng_reader_finish(cpng_reader *reader) {
  if (setjmp(reader->escape)) return reader->status;
  png_read_end(reader->png, reader->info);
  return CPNG_OK;
}
