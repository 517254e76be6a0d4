#include "CPNG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

enum { CARRIED = 6, SKIPPED = 10, MAX_WARNINGS = 10, BUFFER_SIZE = 65536 };

/* A chunk of the file, without its length and checksum. */
struct chunk {
  char name[5];
  uint8_t *bytes;
  size_t count;
};

struct cpng_reader {
  png_structp png;
  png_infop info;
  jmp_buf escape;
  cpng_read read;
  void *context;
  int status;
  int tolerant;
  char message[200];
  char warnings[MAX_WARNINGS][200];
  size_t warning_count;
  struct chunk chunks[CARRIED];
  size_t chunk_count;
  uint32_t row;
  int passes;
  const uint8_t *next; /* the next unread byte of the buffer */
  size_t available;
  uint8_t buffer[BUFFER_SIZE];
};

static void on_error(png_structp png, png_const_charp message) {
  cpng_reader *reader = png_get_error_ptr(png);
  if (reader->status == CPNG_OK) {
    reader->status = CPNG_DAMAGED;
    snprintf(reader->message, sizeof reader->message, "%s", message);
  }
  longjmp(reader->escape, 1);
}

/* Whether a warning is about the checksum of all pixels, which libpng checks last. Other warnings
   change no row: data after the pixels, or an unsuitable palette or transparency. */
static int is_damage(const char *message) {
  if (strncmp(message, "IDAT:", 5) != 0) return 0;
  return strstr(message, "Too much image data") == NULL &&
         strstr(message, "Extra compressed data") == NULL;
}

static void on_warning(png_structp png, png_const_charp message) {
  cpng_reader *reader = png_get_error_ptr(png);
  if (!reader->tolerant && is_damage(message)) png_error(png, message);
  for (size_t i = 0; i < reader->warning_count; i++) {
    if (strcmp(reader->warnings[i], message) == 0) return;
  }
  if (reader->warning_count == MAX_WARNINGS) return;
  snprintf(reader->warnings[reader->warning_count++], sizeof reader->message, "%s", message);
}

/* Chunks that libpng passes on: copied unchanged, and not inflated before the caller has set a
   limit. One chunk of each kind; of the texts only XMP. */
static const png_byte carried[] = "gAMA\0cHRM\0sRGB\0cICP\0iCCP\0iTXt";
/* Chunks that change no sample and are dropped: only their checksums are checked. */
static const png_byte skipped[] =
    "tEXt\0zTXt\0sPLT\0hIST\0tIME\0bKGD\0sBIT\0pCAL\0sCAL\0oFFs";
static const char xmp[] = "XML:com.adobe.xmp";

static int is_wanted(const cpng_reader *reader, png_unknown_chunkp chunk) {
  for (size_t i = 0; i < reader->chunk_count; i++) {
    if (memcmp(reader->chunks[i].name, chunk->name, 4) == 0) return 0;
  }
  if (memcmp(chunk->name, "iTXt", 4) == 0) {
    return chunk->size >= sizeof xmp && memcmp(chunk->data, xmp, sizeof xmp) == 0;
  }
  for (size_t i = 0; i < CARRIED; i++) {
    if (memcmp(carried + 5 * i, chunk->name, 4) == 0) return 1;
  }
  return 0;
}

static int on_chunk(png_structp png, png_unknown_chunkp chunk) {
  cpng_reader *reader = png_get_user_chunk_ptr(png);
  /* libpng refuses an unknown critical chunk when the callback returns 0. */
  if ((chunk->name[0] & 0x20) == 0) return 0;
  if (!is_wanted(reader, chunk)) return 1;
  struct chunk *kept = &reader->chunks[reader->chunk_count];
  kept->bytes = malloc(chunk->size + 1);
  if (!kept->bytes) return 1;
  memcpy(kept->name, chunk->name, 5);
  if (chunk->size > 0) memcpy(kept->bytes, chunk->data, chunk->size);
  kept->count = chunk->size;
  reader->chunk_count++;
  return 1;
}

