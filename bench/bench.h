/* What every benchmark needs: clocks, medians, and the one line that says how
   ours stands beside its limit. */
#ifndef JINGUO_BENCH_H
#define JINGUO_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct bench_time {
	double wall_ms, cpu_ms;
};

static inline double bench_clock(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static inline struct bench_time bench_now(void)
{
	return (struct bench_time){bench_clock(CLOCK_MONOTONIC), bench_clock(CLOCK_PROCESS_CPUTIME_ID)};
}

static inline struct bench_time bench_since(struct bench_time start)
{
	struct bench_time now = bench_now();
	return (struct bench_time){now.wall_ms - start.wall_ms, now.cpu_ms - start.cpu_ms};
}

static inline int bench_order(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

enum { BENCH_RUNS_MOST = 101 };

/* Runs `act` several times; medians of the wall and of the CPU. */
static inline struct bench_time bench_median(size_t runs, void (*act)(void *context), void *context)
{
	double wall[BENCH_RUNS_MOST], cpu[BENCH_RUNS_MOST];
	for (size_t i = 0; i < runs; i++) {
		struct bench_time start = bench_now();
		act(context);
		struct bench_time taken = bench_since(start);
		wall[i] = taken.wall_ms;
		cpu[i] = taken.cpu_ms;
	}
	qsort(wall, runs, sizeof *wall, bench_order);
	qsort(cpu, runs, sizeof *cpu, bench_order);
	return (struct bench_time){wall[runs / 2], cpu[runs / 2]};
}

/* `goal` is the greatest ratio ours / limit that is well. */
static inline bool bench_print(const char *name, double ours_ms, double limit_ms, double goal)
{
	double ratio = ours_ms / limit_ms;
	printf("bench %s ours=%.2fms limit=%.2fms ratio=%.3f goal=%g %s\n", name, ours_ms, limit_ms, ratio,
	       goal, ratio <= goal ? "ok" : "short");
	fflush(stdout);
	return ratio <= goal;
}

/* One line by the wall and one by the CPU. */
static inline void bench_report(const char *name, struct bench_time ours, struct bench_time limit,
                                double goal)
{
	char cpu[128];
	snprintf(cpu, sizeof cpu, "%s-cpu", name);
	bench_print(name, ours.wall_ms, limit.wall_ms, goal);
	bench_print(cpu, ours.cpu_ms, limit.cpu_ms, goal);
}

#endif
