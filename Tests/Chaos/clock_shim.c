/* Stands between a program and the C library (LD_PRELOAD) and shifts the wall clock, nothing else, by what a file says at that moment.
 *
 *   CLOCK_SHIM_FILE   a file of 8 bytes, mapped into memory: nanoseconds (int64_t) by which the wall clock goes ahead of the machine's
 *
 * Shifted: clock_gettime with CLOCK_REALTIME and CLOCK_REALTIME_COARSE, gettimeofday, time, timespec_get. The monotonic clocks, the one
 * that goes on while the machine sleeps, and all waiting are left alone, so that whoever writes into the file sets the clock of a living
 * program as clock_settime(2) would. The times of files are the kernel's and stay as they are.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL

static const int64_t *shift;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("CLOCK_SHIM_FILE");
    if (!path) return;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) abort();
    void *map = mmap(NULL, sizeof *shift, PROT_READ, MAP_SHARED, file, 0);
    if (map == MAP_FAILED) abort();
    close(file);
    shift = map;
}

static int read_clock(clockid_t clock, struct timespec *time) { return (int) syscall(SYS_clock_gettime, clock, time); }

int clock_gettime(clockid_t clock, struct timespec *time) {
    int answer = read_clock(clock, time);
    if (answer != 0 || !shift || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return answer;
    int64_t by = __atomic_load_n(shift, __ATOMIC_RELAXED);
    time->tv_sec += by / SECOND;
    time->tv_nsec += by % SECOND;
    if (time->tv_nsec < 0) {
        time->tv_nsec += SECOND;
        time->tv_sec--;
    } else if (time->tv_nsec >= SECOND) {
        time->tv_nsec -= SECOND;
        time->tv_sec++;
    }
    return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    struct timespec now;
    (void) zone;
    int answer = clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return answer;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(struct timespec *now, int base) {
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, now) == 0 ? base : 0;
}
