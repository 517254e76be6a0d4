/* jpeglib.h requires that FILE and size_t are declared first. */
#include <stddef.h>
#include <stdio.h>
#include <jpeglib.h>
