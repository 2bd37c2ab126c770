#define _GNU_SOURCE
#include "bare.h"
#include <fcntl.h>
#include <spawn.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static sqlite3_stmt *prepared(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    return statement;
}

static int run(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE || code == SQLITE_ROW;
}

static sqlite3 *opened(const char *path) {
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) return NULL;
    sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000", NULL, NULL, NULL);
    return db;
}

static sqlite3_int64 insert(sqlite3_stmt *pulse, sqlite3_stmt *due, sqlite3_int64 at, const char *spec, int length) {
    sqlite3_bind_int64(pulse, 1, at);
    sqlite3_bind_int64(pulse, 2, at);
    sqlite3_bind_int64(pulse, 3, 2);
    sqlite3_bind_null(pulse, 4);
    sqlite3_bind_text(pulse, 5, spec, length, SQLITE_TRANSIENT);
    sqlite3_bind_int64(pulse, 9, 0);
    sqlite3_bind_int64(pulse, 10, 0);
    sqlite3_bind_int64(pulse, 11, 1);
    if (!run(pulse)) return -1;
    sqlite3_int64 id = sqlite3_last_insert_rowid(sqlite3_db_handle(pulse));
    sqlite3_bind_int64(due, 1, 2);
    sqlite3_bind_int64(due, 2, at);
    sqlite3_bind_int64(due, 3, id);
    sqlite3_bind_int64(due, 4, 0);
    return run(due) ? id : -1;
}

static int happened(sqlite3_stmt *event, sqlite3_int64 at, int kind, sqlite3_int64 pulse, int attempt) {
    sqlite3_bind_int64(event, 1, at);
    sqlite3_bind_int64(event, 2, kind);
    sqlite3_bind_int64(event, 3, pulse);
    if (attempt) sqlite3_bind_int64(event, 4, attempt);
    else sqlite3_bind_null(event, 4);
    sqlite3_bind_null(event, 5);
    return run(event);
}

static void tally(sqlite3_stmt *statement, const char *name, sqlite3_int64 change) {
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, change);
    run(statement);
}

double bare_life_cycle(const char *path, const struct bare_statements *s, int count, int batch, const char *spec) {
    sqlite3 *db = opened(path);
    if (!db) return -1;
    sqlite3_stmt *begin = prepared(db, "BEGIN IMMEDIATE"), *commit = prepared(db, "COMMIT"), *pulse = prepared(db, s->insert_pulse),
                 *due = prepared(db, s->insert_due), *claimable = prepared(db, s->claimable), *next = prepared(db, s->next_due),
                 *delete_due = prepared(db, s->delete_due), *running = prepared(db, s->insert_running),
                 *take = prepared(db, s->take_running), *attempt = prepared(db, s->insert_attempt),
                 *finish = prepared(db, s->finish_pulse), *add = prepared(db, s->add_to_tally),
                 *event = prepared(db, s->insert_event);
    sqlite3_int64 *ids = malloc(sizeof(sqlite3_int64) * (size_t)batch), *ats = malloc(sizeof(sqlite3_int64) * (size_t)batch);
    int length = (int)strlen(spec), failed = 0;
    double start = now();
    for (int done = 0; done < count && !failed; done += batch) {
        failed |= !run(begin);
        for (int i = 0; i < batch; i++) {
            sqlite3_int64 id = insert(pulse, due, 1768899600000 + done + i, spec, length);
            failed |= id < 0 || !happened(event, 1768899600000, 1, id, 0);
        }
        tally(add, "open", batch);
        failed |= !run(commit);

        failed |= !run(begin);
        int claimed = 0;
        for (int priority = 0; priority < 5; priority++) {
            sqlite3_bind_int64(claimable, 1, priority);
            sqlite3_bind_int64(claimable, 2, 1868899600000);
            sqlite3_bind_int64(claimable, 3, batch - claimed);
            sqlite3_bind_int64(claimable, 4, 0);
            while (claimed < batch && sqlite3_step(claimable) == SQLITE_ROW) {
                ats[claimed] = sqlite3_column_int64(claimable, 0);
                ids[claimed] = sqlite3_column_int64(claimable, 1);
                char *copy = malloc((size_t)sqlite3_column_bytes(claimable, 2));
                memcpy(copy, sqlite3_column_blob(claimable, 2), (size_t)sqlite3_column_bytes(claimable, 2));
                free(copy);
                claimed++;
            }
            sqlite3_reset(claimable);
            sqlite3_bind_int64(next, 1, priority);
            sqlite3_bind_int64(next, 2, 0);
            run(next);
        }
        for (int i = 0; i < claimed; i++) {
            sqlite3_bind_int64(delete_due, 1, 2);
            sqlite3_bind_int64(delete_due, 2, ats[i]);
            sqlite3_bind_int64(delete_due, 3, ids[i]);
            sqlite3_bind_int64(delete_due, 4, 0);
            failed |= !run(delete_due);
            sqlite3_bind_int64(running, 1, ids[i]);
            sqlite3_bind_int64(running, 2, 1);
            sqlite3_bind_text(running, 3, "0123456789abcdef01234567", 24, SQLITE_TRANSIENT);
            sqlite3_bind_int64(running, 4, ats[i]);
            sqlite3_bind_int64(running, 5, ats[i]);
            sqlite3_bind_int64(running, 7, 0);
            failed |= !run(running);
            failed |= !happened(event, ats[i], 2, ids[i], 1);
        }
        failed |= !run(commit);

        failed |= !run(begin);
        for (int i = 0; i < claimed; i++) {
            sqlite3_bind_int64(take, 1, ids[i]);
            sqlite3_bind_int64(take, 2, 1);
            sqlite3_bind_text(take, 3, "0123456789abcdef01234567", 24, SQLITE_STATIC);
            if (sqlite3_step(take) != SQLITE_ROW) failed = 1;
            char owner[32];
            memcpy(owner, sqlite3_column_blob(take, 0), 24);
            sqlite3_reset(take);
            sqlite3_bind_int64(attempt, 1, ids[i]);
            sqlite3_bind_int64(attempt, 2, 1);
            sqlite3_bind_text(attempt, 3, owner, 24, SQLITE_TRANSIENT);
            sqlite3_bind_int64(attempt, 4, ats[i]);
            sqlite3_bind_int64(attempt, 5, ats[i]);
            sqlite3_bind_int64(attempt, 6, ats[i]);
            sqlite3_bind_int64(attempt, 7, 0);
            sqlite3_bind_null(attempt, 8);
            sqlite3_bind_int64(attempt, 9, 0);
            sqlite3_bind_null(attempt, 10);
            sqlite3_bind_null(attempt, 11);
            sqlite3_bind_int64(attempt, 12, 0);
            sqlite3_bind_int64(attempt, 13, 0);
            failed |= !run(attempt);
            sqlite3_bind_int64(finish, 1, ids[i]);
            sqlite3_bind_int64(finish, 2, 3);
            sqlite3_bind_null(finish, 3);
            sqlite3_bind_int64(finish, 4, 1);
            sqlite3_bind_int64(finish, 5, 1);
            sqlite3_bind_int64(finish, 6, 0);
            sqlite3_bind_int64(finish, 7, ats[i]);
            failed |= !run(finish);
            failed |= !happened(event, ats[i], 3, ids[i], 1);
        }
        for (int priority = 0; priority < 5; priority++) {
            sqlite3_bind_int64(next, 1, priority);
            sqlite3_bind_int64(next, 2, 0);
            run(next);
        }
        tally(add, "open", -claimed);
        tally(add, "status.completed", claimed);
        tally(add, "outcome.succeeded", claimed);
        failed |= !run(commit);
    }
    double took = now() - start;
    sqlite3_stmt *all[] = {begin, commit, pulse, due, claimable, next, delete_due, running, take, attempt, finish, add, event};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) sqlite3_finalize(all[i]);
    sqlite3_close(db);
    free(ids);
    free(ats);
    return failed ? -1 : took;
}

