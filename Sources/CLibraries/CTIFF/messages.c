#include "messages.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <tiffio.h>

static void on_error(thandle_t handle, const char *module, const char *format, va_list arguments) {
  struct ctiff_messages *messages = handle;
  (void)module;
  if (!messages || messages->text[0]) return;
  vsnprintf(messages->text, sizeof messages->text, format, arguments);
  /* Some begin with the name of the file, which libtiff does not know here. */
  size_t blank = strspn(messages->text, ": ");
  memmove(messages->text, messages->text + blank, strlen(messages->text + blank) + 1);
  /* One line, without a full stop. */
  messages->text[strcspn(messages->text, "\r\n")] = 0;
  size_t length = strlen(messages->text);
  if (length > 0 && messages->text[length - 1] == '.') messages->text[length - 1] = 0;
}

/* Most warnings are about tags. Those of the JPEG library are about the pixels. */
static void on_warning(thandle_t handle, const char *module, const char *format,
                       va_list arguments) {
  struct ctiff_messages *messages = handle;
  if (!messages || !module || strncmp(module, "JPEGLib", 7) != 0) return;
  char text[200];
  vsnprintf(text, sizeof text, format, arguments);
  if (strstr(text, "Premature end") || strstr(text, "Corrupt JPEG")) {
    messages->damage = 1;
    if (!messages->text[0]) memcpy(messages->text, text, sizeof text);
  }
}

static void set_handlers(void) {
  TIFFSetErrorHandler(NULL);
  TIFFSetWarningHandler(NULL);
  TIFFSetErrorHandlerExt(on_error);
  TIFFSetWarningHandlerExt(on_warning);
}

/* Files are opened on several threads, and the handlers are those of the process. */
void ctiff_keep_messages(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, set_handlers);
}
