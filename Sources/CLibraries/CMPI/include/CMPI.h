/* The calls of MPI that trainings need. MPI's communicators and types are macros, which Swift cannot
   import. All functions but the last return 0 or an error of MPI. Without the trait MPI there are no
   such functions. */
#ifndef CMPI_H
#define CMPI_H

enum { CMPI_TEXT_SIZE = 512 };

/* Starts MPI. Says the number of this process, the number of processes, and whether several threads
   may call MPI at the same time. */
int cmpi_start(int *process, int *count, int *is_threaded);
/* Waits for no other process: call it after a finished barrier. */
int cmpi_end(void);
/* Writes what an error of MPI means. */
void cmpi_error_text(int error, char text[CMPI_TEXT_SIZE]);

/* Sends a part of `values` to each process and receives a part from each. Counts and offsets are
   arrays with an element for each process. */
int cmpi_exchange(const float *values, const int *counts, const int *offsets, float *received,
                  const int *received_counts, const int *received_offsets);
/* Completes `values`, of which each process holds a part. */
int cmpi_complete(float *values, const int *counts, const int *offsets);
/* Joins the bytes of all processes. */
int cmpi_gather(const unsigned char *bytes, int size, unsigned char *joined, const int *sizes,
                const int *offsets);

/* Begins a barrier; the other function says whether all processes have begun it. */
int cmpi_begin_barrier(void);
int cmpi_test_barrier(int *is_complete);

/* Sends a sign of life to a process, unless the previous one is still on its way. */
int cmpi_send_sign(int process);
/* Receives a sign of life: the number of its sender, or -1 when there is none. */
int cmpi_receive_sign(int *process);

/* Ends all processes, as far as the launcher reaches them. */
void cmpi_abort(int status);

#endif
