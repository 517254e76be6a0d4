/* The header of Open MPI or MPICH, whichever pkg-config finds. */
#include <mpi.h>
