/*
 * Loss and gradient of a shallow ReLU network in O(N + H): the algorithm of src/loss, line by line, as C would have it.
 * The yardstick of the benchmark "gradient".
 *
 *   loss_gradient INPUT SECONDS RUN LEAST OUTPUT
 *
 * INPUT holds doubles: the number of instances, N, H, and for each instance x, y, w, b, v, b0, with x sorted. For
 * SECONDS, and LEAST times at least, does a run of RUN seconds and prints the nanoseconds that one call took in it;
 * then writes loss and gradient of the first instance to OUTPUT.
 */
#define _POSIX_C_SOURCE 199309L
#include <float.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  long count, width;
  double *x, *y, *w, *b, *v, b0;
  int32_t *bins;
  double *inner, *outer, *entries, *first, *second, *at_data, *out;
} Instance;

/* binNear in src/loss/bins.ts */
static long bin_near(long guess, double w, double b, const double *x, long count) {
  int right = w >= 0;
  long offset = right ? 0 : count + 1, k = guess > count ? guess - count - 1 : guess, low, high, step = 1;
  if (k < count && (w * x[k] + b > 0) != right) {
    low = k + 1;
    high = k + 2;
    while (high <= count && (w * x[high - 1] + b > 0) != right) {
      low = high;
      step *= 2;
      high += step;
    }
    high = (high < count + 1 ? high : count + 1) - 1;
  } else {
    high = low = k;
    while (low > 0 && (w * x[low - 1] + b > 0) == right) {
      high = low - 1;
      step *= 2;
      low -= step;
    }
    if (low < 0) low = 0;
  }
  while (low < high) {
    k = (low + high) >> 1;
    if ((w * x[k] + b > 0) == right) high = k;
    else low = k + 1;
  }
  return low + offset;
}

/* lossAndGradientInto in src/loss/gradient.ts, for data about the origin */
static double loss_and_gradient(const Instance *p) {
  long count = p->count, width = p->width, left = count + 2;
  const double *restrict x = p->x, *restrict y = p->y;
  const double *restrict w = p->w, *restrict b = p->b, *restrict v = p->v;
  const double *restrict inner = p->inner, *restrict outer = p->outer, *restrict entries = p->entries;
  double *restrict first = p->first, *restrict second = p->second, *restrict at_data = p->at_data;
  double *restrict out = p->out;
  int32_t *restrict bins = p->bins;

  memset(first, 0, (2 * count + 2) * sizeof(double));
  memset(second, 0, (2 * count + 2) * sizeof(double));
  for (long i = 0; i < width; i++) {
    long bin = bins[i];
    double z = w[i] * inner[bin] + b[i];
    if (!(z > 0) || w[i] * outer[bin] + b[i] > 0) {
      bins[i] = bin = bin_near(bin, w[i], b[i], x, count);
      z = w[i] * entries[bin] + b[i];
    }
    first[bin] += w[i] * v[i];
    second[bin] += v[i] * z;
  }

  double slope = 0, value = 0, previous = x[0];
  for (long n = 0; n < count; n++) {
    value += slope * (x[n] - previous) + second[n];
    slope += first[n];
    at_data[n] = value;
    previous = x[n];
  }

  double s = 0, u = 0, squares = 0, b0 = p->b0;
  slope = value = 0;
  first[count] = second[count] = 0;
  for (long n = count - 1; n >= 0; n--) {
    double step = previous - x[n];
    value += second[left + n] - slope * step;
    slope += first[left + n];
    double epsilon = y[n] - (at_data[n] + value + b0);
    at_data[n] = epsilon;
    squares += epsilon * epsilon;
    u += s * step;
    s += epsilon;
    first[n] = s;
    second[n] = u;
    previous = x[n];
  }

  s = u = 0;
  first[count + 1] = second[count + 1] = 0;
  for (long n = 0; n < count; n++) {
    u += s * (previous - x[n]);
    s += at_data[n];
    first[left + n] = s;
    second[left + n] = u;
    previous = x[n];
  }

  for (long i = 0; i < width; i++) {
    long bin = bins[i];
    double entry = entries[bin], z = w[i] * entry + b[i];
    out[i] = -v[i] * (second[bin] + entry * first[bin]);
    out[width + i] = -v[i] * first[bin];
    out[2 * width + i] = -(w[i] * second[bin] + z * first[bin]);
  }
  out[3 * width] = -first[0];
  return squares / 2;
}

static double *take(FILE *file, long length) {
  double *values = malloc((length + 1) * sizeof(double));
  if (!values || fread(values, sizeof(double), length, file) != (size_t)length) exit(1);
  return values;
}

static Instance read_instance(FILE *file, long count, long width) {
  Instance p = {.count = count, .width = width};
  p.x = take(file, count);
  p.y = take(file, count);
  p.w = take(file, width);
  p.b = take(file, width);
  p.v = take(file, width);
  p.b0 = *take(file, 1);
  long bins = 2 * count + 2;
  size_t row = count * sizeof(double), table = bins * sizeof(double);
  p.bins = calloc(width + 1, sizeof(int32_t));
  p.inner = malloc(table);
  p.outer = malloc(table);
  p.entries = calloc(bins, sizeof(double));
  p.first = malloc(table);
  p.second = malloc(table);
  p.at_data = malloc(row);
  p.out = malloc((3 * width + 1) * sizeof(double));
  memcpy(p.entries, p.x, row);
  memcpy(p.entries + count + 2, p.x, row);
  memcpy(p.inner, p.entries, table);
  p.inner[count] = DBL_MAX;
  p.inner[count + 1] = -DBL_MAX;
  p.outer[0] = -DBL_MAX;
  memcpy(p.outer + 1, p.x, row);
  memcpy(p.outer + count + 1, p.x, row);
  p.outer[2 * count + 1] = DBL_MAX;
  return p;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

int main(int arguments, char **argument) {
  if (arguments != 6) return 2;
  FILE *file = fopen(argument[1], "rb");
  if (!file) return 1;
  double *header = take(file, 3);
  long instances = header[0], count = header[1], width = header[2];
  Instance *all = malloc(instances * sizeof(Instance));
  for (long k = 0; k < instances; k++) all[k] = read_instance(file, count, width);
  double seconds = atof(argument[2]), length = atof(argument[3]), sink = 0;
  int least = atoi(argument[4]);

  long calls = 0;
  double start = now();
  while (calls < 2 * instances || now() - start < 0.02e9) sink += loss_and_gradient(all + calls++ % instances);
  long each = length * 1e9 * calls / (now() - start) + 1, next = 0;
  start = now();
  for (int run = 0; run < least || now() - start < seconds * 1e9; run++) {
    double before = now();
    for (long call = 0; call < each; call++) {
      sink += loss_and_gradient(all + next);
      next = next + 1 < instances ? next + 1 : 0;
    }
    printf("%.3f\n", (now() - before) / each);
  }

  FILE *result = fopen(argument[5], "wb");
  double loss = loss_and_gradient(all);
  if (!result || fwrite(&loss, sizeof(double), 1, result) != 1) return 1;
  if (fwrite(all->out, sizeof(double), 3 * width + 1, result) != (size_t)(3 * width + 1)) return 1;
  return sink == 0.125 ? 3 : 0;
}
