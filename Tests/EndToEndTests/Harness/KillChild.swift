import Foundation

/// The program that the harness's pulses run: it tells the ledger what it does, each line by one `write` to a file opened with
/// `O_APPEND`. In C, so that it starts in a millisecond and nothing stands between it and the system calls.
enum KillChild {
    /// What a child does between START and END.
    enum Manner: String, CaseIterable {
        case plain
        /// Leaves a process in its group that ignores TERM and outlives it.
        case stubborn
        /// Has a process in a session of its own that ignores TERM, and ends it itself.
        case escapee
        /// The same, but the process outlives it.
        case fugitive
    }

    /// What a child that fails with this code says on its standard error.
    static let complaint = "no such model"
    static let complaintExit = 3

    /// Compiles the program into the folder.
    static func compile(into folder: String) throws -> String {
        let (source, program) = (folder + "/child.c", folder + "/child")
        try code.write(toFile: source, atomically: false, encoding: .utf8)
        try Compiler.compile(source, into: program)
        return program
    }

    /// Arguments: the ledger, the folder of locks, the key, the manner, how long in milliseconds, how many attempts fail, and with which
    /// code; then the pools that it needs, as `name:places`: its tree holds a lock on one of the places of each.
    ///
    /// The children of a schedule share their arguments: where the key ends with `+` or `#` the number of the pulse follows, and with `#`
    /// no two of them may live at once, which a lock of their own tells.
    private static let code = """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <fcntl.h>
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/file.h>
        #include <sys/wait.h>
        #include <time.h>
        #include <unistd.h>

        static int ledger;
        static const char *key;
        static char run[256]; /* "pulse attempt boot" */

        static void note(const char *event, int pid, int exit_code) {
            struct timespec now;
            char line[512], tail[16] = "";
            clock_gettime(CLOCK_BOOTTIME, &now);
            if (exit_code >= 0) snprintf(tail, sizeof tail, " %d", exit_code);
            int n = snprintf(line, sizeof line, "%s %s %s %d %lld%s\\n", event, key, run, pid,
                             (long long)now.tv_sec * 1000000000 + now.tv_nsec, tail);
            if (write(ledger, line, n) != n) _exit(99);
        }

        static void rest(long milliseconds) {
            struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000};
            while (nanosleep(&left, &left) != 0 && errno == EINTR) {}
        }

        /* The daemon's word for this run is the end of its marker: .../boot/pulse/attempt. */
        static int read_marker(void) {
            char text[512];
            char *part[3];
            const char *marker = getenv("UPBEAT_RUN");
            if (!marker || strlen(marker) >= sizeof text) return 0;
            strcpy(text, marker);
            for (int i = 2; i >= 0; i--) {
                char *slash = strrchr(text, '/');
                if (!slash) return 0;
                part[i] = slash + 1;
                *slash = 0;
            }
            snprintf(run, sizeof run, "%s %s %s", part[1], part[2], part[0]);
            return atoi(part[2]);
        }

        int main(int count, char **word) {
            char lock[512], name[128];
            if (count < 8) return 98;
            key = word[3];
            int attempt = read_marker();
            ledger = open(word[1], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
            if (attempt < 1 || ledger < 0) return 97;
            char mark = key[strlen(key) - 1];
            if (mark == '+' || mark == '#') {
                snprintf(name, sizeof name, "%s%.*s", word[3], (int)strcspn(run, " "), run);
                key = name;
            }
            /* Every process of this tree holds the lock as long as it lives. */
            snprintf(lock, sizeof lock, "%s/%s", word[2], key);
            int held = open(lock, O_RDWR | O_CREAT, 0600);
            if (held < 0) return 96;
            if (flock(held, LOCK_EX | LOCK_NB) != 0) note("OVERLAP", getpid(), -1);
            if (mark == '#') {
                snprintf(lock, sizeof lock, "%s/%s", word[2], word[3]);
                held = open(lock, O_RDWR | O_CREAT, 0600);
                if (held < 0) return 96;
                if (flock(held, LOCK_EX | LOCK_NB) != 0) note("CROWD", getpid(), -1);
            }
            for (int i = 8; i < count; i++) {
                char pool[64];
                int places, place = 0;
                if (sscanf(word[i], "%63[^:]:%d", pool, &places) != 2) return 96;
                for (; place < places; place++) {
                    snprintf(lock, sizeof lock, "%s/pool-%s-%d", word[2], pool, place);
                    held = open(lock, O_RDWR | O_CREAT, 0600);
                    if (held < 0) return 96;
                    if (flock(held, LOCK_EX | LOCK_NB) == 0) break;
                    close(held);
                }
                if (place == places) note("FULL", getpid(), -1);
            }
            note("START", getpid(), -1);
            int other = -1;
            int escapes = strcmp(word[4], "escapee") == 0, flees = strcmp(word[4], "fugitive") == 0;
            if (escapes || flees || strcmp(word[4], "stubborn") == 0) {
                int gate[2];
                char ready;
                if (pipe(gate) != 0) return 95;
                other = fork();
                if (other < 0) return 95;
                if (other == 0) {
                    signal(SIGTERM, SIG_IGN);
                    if (escapes || flees) setsid();
                    note("GRANDCHILD", getpid(), -1);
                    close(gate[0]);
                    if (write(gate[1], "x", 1) != 1) _exit(94);
                    close(gate[1]);
                    rest(60000);
                    _exit(0);
                }
                close(gate[1]);
                if (read(gate[0], &ready, 1) != 1) return 94;
            }
            rest(atol(word[5]));
            if (escapes) {
                kill(other, SIGKILL);
                waitpid(other, NULL, 0);
            }
            int code = attempt <= atoi(word[6]) ? atoi(word[7]) : 0;
            if (code == \(complaintExit)) fputs("\(complaint)\\n", stderr);
            note("END", getpid(), code);
            _exit(code);
        }

        """
}
