#include "CHTTP.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* libcurl's names and numbers, from curl/curl.h and curl/multi.h. */
enum {
  CURL_GLOBAL_DEFAULT = 3,
  CURLOPT_MAXREDIRS = 68,
  CURLOPT_FOLLOWLOCATION = 52,
  CURLOPT_NOSIGNAL = 99,
  CURLOPT_PROTOCOLS = 181,
  CURLOPT_WRITEDATA = 10001,
  CURLOPT_URL = 10002,
  CURLOPT_RANGE = 10007,
  CURLOPT_ERRORBUFFER = 10010,
  CURLOPT_HEADERDATA = 10029,
  CURLOPT_WRITEFUNCTION = 20011,
  CURLOPT_HEADERFUNCTION = 20079,
  CURLPROTO_HTTP_AND_HTTPS = 1 | 2,
  CURLINFO_RESPONSE_CODE = 0x200002,
  CURLINFO_CONTENT_LENGTH_DOWNLOAD_T = 0x60000F,
  CURLE_COULDNT_RESOLVE_HOST = 6,
  CURLE_COULDNT_CONNECT = 7,
  CURLE_PARTIAL_FILE = 18,
  CURLE_OPERATION_TIMEDOUT = 28,
  CURLE_GOT_NOTHING = 52,
  CURLE_SEND_ERROR = 55,
  CURLE_RECV_ERROR = 56,
  CURLMSG_DONE = 1,
  CURL_ERROR_SIZE = 256
};

struct curl_message {
  int msg;
  void *easy;
  union {
    void *whatever;
    int result;
  } data;
};

static struct {
  int (*global_init)(long);
  void *(*easy_init)(void);
  int (*easy_setopt)(void *, int, ...);
  int (*easy_getinfo)(void *, int, ...);
  const char *(*easy_strerror)(int);
  void (*easy_cleanup)(void *);
  void *(*multi_init)(void);
  int (*multi_add_handle)(void *, void *);
  int (*multi_remove_handle)(void *, void *);
  int (*multi_perform)(void *, int *);
  int (*multi_wait)(void *, void *, unsigned, int, int *);
  struct curl_message *(*multi_info_read)(void *, int *);
  int (*multi_cleanup)(void *);
} curl;

struct chttp {
  void *easy, *multi;
  long timeout_ms;
  uint8_t *bytes;
  size_t count, capacity;
  char range[128];
  char message[CURL_ERROR_SIZE];
};

static int loaded;

static void load(void) {
  const char *names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib"};
  void *library = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) {
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  }
  if (!library) return;
#define FIND(name) \
  *(void **)&curl.name = dlsym(library, "curl_" #name); \
  if (!curl.name) return
  FIND(global_init);
  FIND(easy_init);
  FIND(easy_setopt);
  FIND(easy_getinfo);
  FIND(easy_strerror);
  FIND(easy_cleanup);
  FIND(multi_init);
  FIND(multi_add_handle);
  FIND(multi_remove_handle);
  FIND(multi_perform);
  FIND(multi_wait);
  FIND(multi_info_read);
  FIND(multi_cleanup);
#undef FIND
  if (curl.global_init(CURL_GLOBAL_DEFAULT) == 0) loaded = 1;
}

static size_t on_body(const char *bytes, size_t size, size_t count, void *context) {
  chttp *transfer = context;
  count *= size;
  if (transfer->count + count > transfer->capacity) {
    size_t capacity = 2 * (transfer->count + count);
    uint8_t *larger = realloc(transfer->bytes, capacity);
    if (!larger) return 0;
    transfer->bytes = larger;
    transfer->capacity = capacity;
  }
  memcpy(transfer->bytes + transfer->count, bytes, count);
  transfer->count += count;
  return count;
}

static size_t on_header(const char *line, size_t size, size_t count, void *context) {
  chttp *transfer = context;
  count *= size;
  static const char name[] = "content-range:";
  /* The head of another answer, behind a redirection. */
  if (count >= 5 && memcmp(line, "HTTP/", 5) == 0) transfer->range[0] = 0;
  if (count < sizeof name || strncasecmp(line, name, sizeof name - 1) != 0) return count;
  const char *value = line + sizeof name - 1, *end = line + count;
  while (value < end && *value == ' ') value++;
  while (end > value && (end[-1] == '\r' || end[-1] == '\n' || end[-1] == ' ')) end--;
  snprintf(transfer->range, sizeof transfer->range, "%.*s", (int)(end - value), value);
  return count;
}

