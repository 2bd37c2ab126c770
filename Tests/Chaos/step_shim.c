/* Stands between a program and the C library (LD_PRELOAD), counts the calls by which it changes the world, and strikes before a chosen one.
 *
 *   STEP_AT      the number of the call before which the process sends itself a signal; from 1
 *   STEP_SIGNAL  the signal's number
 *   STEP_FILE    a file that takes a line with the number and the name of the call that was struck
 *
 * Counted are the calls on files and sockets that others can see afterwards: making, writing, cutting, renaming, removing, locking,
 * syncing, binding, listening. Children get none of it: the daemon's environment is not theirs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(result, name, ...) ((result (*)(__VA_ARGS__)) dlsym(RTLD_NEXT, #name))

static atomic_long count;
static long at = -1;
static int number;
static int told = -1;

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("STEP_AT"), *which = getenv("STEP_SIGNAL"), *file = getenv("STEP_FILE");
    if (!where || !which || !file) return;
    told = REAL(int, open, const char *, int, ...)(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    number = atoi(which);
    at = atol(where);
}

static void step(const char *name) {
    if (at < 0 || atomic_fetch_add(&count, 1) + 1 != at) return;
    char line[128];
    int length = snprintf(line, sizeof line, "%ld %s\n", at, name);
    if (REAL(ssize_t, write, int, const void *, size_t)(told, line, (size_t) length) != length) _exit(99);
    /* A crash is a fault of the program's own: the runtime's handler would take one that was sent for over once it has told of it. */
    if (number == SIGSEGV) *(volatile int *) 8 = 0;
    kill(getpid(), number);
}

static int is_file(int descriptor) {
    struct stat facts;
    return fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
}

#define OPEN(name)                                                     \
    int name(const char *path, int flags, ...) {                       \
        va_list rest;                                                  \
        va_start(rest, flags);                                         \
        int mode = flags & O_CREAT ? va_arg(rest, int) : 0;            \
        va_end(rest);                                                  \
        if (flags & O_CREAT) step(#name);                              \
        return REAL(int, name, const char *, int, ...)(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define STEP0(result, name, condition, signature, ...) \
    result name signature {                            \
        if (condition) step(#name);                    \
        return ((result (*) signature) dlsym(RTLD_NEXT, #name))(__VA_ARGS__); \
    }
STEP0(int, mkdir, 1, (const char *path, mode_t mode), path, mode)
STEP0(int, rename, 1, (const char *from, const char *to), from, to)
STEP0(int, unlink, 1, (const char *path), path)
STEP0(int, flock, 1, (int descriptor, int operation), descriptor, operation)
STEP0(int, chmod, 1, (const char *path, mode_t mode), path, mode)
STEP0(int, fchmod, 1, (int descriptor, mode_t mode), descriptor, mode)
STEP0(int, fsync, 1, (int descriptor), descriptor)
STEP0(int, fdatasync, 1, (int descriptor), descriptor)
STEP0(int, ftruncate, 1, (int descriptor, off_t size), descriptor, size)
STEP0(int, ftruncate64, 1, (int descriptor, off64_t size), descriptor, size)
STEP0(int, listen, 1, (int descriptor, int backlog), descriptor, backlog)
STEP0(int, bind, 1, (int descriptor, const struct sockaddr *address, socklen_t length), descriptor, address, length)
STEP0(ssize_t, write, is_file(descriptor), (int descriptor, const void *bytes, size_t size), descriptor, bytes, size)
STEP0(ssize_t, pwrite, 1, (int descriptor, const void *bytes, size_t size, off_t offset), descriptor, bytes, size, offset)
STEP0(ssize_t, pwrite64, 1, (int descriptor, const void *bytes, size_t size, off64_t offset), descriptor, bytes, size, offset)
