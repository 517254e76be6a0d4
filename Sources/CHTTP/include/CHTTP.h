/* Bytes over HTTP by libcurl, which is loaded when a request is made and not before: bound at build
   time it would bring some thirty libraries into every start of a program that hardly ever loads
   anything down. Only functions and constants that libcurl keeps stable are used. */
#ifndef CHTTP_H
#define CHTTP_H

#include <stddef.h>
#include <stdint.h>

enum chttp_state {
  CHTTP_BYTES = 0, /* some bytes of the body */
  CHTTP_END,       /* the body is over */
  CHTTP_TIMEOUT,
  CHTTP_NO_HOST,
  CHTTP_REFUSED,
  CHTTP_LOST,  /* the connection broke off */
  CHTTP_FAILED /* anything else: the message says it */
};

typedef struct chttp chttp;

/* Prepares a GET of http or https, from byte `offset` on; redirections are followed. NULL when there
   is no libcurl. `timeout_ms` bounds the time without a byte. */
chttp *chttp_open(const char *address, uint64_t offset, long timeout_ms);
void chttp_close(chttp *transfer);

/* Waits for the next bytes, which stay until the next call. Status, length and range are known when
   it returns CHTTP_BYTES or CHTTP_END. */
int chttp_next(chttp *transfer, const uint8_t **bytes, size_t *count);

long chttp_status(const chttp *transfer);
/* What Content-Length announces; negative when nothing does. */
int64_t chttp_length(const chttp *transfer);
/* The Content-Range header; empty when there is none. */
const char *chttp_range(const chttp *transfer);
const char *chttp_message(const chttp *transfer);

#endif
