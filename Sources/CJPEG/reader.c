#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

enum { BUFFER_SIZE = 65536 };

struct cjpeg_reader {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  jmp_buf escape;
  cjpeg_read read;
  void *context;
  int status;
  int ended;    /* the file is over: libjpeg has been handed an end marker of ours */
  int inverted; /* CMYK as Adobe writes it */
  int channels;
  char message[JMSG_LENGTH_MAX];
  uint8_t buffer[BUFFER_SIZE];
  uint8_t *cmyk;
};

static void fail(cjpeg_reader *reader, int status) {
  reader->status = status;
  longjmp(reader->escape, 1);
}

static void on_error(j_common_ptr jpeg) {
  cjpeg_reader *reader = jpeg->client_data;
  int code = jpeg->err->msg_code;
  jpeg->err->format_message(jpeg, reader->message);
  if (reader->ended && code != JERR_NO_SOI) fail(reader, CJPEG_TRUNCATED);
  switch (code) {
  case JERR_SOF_UNSUPPORTED:
  case JERR_BAD_PRECISION:
  case JERR_ARITH_NOTIMPL:
  case JERR_NOT_COMPILED:
  case JERR_NOTIMPL:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_CCIR601_NOTIMPL:
  case JERR_FRACT_SAMPLE_NOTIMPL:
    fail(reader, CJPEG_UNSUPPORTED);
  default:
    fail(reader, CJPEG_DAMAGED);
  }
}

/* libjpeg would go on after these and make up pixels; a damaged picture is an error here. */
static void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
  case JWRN_HIT_MARKER:
  case JWRN_HUFF_BAD_CODE:
  case JWRN_ARITH_BAD_CODE:
  case JWRN_MUST_RESYNC:
  case JWRN_BOGUS_PROGRESSION:
  case JWRN_NOT_SEQUENTIAL:
    on_error(jpeg);
  default:
    break;
  }
}

static void start_source(j_decompress_ptr jpeg) { (void)jpeg; }

static boolean fill(j_decompress_ptr jpeg) {
  cjpeg_reader *reader = jpeg->client_data;
  ptrdiff_t count = reader->read(reader->context, reader->buffer, BUFFER_SIZE);
  if (count < 0) {
    snprintf(reader->message, sizeof reader->message, "read failed");
    fail(reader, CJPEG_IO);
  }
  if (count == 0) {
    /* A file may lack its end marker and still hold every row: libjpeg decides. */
    reader->ended = 1;
    reader->buffer[0] = 0xFF;
    reader->buffer[1] = JPEG_EOI;
    count = 2;
  }
  reader->source.next_input_byte = reader->buffer;
  reader->source.bytes_in_buffer = (size_t)count;
  return TRUE;
}

static void skip(j_decompress_ptr jpeg, long count) {
  cjpeg_reader *reader = jpeg->client_data;
  while (count > (long)reader->source.bytes_in_buffer) {
    count -= (long)reader->source.bytes_in_buffer;
    fill(jpeg);
    if (reader->ended) return;
  }
  if (count > 0) {
    reader->source.next_input_byte += count;
    reader->source.bytes_in_buffer -= (size_t)count;
  }
}

static void end_source(j_decompress_ptr jpeg) { (void)jpeg; }

cjpeg_reader *cjpeg_reader_create(cjpeg_read read, void *context) {
  cjpeg_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->read = read;
  reader->context = context;
  reader->jpeg.err = jpeg_std_error(&reader->errors);
  reader->errors.error_exit = on_error;
  reader->errors.emit_message = on_message;
  reader->jpeg.client_data = reader;
  if (setjmp(reader->escape)) {
    cjpeg_reader_destroy(reader);
    return NULL;
  }
  jpeg_create_decompress(&reader->jpeg);
  reader->jpeg.client_data = reader;
  reader->source.init_source = start_source;
  reader->source.fill_input_buffer = fill;
  reader->source.skip_input_data = skip;
  reader->source.resync_to_restart = jpeg_resync_to_restart;
  reader->source.term_source = end_source;
  reader->jpeg.src = &reader->source;
  return reader;
}

void cjpeg_reader_destroy(cjpeg_reader *reader) {
  if (!reader) return;
  jpeg_destroy_decompress(&reader->jpeg);
  free(reader->cmyk);
  free(reader);
}

