#include "CTIFF.h"

#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "messages.h"

struct ctiff_writer {
  struct ctiff_messages messages; /* first: the handlers get the address of the whole */
  TIFF *tiff;
  ctiff_write write;
  void *context;
  uint64_t size, position;
};

static tmsize_t on_read(thandle_t handle, void *buffer, tmsize_t count) {
  (void)handle;
  (void)buffer;
  (void)count;
  return -1;
}

static tmsize_t on_write(thandle_t handle, void *buffer, tmsize_t count) {
  ctiff_writer *writer = handle;
  if (writer->write(writer->context, buffer, writer->position, (size_t)count) != 0) return -1;
  writer->position += (uint64_t)count;
  if (writer->position > writer->size) writer->size = writer->position;
  return count;
}

static toff_t on_seek(thandle_t handle, toff_t offset, int whence) {
  ctiff_writer *writer = handle;
  if (whence == SEEK_SET) writer->position = offset;
  if (whence == SEEK_CUR) writer->position += offset;
  if (whence == SEEK_END) writer->position = writer->size + offset;
  return writer->position;
}

static int on_close(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t on_size(thandle_t handle) { return ((ctiff_writer *)handle)->size; }

ctiff_writer *ctiff_writer_create(ctiff_write write, void *context, int is_big) {
  ctiff_writer *writer = calloc(1, sizeof *writer);
  if (!writer) return NULL;
  ctiff_keep_messages();
  writer->write = write;
  writer->context = context;
  /* l: the byte order of the samples, little-endian. */
  writer->tiff = TIFFClientOpen("", is_big ? "wl8" : "wl", writer, on_read, on_write, on_seek,
                                on_close, on_size, NULL, NULL);
  return writer;
}

void ctiff_writer_destroy(ctiff_writer *writer) {
  if (!writer) return;
  if (writer->tiff) TIFFCleanup(writer->tiff);
  free(writer);
}

const char *ctiff_writer_message(const ctiff_writer *writer) { return writer->messages.text; }

int ctiff_writer_start(ctiff_writer *writer, const ctiff_description *description) {
  TIFF *tiff = writer->tiff;
  if (!tiff) return 0;
  int ok = TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, description->width) &&
           TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, description->height) &&
           TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, description->bits) &&
           TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, description->format) &&
           TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, description->samples) &&
           TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, description->photometric) &&
           TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) &&
           TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT) &&
           TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE) &&
           TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, description->rows_per_strip);
  if (ok && description->predictor != PREDICTOR_NONE) {
    ok = TIFFSetField(tiff, TIFFTAG_PREDICTOR, description->predictor);
  }
  if (ok && description->extra_count > 0) {
    uint16_t *extras = calloc(description->extra_count, sizeof *extras);
    if (!extras) return 0;
    if (description->alpha) extras[description->extra_count - 1] = EXTRASAMPLE_UNASSALPHA;
    ok = TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, description->extra_count, extras);
    free(extras);
  }
  if (ok && description->x_resolution > 0) {
    ok = TIFFSetField(tiff, TIFFTAG_XRESOLUTION, description->x_resolution) &&
         TIFFSetField(tiff, TIFFTAG_YRESOLUTION, description->y_resolution) &&
         TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, description->resolution_unit);
  }
  return ok;
}

int ctiff_writer_block(ctiff_writer *writer, uint32_t tag, const uint8_t *bytes, size_t count) {
  return TIFFSetField(writer->tiff, tag, (uint32_t)count, bytes);
}

int ctiff_writer_text(ctiff_writer *writer, uint32_t tag, const char *text) {
  return TIFFSetField(writer->tiff, tag, text);
}

int ctiff_writer_strip(ctiff_writer *writer, uint32_t index, const uint8_t *bytes, size_t count) {
  return TIFFWriteRawStrip(writer->tiff, index, (void *)bytes, (tmsize_t)count) >= 0;
}

int ctiff_writer_finish(ctiff_writer *writer) {
  int ok = TIFFFlush(writer->tiff) && !writer->messages.text[0];
  TIFFCleanup(writer->tiff);
  writer->tiff = NULL;
  return ok;
}