chttp *chttp_open(const char *address, uint64_t offset, long timeout_ms) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  if (!loaded) return NULL;
  chttp *transfer = calloc(1, sizeof *transfer);
  if (!transfer) return NULL;
  transfer->timeout_ms = timeout_ms;
  transfer->easy = curl.easy_init();
  transfer->multi = curl.multi_init();
  if (!transfer->easy || !transfer->multi) {
    chttp_close(transfer);
    return NULL;
  }
  char range[32];
  snprintf(range, sizeof range, "%llu-", (unsigned long long)offset);
  curl.easy_setopt(transfer->easy, CURLOPT_URL, address);
  curl.easy_setopt(transfer->easy, CURLOPT_PROTOCOLS, (long)CURLPROTO_HTTP_AND_HTTPS);
  curl.easy_setopt(transfer->easy, CURLOPT_FOLLOWLOCATION, 1L);
  curl.easy_setopt(transfer->easy, CURLOPT_MAXREDIRS, 16L);
  curl.easy_setopt(transfer->easy, CURLOPT_NOSIGNAL, 1L);
  curl.easy_setopt(transfer->easy, CURLOPT_ERRORBUFFER, transfer->message);
  curl.easy_setopt(transfer->easy, CURLOPT_WRITEFUNCTION, on_body);
  curl.easy_setopt(transfer->easy, CURLOPT_WRITEDATA, transfer);
  curl.easy_setopt(transfer->easy, CURLOPT_HEADERFUNCTION, on_header);
  curl.easy_setopt(transfer->easy, CURLOPT_HEADERDATA, transfer);
  if (offset > 0) curl.easy_setopt(transfer->easy, CURLOPT_RANGE, range);
  curl.multi_add_handle(transfer->multi, transfer->easy);
  return transfer;
}

void chttp_close(chttp *transfer) {
  if (!transfer) return;
  if (transfer->multi && transfer->easy) {
    curl.multi_remove_handle(transfer->multi, transfer->easy);
  }
  if (transfer->easy) curl.easy_cleanup(transfer->easy);
  if (transfer->multi) curl.multi_cleanup(transfer->multi);
  free(transfer->bytes);
  free(transfer);
}

static int outcome(chttp *transfer, int result) {
  if (result != 0 && transfer->message[0] == 0) {
    snprintf(transfer->message, sizeof transfer->message, "%s", curl.easy_strerror(result));
  }
  switch (result) {
  case 0: return CHTTP_END;
  case CURLE_COULDNT_RESOLVE_HOST: return CHTTP_NO_HOST;
  case CURLE_COULDNT_CONNECT: return CHTTP_REFUSED;
  case CURLE_OPERATION_TIMEDOUT: return CHTTP_TIMEOUT;
  case CURLE_PARTIAL_FILE:
  case CURLE_GOT_NOTHING:
  case CURLE_SEND_ERROR:
  case CURLE_RECV_ERROR: return CHTTP_LOST;
  default: return CHTTP_FAILED;
  }
}

static long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

int chttp_next(chttp *transfer, const uint8_t **bytes, size_t *count) {
  transfer->count = 0;
  long start = milliseconds();
  for (;;) {
    int running = 0, left = 0;
    if (curl.multi_perform(transfer->multi, &running) != 0) return CHTTP_FAILED;
    if (transfer->count > 0) {
      *bytes = transfer->bytes;
      *count = transfer->count;
      return CHTTP_BYTES;
    }
    struct curl_message *message = curl.multi_info_read(transfer->multi, &left);
    if (message && message->msg == CURLMSG_DONE) return outcome(transfer, message->data.result);
    long rest = transfer->timeout_ms - (milliseconds() - start);
    if (rest <= 0) return CHTTP_TIMEOUT;
    curl.multi_wait(transfer->multi, NULL, 0, (int)(rest < 500 ? rest : 500), NULL);
  }
}

long chttp_status(const chttp *transfer) {
  long status = 0;
  curl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

int64_t chttp_length(const chttp *transfer) {
  int64_t length = -1;
  curl.easy_getinfo(transfer->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  return length;
}

const char *chttp_range(const chttp *transfer) { return transfer->range; }

const char *chttp_message(const chttp *transfer) { return transfer->message; }
