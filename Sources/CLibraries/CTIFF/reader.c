#include "CTIFF.h"

#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "messages.h"

struct ctiff {
  struct ctiff_messages messages; /* first: the handlers get the address of the whole */
  TIFF *tiff;
  ctiff_read read;
  void *context;
  uint64_t size, position;
};

static tmsize_t on_read(thandle_t handle, void *buffer, tmsize_t count) {
  ctiff *file = handle;
  ptrdiff_t got = file->read(file->context, buffer, file->position, (size_t)count);
  if (got > 0) file->position += (uint64_t)got;
  return got;
}

static tmsize_t on_write(thandle_t handle, void *buffer, tmsize_t count) {
  (void)handle;
  (void)buffer;
  (void)count;
  return -1;
}

static toff_t on_seek(thandle_t handle, toff_t offset, int whence) {
  ctiff *file = handle;
  if (whence == SEEK_SET) file->position = offset;
  if (whence == SEEK_CUR) file->position += offset;
  if (whence == SEEK_END) file->position = file->size + offset;
  return file->position;
}

static int on_close(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t on_size(thandle_t handle) { return ((ctiff *)handle)->size; }

ctiff *ctiff_open(ctiff_read read, void *context, uint64_t size, uint64_t limit) {
  ctiff *file = calloc(1, sizeof *file);
  if (!file) return NULL;
  ctiff_keep_messages();
  file->read = read;
  file->context = context;
  file->size = size;
  /* O: offsets of strips are read when they are needed, not millions of them at once. */
#if TIFFLIB_VERSION >= 20221213
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (options) {
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)limit);
    file->tiff = TIFFClientOpenExt("", "rO", file, on_read, on_write, on_seek, on_close, on_size,
                                   NULL, NULL, options);
    TIFFOpenOptionsFree(options);
  }
#else
  (void)limit;
  file->tiff =
      TIFFClientOpen("", "rO", file, on_read, on_write, on_seek, on_close, on_size, NULL, NULL);
#endif
  return file;
}

int ctiff_is_open(const ctiff *file) { return file->tiff != NULL; }

void ctiff_close(ctiff *file) {
  if (!file) return;
  if (file->tiff) TIFFClose(file->tiff);
  free(file);
}

const char *ctiff_message(const ctiff *file) { return file->messages.text; }

int ctiff_has_damage(const ctiff *file) { return file->messages.damage; }

static void describe(TIFF *tiff, ctiff_header *header) {
  memset(header, 0, sizeof *header);
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &header->width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &header->height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &header->bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &header->format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &header->samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &header->planar);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &header->compression);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &header->orientation);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_INKSET, &header->ink_set);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &header->subfile);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &header->rows_per_strip);
  /* Files without it are gray, or color with three samples or more. */
  if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &header->photometric)) {
    header->photometric = header->samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
  }
  uint16_t *extras = NULL;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &header->extra_count, &extras);
  for (int i = 0; extras && i < header->extra_count && i < CTIFF_MAX_EXTRA; i++) {
    header->extras[i] = extras[i];
  }
  /* Before the sizes of rows are asked for, which depend on it. */
  if (header->compression == COMPRESSION_JPEG && header->photometric == PHOTOMETRIC_YCBCR &&
      header->planar == PLANARCONFIG_CONTIG) {
    header->is_upsampled = TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  }
  header->is_tiled = TIFFIsTiled(tiff);
  if (header->is_tiled) {
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &header->tile_width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &header->tile_height);
    header->tile_bytes = TIFFTileSize64(tiff);
  }
  header->row_bytes = TIFFScanlineSize64(tiff);
  float x = 0, y = 0;
  if (TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x) && TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &y)) {
    header->x_resolution = x;
    header->y_resolution = y;
  }
  TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &header->resolution_unit);
  header->is_configured = TIFFIsCODECConfigured(header->compression);
  void *version = NULL;
  uint16_t count = 0;
  void *offsets = NULL;
  /* The first page of NEF and ARW is a small preview, and the photograph lies below it. */
  header->is_raw = TIFFGetField(tiff, TIFFTAG_DNGVERSION, &version) != 0 ||
                   ((header->subfile & FILETYPE_REDUCEDIMAGE) &&
                    TIFFGetField(tiff, TIFFTAG_SUBIFD, &count, &offsets) && count > 0);
}

int ctiff_select(ctiff *file, uint32_t page, ctiff_header *header) {
  if (!TIFFSetDirectory(file->tiff, page)) return 0;
  describe(file->tiff, header);
  return 1;
}

uint32_t ctiff_pages(ctiff *file, uint32_t *full) {
  uint32_t count = 0;
  *full = 0;
  if (!TIFFSetDirectory(file->tiff, 0)) return 0;
  do {
    uint32_t subfile = 0;
    TIFFGetFieldDefaulted(file->tiff, TIFFTAG_SUBFILETYPE, &subfile);
    if (!(subfile & FILETYPE_REDUCEDIMAGE)) (*full)++;
    count++;
  } while (count < 65535 && TIFFReadDirectory(file->tiff));
  return count;
}

int ctiff_block(ctiff *file, uint32_t tag, const uint8_t **bytes, size_t *count) {
  uint32_t length = 0;
  void *value = NULL;
  if (!TIFFGetField(file->tiff, tag, &length, &value) || !value || length == 0) return 0;
  *bytes = value;
  *count = length;
  return 1;
}

int ctiff_palette(ctiff *file, const uint16_t **red, const uint16_t **green,
                  const uint16_t **blue) {
  uint16_t *r = NULL, *g = NULL, *b = NULL;
  if (!TIFFGetField(file->tiff, TIFFTAG_COLORMAP, &r, &g, &b) || !r || !g || !b) return 0;
  *red = r;
  *green = g;
  *blue = b;
  return 1;
}

int ctiff_row(ctiff *file, uint8_t *row, uint32_t y, uint16_t plane) {
  return TIFFReadScanline(file->tiff, row, y, plane) >= 0;
}

int ctiff_tile(ctiff *file, uint8_t *tile, uint32_t x, uint32_t y, uint16_t plane) {
  return TIFFReadTile(file->tiff, tile, x, y, 0, plane) >= 0;
}

int ctiff_can_be_rgba(ctiff *file) {
  char reason[1024] = "";
  /* The caller turns the picture. */
  TIFFSetField(file->tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  if (TIFFRGBAImageOK(file->tiff, reason)) return 1;
  if (!file->messages.text[0]) {
    strncpy(file->messages.text, reason, sizeof file->messages.text - 1);
  }
  return 0;
}

int ctiff_rgba(ctiff *file, uint32_t *pixels, uint32_t x, uint32_t y) {
  return TIFFIsTiled(file->tiff) ? TIFFReadRGBATileExt(file->tiff, x, y, pixels, 1)
                                 : TIFFReadRGBAStripExt(file->tiff, y, pixels, 1);
}