static void fill(cpng_reader *reader) {
  ptrdiff_t got = reader->read(reader->context, reader->buffer, BUFFER_SIZE);
  if (got <= 0) {
    reader->status = got < 0 ? CPNG_IO : CPNG_TRUNCATED;
    snprintf(reader->message, sizeof reader->message, got < 0 ? "read failed" : "end of file");
    png_error(reader->png, reader->message);
  }
  reader->next = reader->buffer;
  reader->available = (size_t)got;
}

/* Serves the reads of libpng, a few bytes or 4 KB each, from a larger buffer. */
static void on_read(png_structp png, png_bytep bytes, png_size_t count) {
  cpng_reader *reader = png_get_io_ptr(png);
  while (count > 0) {
    if (reader->available == 0) fill(reader);
    size_t piece = count < reader->available ? count : reader->available;
    memcpy(bytes, reader->next, piece);
    reader->next += piece;
    reader->available -= piece;
    bytes += piece;
    count -= piece;
  }
}

cpng_reader *cpng_reader_create(cpng_read read, void *context, int tolerant) {
  cpng_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->tolerant = tolerant;
  reader->read = read;
  reader->context = context;
  reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, on_error, on_warning);
  if (reader->png) reader->info = png_create_info_struct(reader->png);
  if (!reader->info) {
    cpng_reader_destroy(reader);
    return NULL;
  }
  png_set_read_fn(reader->png, reader, on_read);
  /* The caller checks the size in the header against its own limits. */
  png_set_user_limits(reader->png, 0x7FFFFFFF, 0x7FFFFFFF);
  png_set_chunk_cache_max(reader->png, 1000);
  png_set_chunk_malloc_max(reader->png, 64u << 20);
  png_set_read_user_chunk_fn(reader->png, reader, on_chunk);
  png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_ALWAYS, carried, CARRIED);
  png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_NEVER, skipped, SKIPPED);
  /* libpng does not inflate a truncated piece of input: small pieces lose little. */
  if (tolerant) png_set_compression_buffer_size(reader->png, 16);
  /* A wrong checksum is damage in any chunk. */
  int action = tolerant ? PNG_CRC_WARN_USE : PNG_CRC_ERROR_QUIT;
  png_set_crc_action(reader->png, action, action);
  return reader;
}

void cpng_reader_destroy(cpng_reader *reader) {
  if (!reader) return;
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
  for (size_t i = 0; i < reader->chunk_count; i++) free(reader->chunks[i].bytes);
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
  if (png_get_pHYs(png, info, &x, &y, &unit)) {
    header->x_density = x;
    header->y_density = y;
    header->per_metre = unit == PNG_RESOLUTION_METER;
  }
  if (type == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
  if (type == PNG_COLOR_TYPE_GRAY && header->bits < 8) png_set_expand_gray_1_2_4_to_8(png);
  if (transparent) png_set_tRNS_to_alpha(png);
  const uint16_t one = 1;
  if (header->bits == 16 && *(const uint8_t *)&one == 1) png_set_swap(png);
  return CPNG_OK;
}

const char *cpng_reader_warning(const cpng_reader *reader, size_t index) {
  return index < reader->warning_count ? reader->warnings[index] : NULL;
}

int cpng_reader_chunk(const cpng_reader *reader, size_t index, const char **name,
                      const uint8_t **bytes, size_t *count) {
  if (index >= reader->chunk_count) return 0;
  *name = reader->chunks[index].name;
  *bytes = reader->chunks[index].bytes;
  *count = reader->chunks[index].count;
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
    reader->passes++;
  }
  return CPNG_OK;
}

int cpng_reader_passes(const cpng_reader *reader) { return reader->passes; }

int cpng_reader_finish(cpng_reader *reader) {
  if (setjmp(reader->escape)) return reader->status;
  png_read_end(reader->png, reader->info);
  return CPNG_OK;
}
