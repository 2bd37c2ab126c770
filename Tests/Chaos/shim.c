/* Stands between the daemon and the C library (LD_PRELOAD) and sees each call that changes the database's files.
 *
 *   CHAOS_HOME   the folder; files in it whose names begin with "upbeat.db" are watched (not "-shm", which no crash keeps)
 *   CHAOS_LOG    every call is appended here once it has been made, before its caller goes on
 *   CHAOS_SYNC   "normal": commits believe that the log (-wal) was synced; as with synchronous=NORMAL it is so before a checkpoint alone
 *   CHAOS_FAIL   "sync:*:7" or "write:upbeat.db-wal:7+": the 7th such call fails with EIO ("+": and every later one)
 *   CHAOS_LIE    "fail": the caller is not told of those failures; "space": not of a full disk
 *
 * A record: op (1 byte), length of the name (1), 0 (2), length of the data (4), offset (8), name, data. The ops are C(reate), W(rite),
 * T(runcate, offset = size), S(ync), s (a sync that was claimed but not done), R(ename, data = new name), U(nlink),
 * X (a failed call, offset = CLOCK_MONOTONIC in ns). The name "." is the folder.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(result, name, ...) ((result (*)(__VA_ARGS__)) dlsym(RTLD_NEXT, #name))

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static char home[PATH_MAX];
static size_t home_length;
static int log_file = -1;
static int is_normal, hides_failures, hides_full;
static int owes_sync; /* the log of "normal" has writes that no sync has reached */
static int at_header; /* the last write to the log was its header */
static char fail_op[8], fail_name[64];
static long fail_at, fail_count;
static int fails_for_ever;

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("CHAOS_HOME"), *log = getenv("CHAOS_LOG"), *sync = getenv("CHAOS_SYNC");
    const char *fail = getenv("CHAOS_FAIL"), *lie = getenv("CHAOS_LIE");
    if (!folder || !log || !realpath(folder, home)) return;
    home_length = strlen(home);
    log_file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    is_normal = sync && !strcmp(sync, "normal");
    hides_failures = lie && !strcmp(lie, "fail");
    hides_full = lie && !strcmp(lie, "space");
    char plus = 0;
    if (fail && sscanf(fail, "%7[^:]:%63[^:]:%ld%c", fail_op, fail_name, &fail_at, &plus) < 3) abort();
    fails_for_ever = plus == '+';
}

/* The name of a watched path in the folder, else NULL. */
static const char *watched(const char *path) {
    if (log_file < 0 || !path || strncmp(path, home, home_length)) return NULL;
    if (!path[home_length]) return ".";
    const char *name = path + home_length + 1;
    size_t length = strlen(name);
    if (path[home_length] != '/' || strncmp(name, "upbeat.db", 9) || strchr(name, '/')) return NULL;
    return length > 4 && !strcmp(name + length - 4, "-shm") ? NULL : name;
}

/* The same for a descriptor; the kernel knows its path. */
static const char *watched_file(int file, char path[PATH_MAX]) {
    if (log_file < 0) return NULL;
    char link[32];
    int saved = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    errno = saved;
    if (length <= 0) return NULL;
    path[length] = 0;
    return watched(path);
}

static int is_log(const char *name) {
    size_t length = strlen(name);
    return length > 4 && !strcmp(name + length - 4, "-wal");
}

static void record(char op, const char *name, uint64_t offset, const void *data, size_t length) {
    struct { char op; uint8_t name; uint16_t none; uint32_t length; uint64_t offset; } head =
        {op, (uint8_t) strlen(name), 0, (uint32_t) length, offset};
    struct iovec parts[] = {{&head, sizeof head}, {(void *) name, head.name}, {(void *) data, length}};
    int saved = errno;
    if (writev(log_file, parts, 3) != (ssize_t) (sizeof head + head.name + length)) abort();
    errno = saved;
}