double bare_single_inserts(const char *path, const struct bare_statements *s, int count, const char *spec) {
    sqlite3 *db = opened(path);
    if (!db) return -1;
    sqlite3_stmt *begin = prepared(db, "BEGIN IMMEDIATE"), *commit = prepared(db, "COMMIT"), *pulse = prepared(db, s->insert_pulse),
                 *due = prepared(db, s->insert_due), *add = prepared(db, s->add_to_tally), *event = prepared(db, s->insert_event);
    int failed = 0;
    double start = now();
    for (int i = 0; i < count; i++) {
        failed |= !run(begin);
        sqlite3_int64 id = insert(pulse, due, 1768899600000 + i, spec, (int)strlen(spec));
        failed |= id < 0 || !happened(event, 1768899600000, 1, id, 0);
        tally(add, "open", 1);
        failed |= !run(commit);
    }
    double took = now() - start;
    sqlite3_stmt *all[] = {begin, commit, pulse, due, add, event};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) sqlite3_finalize(all[i]);
    sqlite3_close(db);
    return failed ? -1 : took;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bare_fdatasync(const char *path, int count) {
    int file = open(path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return -1;
    char page[4096] = {1};
    double *took = malloc(sizeof(double) * (size_t)count);
    for (int i = 0; i < count; i++) {
        if (pwrite(file, page, sizeof page, (off_t)i * 4096) != (ssize_t)sizeof page) took[i] = -1;
        double start = now();
        fdatasync(file);
        took[i] = now() - start;
    }
    qsort(took, (size_t)count, sizeof *took, ascending);
    double median = took[count / 2];
    free(took);
    close(file);
    unlink(path);
    return median;
}

double bare_spawn(const char *program, int count, int at_once, const char *output) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    char *arguments[] = {(char *)program, NULL};
    int running = 0, failed = 0;
    double start = now();
    for (int i = 0; i < count; i++) {
        pid_t pid;
        if (running == at_once) {
            if (waitpid(-1, NULL, 0) < 0) failed = 1;
            running--;
        }
        if (posix_spawn(&pid, program, &actions, &attributes, arguments, environ) != 0) failed = 1;
        running++;
    }
    while (running-- > 0)
        if (waitpid(-1, NULL, 0) < 0) failed = 1;
    double took = now() - start;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    unlink(output);
    return failed ? -1 : took;
}
