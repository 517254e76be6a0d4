#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

enum { BUFFER_SIZE = 65536 };

struct cjpeg_writer {
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_destination_mgr destination;
  jmp_buf escape;
  cjpeg_write write;
  void *context;
  int status;
  char message[JMSG_LENGTH_MAX];
  uint8_t buffer[BUFFER_SIZE];
};

static void on_error(j_common_ptr jpeg) {
  cjpeg_writer *writer = jpeg->client_data;
  jpeg->err->format_message(jpeg, writer->message);
  writer->status = CJPEG_UNSUPPORTED;
  longjmp(writer->escape, 1);
}

static void on_message(j_common_ptr jpeg, int level) {
  (void)jpeg;
  (void)level;
}

static void flush(cjpeg_writer *writer, size_t count) {
  if (writer->write(writer->context, writer->buffer, count) < 0) {
    writer->status = CJPEG_IO;
    longjmp(writer->escape, 1);
  }
  writer->destination.next_output_byte = writer->buffer;
  writer->destination.free_in_buffer = BUFFER_SIZE;
}

static void start_destination(j_compress_ptr jpeg) {
  cjpeg_writer *writer = jpeg->client_data;
  writer->destination.next_output_byte = writer->buffer;
  writer->destination.free_in_buffer = BUFFER_SIZE;
}

static boolean empty_buffer(j_compress_ptr jpeg) {
  flush(jpeg->client_data, BUFFER_SIZE);
  return TRUE;
}

static void end_destination(j_compress_ptr jpeg) {
  cjpeg_writer *writer = jpeg->client_data;
  flush(writer, BUFFER_SIZE - writer->destination.free_in_buffer);
}

cjpeg_writer *cjpeg_writer_create(cjpeg_write write, void *context) {
  cjpeg_writer *writer = calloc(1, sizeof *writer);
  if (!writer) return NULL;
  writer->write = write;
  writer->context = context;
  writer->jpeg.err = jpeg_std_error(&writer->errors);
  writer->errors.error_exit = on_error;
  writer->errors.emit_message = on_message;
  writer->jpeg.client_data = writer;
  if (setjmp(writer->escape)) {
    cjpeg_writer_destroy(writer);
    return NULL;
  }
  jpeg_create_compress(&writer->jpeg);
  writer->jpeg.client_data = writer;
  writer->destination.init_destination = start_destination;
  writer->destination.empty_output_buffer = empty_buffer;
  writer->destination.term_destination = end_destination;
  writer->jpeg.dest = &writer->destination;
  return writer;
}

void cjpeg_writer_destroy(cjpeg_writer *writer) {
  if (!writer) return;
  jpeg_destroy_compress(&writer->jpeg);
  free(writer);
}

const char *cjpeg_writer_message(const cjpeg_writer *writer) { return writer->message; }

int cjpeg_writer_start(cjpeg_writer *writer, const cjpeg_header *header, int quality,
                       int halve_chroma) {
  struct jpeg_compress_struct *jpeg = &writer->jpeg;
  if (setjmp(writer->escape)) return writer->status;
  jpeg->image_width = header->width;
  jpeg->image_height = header->height;
  jpeg->input_components = header->channels;
  jpeg->in_color_space = header->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(jpeg);
  jpeg_set_quality(jpeg, quality, TRUE);
  if (header->channels == 3) {
    jpeg->comp_info[0].h_samp_factor = halve_chroma ? 2 : 1;
    jpeg->comp_info[0].v_samp_factor = halve_chroma ? 2 : 1;
  }
  jpeg->density_unit = (UINT8)header->density_unit;
  jpeg->X_density = (UINT16)header->x_density;
  jpeg->Y_density = (UINT16)header->y_density;
  jpeg_start_compress(jpeg, TRUE);
  return CJPEG_OK;
}

int cjpeg_writer_marker(cjpeg_writer *writer, int app, const uint8_t *bytes, size_t count) {
  if (setjmp(writer->escape)) return writer->status;
  jpeg_write_marker(&writer->jpeg, JPEG_APP0 + app, bytes, (unsigned)count);
  return CJPEG_OK;
}

int cjpeg_writer_rows(cjpeg_writer *writer, const uint8_t *rows, size_t stride, uint32_t count) {
  if (setjmp(writer->escape)) return writer->status;
  for (uint32_t i = 0; i < count; i++) {
    JSAMPROW row = (JSAMPROW)(uintptr_t)(rows + i * stride);
    jpeg_write_scanlines(&writer->jpeg, &row, 1);
  }
  return CJPEG_OK;
}

int cjpeg_writer_flush(cjpeg_writer *writer) {
  if (setjmp(writer->escape)) return writer->status;
  flush(writer, BUFFER_SIZE - writer->destination.free_in_buffer);
  return CJPEG_OK;
}

int cjpeg_writer_finish(cjpeg_writer *writer) {
  if (setjmp(writer->escape)) return writer->status;
  jpeg_finish_compress(&writer->jpeg);
  return CJPEG_OK;
}