const char *cjpeg_reader_message(const cjpeg_reader *reader) { return reader->message; }

int cjpeg_reader_header(cjpeg_reader *reader, cjpeg_header *header) {
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  if (setjmp(reader->escape)) return reader->status;
  jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xFFFF);
  jpeg_save_markers(jpeg, JPEG_APP0 + 2, 0xFFFF);
  jpeg_read_header(jpeg, TRUE);
  switch (jpeg->jpeg_color_space) {
  case JCS_GRAYSCALE:
    reader->channels = 1;
    jpeg->out_color_space = JCS_GRAYSCALE;
    break;
  case JCS_RGB:
  case JCS_YCbCr:
    reader->channels = 3;
    jpeg->out_color_space = JCS_RGB;
    break;
  case JCS_CMYK:
  case JCS_YCCK:
    reader->channels = 3;
    reader->inverted = jpeg->saw_Adobe_marker;
    jpeg->out_color_space = JCS_CMYK;
    reader->cmyk = malloc((size_t)jpeg->image_width * 4);
    if (reader->cmyk) break;
    /* fall through */
  default:
    snprintf(reader->message, sizeof reader->message, "%d components of an unknown colour space",
             jpeg->num_components);
    return reader->status = CJPEG_UNSUPPORTED;
  }
  header->width = jpeg->image_width;
  header->height = jpeg->image_height;
  header->channels = reader->channels;
  header->buffered = jpeg_has_multiple_scans(jpeg);
  header->density_unit = jpeg->saw_JFIF_marker ? jpeg->density_unit : 0;
  header->x_density = jpeg->saw_JFIF_marker ? jpeg->X_density : 1;
  header->y_density = jpeg->saw_JFIF_marker ? jpeg->Y_density : 1;
  return CJPEG_OK;
}

int cjpeg_reader_marker(const cjpeg_reader *reader, size_t index, int *app, const uint8_t **bytes,
                        size_t *count) {
  for (jpeg_saved_marker_ptr marker = reader->jpeg.marker_list; marker; marker = marker->next) {
    if (index-- > 0) continue;
    *app = marker->marker - JPEG_APP0;
    *bytes = marker->data;
    *count = marker->data_length;
    return 1;
  }
  return 0;
}

int cjpeg_reader_start(cjpeg_reader *reader) {
  if (setjmp(reader->escape)) return reader->status;
  jpeg_start_decompress(&reader->jpeg);
  if (reader->ended && jpeg_has_multiple_scans(&reader->jpeg)) {
    snprintf(reader->message, sizeof reader->message, "the last scan is missing");
    return reader->status = CJPEG_TRUNCATED;
  }
  return CJPEG_OK;
}

static void cmyk_to_rgb(const uint8_t *cmyk, uint8_t *rgb, size_t width, int inverted) {
  for (size_t x = 0; x < width; x++) {
    unsigned k = inverted ? cmyk[4 * x + 3] : 255u - cmyk[4 * x + 3];
    for (int c = 0; c < 3; c++) {
      unsigned ink = inverted ? cmyk[4 * x + c] : 255u - cmyk[4 * x + c];
      rgb[3 * x + c] = (uint8_t)((ink * k + 127) / 255);
    }
  }
}

int cjpeg_reader_rows(cjpeg_reader *reader, uint8_t *rows, size_t stride, uint32_t count,
                      uint32_t *done) {
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  if (setjmp(reader->escape)) {
    *done = jpeg->output_scanline;
    return reader->status;
  }
  uint32_t end = jpeg->output_scanline + count;
  JSAMPROW pointers[16];
  while (jpeg->output_scanline < end) {
    if (reader->cmyk) {
      JSAMPROW row = reader->cmyk;
      jpeg_read_scanlines(jpeg, &row, 1);
      cmyk_to_rgb(reader->cmyk, rows, jpeg->output_width, reader->inverted);
      rows += stride;
      continue;
    }
    uint32_t wanted = end - jpeg->output_scanline;
    if (wanted > 16) wanted = 16;
    for (uint32_t i = 0; i < wanted; i++) pointers[i] = rows + i * stride;
    rows += stride * jpeg_read_scanlines(jpeg, pointers, wanted);
  }
  *done = jpeg->output_scanline;
  return CJPEG_OK;
}
