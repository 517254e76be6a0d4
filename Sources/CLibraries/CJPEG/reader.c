#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

enum { BUFFER_SIZE = 65536, MAX_SEGMENTS = 1024, MAX_WARNINGS = 10 };

/* A marker segment APP1 or APP2 without its length field. */
struct segment {
  uint8_t *bytes;
  size_t count;
  int app;
};

/* The fields of a start-of-frame marker that describe the whole picture. */
struct frame {
  JDIMENSION width, height;
  int precision, components;
  boolean progressive, arithmetic;
};

struct cjpeg_reader {
  struct jpeg_decompress_struct jpeg;
  struct frame frame; /* the first frame; `components` is 0 before the frame has been read */
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  jmp_buf escape;
  cjpeg_read read;
  void *context;
  int status;
  int tolerant;  /* continue after damage, as libjpeg does by default */
  int max_scans;
  int whole_scans; /* scans whose last block has been decoded */
  int has_scans; /* libjpeg holds all coefficients until the last scan has been read */
  int ended;     /* end of file: an end marker was inserted for libjpeg */
  int ended_inside; /* the file ended within a scan */
  unsigned long stray_bytes; /* extraneous bytes before markers */
  int channels;
  int is_damaged;
  uint32_t sound_rows; /* rows read before the first damage */
  char message[JMSG_LENGTH_MAX];
  char warnings[MAX_WARNINGS][JMSG_LENGTH_MAX];
  size_t warning_count;
  struct segment segments[MAX_SEGMENTS];
  size_t segment_count;
  uint8_t buffer[BUFFER_SIZE];
  uint8_t *cmyk;
};

static void fail(cjpeg_reader *reader, int status) {
  reader->status = status;
  longjmp(reader->escape, 1);
}

static void keep_frame(cjpeg_reader *reader) {
  const struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  reader->frame = (struct frame){.width = jpeg->image_width,
                                 .height = jpeg->image_height,
                                 .precision = jpeg->data_precision,
                                 .components = jpeg->num_components,
                                 .progressive = jpeg->progressive_mode,
                                 .arithmetic = jpeg->arith_code};
}

/* libjpeg refuses a second frame, but only after its fields have overwritten those of the first.
   All buffers have the sizes of the first frame. */
static void restore_frame(cjpeg_reader *reader) {
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  if (reader->frame.components == 0) return;
  jpeg->image_width = reader->frame.width;
  jpeg->image_height = reader->frame.height;
  jpeg->data_precision = reader->frame.precision;
  jpeg->num_components = reader->frame.components;
  jpeg->progressive_mode = reader->frame.progressive;
  jpeg->arith_code = reader->frame.arithmetic;
}

