#include "CMPI.h"

#ifdef CONVTOOL_MPI

#include <stdlib.h>

#include <mpi.h>

static MPI_Comm signs = MPI_COMM_NULL;
/* By process, the sign of life that is on its way. */
static MPI_Request *sent = NULL;
static MPI_Request barrier = MPI_REQUEST_NULL;

int cmpi_start(int *process, int *count, int *is_threaded) {
  int level = MPI_THREAD_SINGLE;
  int error = MPI_Init_thread(NULL, NULL, MPI_THREAD_MULTIPLE, &level);
  if (error) return error;
  *is_threaded = level >= MPI_THREAD_MULTIPLE;
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_rank(MPI_COMM_WORLD, process);
  MPI_Comm_size(MPI_COMM_WORLD, count);
  /* Signs of life have a communicator of their own, which also keeps them apart from other calls. */
  if ((error = MPI_Comm_dup(MPI_COMM_WORLD, &signs))) return error;
  MPI_Comm_set_errhandler(signs, MPI_ERRORS_RETURN);
  sent = malloc((size_t)*count * sizeof *sent);
  if (!sent) return MPI_ERR_NO_MEM;
  for (int i = 0; i < *count; i++) sent[i] = MPI_REQUEST_NULL;
  return 0;
}

int cmpi_end(void) { return MPI_Finalize(); }

void cmpi_error_text(int error, char text[CMPI_TEXT_SIZE]) {
  _Static_assert(MPI_MAX_ERROR_STRING <= CMPI_TEXT_SIZE, "a longer text");
  int length = 0;
  if (MPI_Error_string(error, text, &length)) length = 0;
  text[length] = 0;
}

int cmpi_exchange(const float *values, const int *counts, const int *offsets, float *received,
                  const int *received_counts, const int *received_offsets) {
  return MPI_Alltoallv(values, counts, offsets, MPI_FLOAT, received, received_counts,
                       received_offsets, MPI_FLOAT, MPI_COMM_WORLD);
}

int cmpi_complete(float *values, const int *counts, const int *offsets) {
  return MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, values, counts, offsets, MPI_FLOAT,
                        MPI_COMM_WORLD);
}

int cmpi_gather(const unsigned char *bytes, int size, unsigned char *joined, const int *sizes,
                const int *offsets) {
  return MPI_Allgatherv(bytes, size, MPI_BYTE, joined, sizes, offsets, MPI_BYTE, MPI_COMM_WORLD);
}

int cmpi_begin_barrier(void) { return MPI_Ibarrier(MPI_COMM_WORLD, &barrier); }

int cmpi_test_barrier(int *is_complete) {
  return MPI_Test(&barrier, is_complete, MPI_STATUS_IGNORE);
}

int cmpi_send_sign(int process) {
  static const unsigned char sign = 1;
  int is_complete = 1;
  int error = MPI_Test(&sent[process], &is_complete, MPI_STATUS_IGNORE);
  if (error || !is_complete) return error;
  return MPI_Isend(&sign, 1, MPI_BYTE, process, 0, signs, &sent[process]);
}

int cmpi_receive_sign(int *process) {
  int is_there = 0;
  MPI_Status status;
  *process = -1;
  int error = MPI_Iprobe(MPI_ANY_SOURCE, 0, signs, &is_there, &status);
  if (error || !is_there) return error;
  unsigned char sign;
  error = MPI_Recv(&sign, 1, MPI_BYTE, status.MPI_SOURCE, 0, signs, MPI_STATUS_IGNORE);
  if (!error) *process = status.MPI_SOURCE;
  return error;
}

void cmpi_abort(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

#endif
