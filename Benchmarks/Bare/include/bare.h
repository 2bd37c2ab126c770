#ifndef UPBEAT_BARE_H
#define UPBEAT_BARE_H

/* The bare limits: what C alone does on this machine, in the same run. Each returns seconds, or a negative number on failure. */

/* The texts of the statements, handed over by the benchmark so that both sides run the same. */
struct bare_statements {
    const char *insert_pulse, *insert_due, *claimable, *next_due, *delete_due, *insert_running, *take_running, *insert_attempt,
        *finish_pulse, *add_to_tally, *insert_event;
};

/* `count` pulses through insert, claim and end, `batch` in a transaction, three commits a batch, synchronous=FULL. */
double bare_life_cycle(const char *path, const struct bare_statements *statements, int count, int batch, const char *spec);

/* `count` inserts, one transaction each. */
double bare_single_inserts(const char *path, const struct bare_statements *statements, int count, const char *spec);

/* The median of `count` fdatasync calls after a 4 KiB write, in seconds. */
double bare_fdatasync(const char *path, int count);

/* Starts and ends `count` children of `program`, `at_once` at a time, output to a file. */
double bare_spawn(const char *program, int count, int at_once, const char *output);

#endif