static void on_error(j_common_ptr jpeg) {
  cjpeg_reader *reader = jpeg->client_data;
  int code = jpeg->err->msg_code;
  jpeg->err->format_message(jpeg, reader->message);
  restore_frame(reader);
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

static void remember(cjpeg_reader *reader, const char *message) {
  for (size_t i = 0; i < reader->warning_count; i++) {
    if (strcmp(reader->warnings[i], message) == 0) return;
  }
  if (reader->warning_count == MAX_WARNINGS) return;
  snprintf(reader->warnings[reader->warning_count++], JMSG_LENGTH_MAX, "%s", message);
}

/* Some writers of sequential files leave the three bytes of spectral selection and
   approximation 0; no decoder reads these bytes. */
static int are_zero(const int *parameters) {
  return parameters[0] == 0 && parameters[1] == 0 && parameters[2] == 0 && parameters[3] == 0;
}

/* Extraneous bytes before a restart marker are the rest of an interval that was decoded wrong.
   Before any other marker such bytes are padding, as written by phones: all blocks of the scan are
   present. */
static int is_restart(int marker) { return marker >= JPEG_RST0 && marker <= JPEG_RST0 + 7; }

/* Whether libjpeg would continue with invented pixels. All data that djpeg calls corrupt count as
   damage, except padding. An unknown version or color transform is only a warning. */
static int is_damage(const struct jpeg_error_mgr *errors) {
  switch (errors->msg_code) {
  case JWRN_NOT_SEQUENTIAL: return !are_zero(errors->msg_parm.i);
  case JWRN_EXTRANEOUS_DATA: return is_restart(errors->msg_parm.i[1]);
  case JWRN_JFIF_MAJOR:
  case JWRN_ADOBE_XFORM: return 0;
  default: return 1;
  }
}

static void on_message(j_common_ptr jpeg, int level) {
  cjpeg_reader *reader = jpeg->client_data;
  if (level >= 0) return;
  int damage = is_damage(jpeg->err);
  if (damage && !reader->tolerant) on_error(jpeg);
  if (!damage && jpeg->err->msg_code == JWRN_EXTRANEOUS_DATA) {
    if (!reader->ended) reader->stray_bytes += (unsigned)jpeg->err->msg_parm.i[0];
    return;
  }
  char message[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, message);
  remember(reader, message);
  /* Damage before the first scan loses nothing of the picture. */
  if (!damage || reader->is_damaged || reader->channels == 0) return;
  reader->is_damaged = 1;
  reader->sound_rows = reader->has_scans ? 0 : reader->jpeg.output_scanline;
}

/* Whether libjpeg is between the first and the last block of a scan. */
static int is_inside_scan(const struct jpeg_decompress_struct *jpeg) {
  return jpeg->input_iMCU_row < jpeg->total_iMCU_rows;
}

/* Whether every coefficient of every component has been read, in full precision. */
static int has_all_scans(const struct jpeg_decompress_struct *jpeg) {
  for (int c = 0; c < jpeg->num_components; c++) {
    if (!jpeg->comp_info[c].quant_table) return 0; /* set by the component's first scan */
    if (!jpeg->progressive_mode) continue;
    if (!jpeg->coef_bits) return 0;
    for (int k = 0; k < DCTSIZE2; k++) {
      if (jpeg->coef_bits[c][k] != 0) return 0;
    }
  }
  return 1;
}

/* Whether all rows have been decoded, so that later data cannot change them. Huffman decoding
   detects data that end too early; arithmetic decoding does not. */
static int is_complete(const cjpeg_reader *reader) {
  const struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  if (jpeg->total_iMCU_rows == 0 || is_inside_scan(jpeg)) return 0;
  if (jpeg->arith_code && reader->ended_inside) return 0;
  if (!reader->has_scans) return 1;
  return reader->whole_scans == jpeg->input_scan_number && has_all_scans(jpeg);
}

/* Turns an error after a complete picture into a warning; other errors remain errors. */
static int forgives(cjpeg_reader *reader) {
  if (reader->status == CJPEG_IO || reader->status == CJPEG_OVER_LIMIT) return 0;
  if (!is_complete(reader)) return 0;
  char message[JMSG_LENGTH_MAX];
  snprintf(message, sizeof message, "behind the picture: %.150s", reader->message);
  if (!reader->ended) remember(reader, message);
  reader->status = CJPEG_OK;
  return 1;
}

/* Reports irregularities after the pixels. */
static int conclude(cjpeg_reader *reader) {
  char message[JMSG_LENGTH_MAX];
  if (reader->stray_bytes > 0) {
    snprintf(message, sizeof message, "%lu extraneous bytes before a marker: skipped",
             reader->stray_bytes);
    remember(reader, message);
  }
  if (!reader->ended) return CJPEG_OK;
  if (is_complete(reader)) {
    remember(reader, "the end marker is missing; all rows are there");
    return CJPEG_OK;
  }
  if (reader->tolerant) return CJPEG_OK;
  snprintf(reader->message, sizeof reader->message, "the end marker is missing");
  return reader->status = CJPEG_TRUNCATED;
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
    if (!reader->ended) reader->ended_inside = is_inside_scan(jpeg);
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

static unsigned next_byte(j_decompress_ptr jpeg) {
  cjpeg_reader *reader = jpeg->client_data;
  if (reader->source.bytes_in_buffer == 0) fill(jpeg);
  reader->source.bytes_in_buffer--;
  return *reader->source.next_input_byte++;
}

/* Stores a segment. libjpeg's own marker saving walks its whole list for each segment and has no
   limit. */
static boolean on_segment(j_decompress_ptr jpeg) {
  cjpeg_reader *reader = jpeg->client_data;
  long length = (long)next_byte(jpeg) << 8;
  length += (long)next_byte(jpeg);
  if (length < 2) ERREXIT(jpeg, JERR_BAD_LENGTH);
  length -= 2;
  if (reader->segment_count == MAX_SEGMENTS) {
    skip(jpeg, length);
    return TRUE;
  }
  struct segment *segment = &reader->segments[reader->segment_count];
  segment->bytes = malloc((size_t)length + 1);
  if (!segment->bytes) ERREXIT1(jpeg, JERR_OUT_OF_MEMORY, 0);
  reader->segment_count++;
  segment->app = jpeg->unread_marker - JPEG_APP0;
  for (segment->count = 0; segment->count < (size_t)length && !reader->ended; segment->count++) {
    segment->bytes[segment->count] = (uint8_t)next_byte(jpeg);
  }
  return TRUE;
}

cjpeg_reader *cjpeg_reader_create(cjpeg_read read, void *context, int max_scans, int tolerant) {
  cjpeg_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->max_scans = max_scans;
  reader->tolerant = tolerant;
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
  for (size_t i = 0; i < reader->segment_count; i++) free(reader->segments[i].bytes);
  free(reader->cmyk);
  free(reader);
}

const char *cjpeg_reader_message(const cjpeg_reader *reader) { return reader->message; }

const char *cjpeg_reader_warning(const cjpeg_reader *reader, size_t index) {
  return index < reader->warning_count ? reader->warnings[index] : NULL;
}

int cjpeg_reader_damage(const cjpeg_reader *reader, int *truncated, uint32_t *sound_rows) {
  *truncated = reader->ended;
  *sound_rows = reader->is_damaged ? reader->sound_rows : reader->jpeg.image_height;
  return reader->is_damaged || (reader->ended && !is_complete(reader));
}

int cjpeg_reader_header(cjpeg_reader *reader, cjpeg_header *header) {
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  if (setjmp(reader->escape)) return reader->status;
  jpeg_set_marker_processor(jpeg, JPEG_APP0 + 1, on_segment);
  jpeg_set_marker_processor(jpeg, JPEG_APP0 + 2, on_segment);
  jpeg_read_header(jpeg, TRUE);
  keep_frame(reader);
  if (jpeg->data_precision != 8) {
    snprintf(reader->message, sizeof reader->message, "%d bits a sample", jpeg->data_precision);
    return reader->status = CJPEG_UNSUPPORTED;
  }
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
  header->is_cmyk = reader->cmyk != NULL;
  header->coefficient_bytes = 0;
  if (jpeg_has_multiple_scans(jpeg)) {
    for (int i = 0; i < jpeg->num_components; i++) {
      const jpeg_component_info *component = &jpeg->comp_info[i];
      header->coefficient_bytes +=
          (uint64_t)component->width_in_blocks * component->height_in_blocks * sizeof(JBLOCK);
    }
    reader->has_scans = 1;
  }
  header->density_unit = jpeg->saw_JFIF_marker ? jpeg->density_unit : 0;
  header->x_density = jpeg->saw_JFIF_marker ? jpeg->X_density : 1;
  header->y_density = jpeg->saw_JFIF_marker ? jpeg->Y_density : 1;
  return CJPEG_OK;
}

int cjpeg_reader_segment(const cjpeg_reader *reader, size_t index, int *app, const uint8_t **bytes,
                         size_t *count) {
  if (index >= reader->segment_count) return 0;
  *app = reader->segments[index].app;
  *bytes = reader->segments[index].bytes;
  *count = reader->segments[index].count;
  return 1;
}

/* Reads all scans up to the limit. The limit bounds the time: a scan of a few bytes decodes the
   whole picture. */
static void read_scans(cjpeg_reader *reader) {
  for (int state = 0; state != JPEG_REACHED_EOI;) {
    state = jpeg_consume_input(&reader->jpeg);
    if (state == JPEG_SCAN_COMPLETED) reader->whole_scans = reader->jpeg.input_scan_number;
    if (reader->jpeg.input_scan_number <= reader->max_scans) continue;
    snprintf(reader->message, sizeof reader->message, "more than %d scans", reader->max_scans);
    fail(reader, CJPEG_OVER_LIMIT);
  }
}

/* Reads all available scans before the first row is output. */
static int start_scans(cjpeg_reader *reader) {
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  if (setjmp(reader->escape)) {
    if (!forgives(reader)) return reader->status;
  } else {
    jpeg->buffered_image = TRUE;
    jpeg_start_decompress(jpeg);
    read_scans(reader);
  }
  if (conclude(reader) != CJPEG_OK) return reader->status;
  if (setjmp(reader->escape)) return reader->status;
  jpeg_start_output(jpeg, jpeg->input_scan_number);
  return CJPEG_OK;
}

int cjpeg_reader_start(cjpeg_reader *reader) {
  if (reader->has_scans) return start_scans(reader);
  if (setjmp(reader->escape)) return reader->status;
  jpeg_start_decompress(&reader->jpeg);
  return CJPEG_OK;
}

/* Four components are read as 255 − ink, with or without Adobe's marker, like in djpeg, Pillow and
   OpenCV. */
static void cmyk_to_rgb(const uint8_t *cmyk, uint8_t *rgb, size_t width) {
  for (size_t x = 0; x < width; x++) {
    unsigned k = cmyk[4 * x + 3];
    for (int c = 0; c < 3; c++) rgb[3 * x + c] = (uint8_t)((cmyk[4 * x + c] * k + 127) / 255);
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
      cmyk_to_rgb(reader->cmyk, rows, jpeg->output_width);
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

int cjpeg_reader_finish(cjpeg_reader *reader) {
  if (reader->has_scans) return CJPEG_OK;
  if (setjmp(reader->escape)) return forgives(reader) ? conclude(reader) : reader->status;
  jpeg_finish_decompress(&reader->jpeg);
  return conclude(reader);
}