/* Whether this call is the one that is to fail. */
static int must_fail(const char *op, const char *name) {
    if (!fail_at || strcmp(op, fail_op)) return 0;
    if (strcmp(fail_name, "*") ? strcmp(fail_name, name) : !strcmp(name, ".")) return 0;
    fail_count++;
    if (fail_count != fail_at && !(fails_for_ever && fail_count > fail_at)) return 0;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    record('X', name, now.tv_sec * 1000000000ull + now.tv_nsec, op, strlen(op));
    return 1;
}

typedef ssize_t (*pwrite_call)(int, const void *, size_t, off64_t);

static ssize_t do_write(pwrite_call call, int file, const void *data, size_t length, off64_t offset) {
    char path[PATH_MAX];
    const char *name = watched_file(file, path);
    if (!name) return call(file, data, length, offset);
    pthread_mutex_lock(&gate);
    ssize_t done = -1;
    if (must_fail("write", name)) {
        if (hides_failures) done = (ssize_t) length; else errno = EIO;
    } else {
        if (owes_sync && !strcmp(name, "upbeat.db")) {
            record('S', "upbeat.db-wal", 0, NULL, 0);
            owes_sync = 0;
        }
        done = call(file, data, length, offset);
        if (done > 0) record('W', name, (uint64_t) offset, data, (size_t) done);
        if (is_log(name)) at_header = offset == 0 && length == 32;
        if (done < (ssize_t) length && hides_full) done = (ssize_t) length;
    }
    pthread_mutex_unlock(&gate);
    return done;
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset) {
    return do_write(REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t), file, data, length, offset);
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset) {
    return do_write(REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t), file, data, length, offset);
}

static int do_sync(int (*call)(int), int file) {
    char path[PATH_MAX];
    const char *name = watched_file(file, path);
    if (!name) return call(file);
    pthread_mutex_lock(&gate);
    int answer = -1;
    if (must_fail("sync", name)) {
        if (hides_failures) answer = 0; else errno = EIO;
    } else if (is_normal && is_log(name) && !at_header) {
        record('s', name, 0, NULL, 0);
        owes_sync = 1;
        answer = 0;
    } else {
        answer = call(file);
        if (answer == 0) record('S', name, 0, NULL, 0);
    }
    pthread_mutex_unlock(&gate);
    return answer;
}

int fdatasync(int file) { return do_sync(REAL(int, fdatasync, int), file); }
int fsync(int file) { return do_sync(REAL(int, fsync, int), file); }

int ftruncate64(int file, off64_t size) {
    char path[PATH_MAX];
    const char *name = watched_file(file, path);
    int answer = REAL(int, ftruncate64, int, off64_t)(file, size);
    if (name && answer == 0) {
        pthread_mutex_lock(&gate);
        record('T', name, (uint64_t) size, NULL, 0);
        pthread_mutex_unlock(&gate);
    }
    return answer;
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

static int do_open(const char *path, int flags, mode_t mode) {
    const char *name = flags & (O_CREAT | O_TRUNC) ? watched(path) : NULL;
    int was_there = name && access(path, F_OK) == 0;
    int file = REAL(int, open64, const char *, int, ...)(path, flags, mode);
    if (name && file >= 0 && (!was_there || flags & O_TRUNC)) {
        pthread_mutex_lock(&gate);
        record(was_there ? 'T' : 'C', name, 0, NULL, 0);
        pthread_mutex_unlock(&gate);
    }
    return file;
}

static mode_t mode_of(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; }

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return do_open(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return do_open(path, flags | O_LARGEFILE, mode);
}

int rename(const char *from, const char *to) {
    const char *name = watched(from), *new_name = watched(to);
    int answer = REAL(int, rename, const char *, const char *)(from, to);
    if (name && new_name && answer == 0) {
        pthread_mutex_lock(&gate);
        record('R', name, 0, new_name, strlen(new_name));
        pthread_mutex_unlock(&gate);
    }
    return answer;
}

int unlink(const char *path) {
    const char *name = watched(path);
    int answer = REAL(int, unlink, const char *)(path);
    if (name && answer == 0) {
        pthread_mutex_lock(&gate);
        record('U', name, 0, NULL, 0);
        pthread_mutex_unlock(&gate);
    }
    return answer;
}
