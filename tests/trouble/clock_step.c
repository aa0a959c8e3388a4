// Preloaded into misfire alone by invalids.py: as if somebody had set the wall clock. The file named
// by CLOCK_STEP_FILE holds by how many seconds; while there is none, the clock is the machine's.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec* time) {
  const long result = syscall(SYS_clock_gettime, clock, time);
  const char* name = getenv("CLOCK_STEP_FILE");
  if (result != 0 || clock != CLOCK_REALTIME || name == NULL) return (int)result;
  FILE* file = fopen(name, "re");
  if (file == NULL) return 0;
  long seconds = 0;
  if (fscanf(file, "%ld", &seconds) == 1) time->tv_sec += seconds;
  fclose(file);
  return 0;
}
