/*
 * The least that the two ends of a load test can cost: what bench/generator_cost.ts measures against.
 *
 *   bare_wire sink                          accepts WebSockets, says session.created, reads and forgets;
 *                                           prints {"url":…}
 *   bare_wire send PORT N SECONDS FRAMES STEP_MS
 *                                           N clients write one frame of the file FRAMES (each the same
 *                                           FRAME_BYTES, masked, as they stand) every 20 ms, each client
 *                                           at its own phase, or at the next whole step; prints JSON
 */
#include "wire.h"
#include <fcntl.h>
#include <sys/resource.h>

#define FRAME_NS 20000000LL
#define SETTLE_NS 200000000LL

/* A caller, and what of a frame is still to come. */
typedef struct { int fd, open, left, held; uint8_t head[8]; } Peer;

static void welcome(Peer *p, const char *request) {
  static const char created[] = "\x81\x1a{\"type\":\"session.created\"}";
  /* Whoever is gone by now is noticed at the next look. */
  if (upgrade(p->fd, request, "") > 0) send(p->fd, created, sizeof created - 1, MSG_NOSIGNAL);
  p->open = 1;
}

/* Forgets what was read. Returns whether a close frame was in it: the peer waits for us to hang up. */
static int forget(Peer *p, const uint8_t *bytes, int count) {
  while (count > 0) {
    if (p->left > 0) {
      int some = p->left < count ? p->left : count;
      p->left -= some, bytes += some, count -= some;
      continue;
    }
    p->head[p->held++] = *bytes++, count--;
    int size = p->head[1] & 127, head = size == 126 ? 8 : 6;
    if (p->held < 2 || p->held < head) continue;
    if ((p->head[0] & 15) == 8) return 1;
    if (size == 127) fail("a message of over 64 kB");
    p->left = size == 126 ? p->head[2] << 8 | p->head[3] : size;
    p->held = 0;
  }
  return 0;
}

static void sink(void) {
  static uint8_t buffer[1 << 20];
  int port, listener = listen_on_loopback(&port), epoll = epoll_create1(0);
  printf("{\"url\":\"ws://127.0.0.1:%d/\"}\n", port);
  fflush(stdout);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = 0}, ready[256];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int count = epoll_wait(epoll, ready, 256, -1);
    for (int i = 0; i < count; i++) {
      Peer *p = ready[i].data.ptr;
      if (!p) {
        event.data.ptr = p = calloc(1, sizeof *p);
        if (!p) fail("calloc");
        p->fd = accept(listener, 0, 0);
        epoll_ctl(epoll, EPOLL_CTL_ADD, p->fd, &event);
        continue;
      }
      ssize_t n = read(p->fd, buffer, sizeof buffer - 1);
      if (n <= 0 || (p->open && forget(p, buffer, n))) { close(p->fd); free(p); continue; }
      if (p->open) continue;
      buffer[n] = 0;
      welcome(p, (char *)buffer);
    }
    if (count < 256) nap_until(now_ns() + NAP_NS);
  }
}

/* ---- the clients */

static int dial(int port) {
  static const char request[] =
      "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  char answer[1000];
  struct sockaddr_in address = loopback(port);
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  if (connect(fd, (void *)&address, sizeof address)) fail("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (write(fd, request, sizeof request - 1) < 0 || read(fd, answer, sizeof answer) <= 0)
    fail("handshake");
  return fd;
}

static double cpu_s(void) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

/* Not the ru_maxrss of getrusage: that of whoever forked us would be in it. */
static double rss_mb(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%*d %ld", &pages) != 1) fail("statm");
  fclose(file);
  return pages * (double)sysconf(_SC_PAGESIZE) / (1 << 20);
}

static int64_t up_to(int64_t ns, int64_t step) { return step ? (ns + step - 1) / step * step : ns; }

static int send_all(int port, int clients, int seconds, const char *path, int64_t step) {
  int *fds = malloc(clients * sizeof *fds);
  char *frames = malloc(1 << 22);
  int file = open(path, O_RDONLY);
  uint32_t frame_bytes;
  if (read(file, &frame_bytes, 4) != 4) fail("frames");
  int count = read(file, frames, 1 << 22) / frame_bytes;
  for (int i = 0; i < clients; i++) fds[i] = dial(port);
  int64_t start = now_ns() + SETTLE_NS;
  double before = cpu_s();
  long sent = 0;
  for (int k = 0; k < seconds * 50; k++)
    for (int i = 0; i < clients; i++) {
      int64_t due = start + k * FRAME_NS + up_to(i * FRAME_NS / clients, step);
      if (now_ns() < due) nap_until(due);
      if (write(fds[i], frames + (size_t)((k + i) % count) * frame_bytes, frame_bytes) < 0)
        fail("write");
      sent++;
    }
  printf("{\"frames\":%ld,\"cpuS\":%.3f,\"rssMb\":%.1f}\n", sent, cpu_s() - before, rss_mb());
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "sink")) sink();
  if (argc == 7)
    return send_all(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]), argv[5], atoi(argv[6]) * 1000000LL);
  fprintf(stderr, "usage: see the head of bare_wire.c\n");
  return 2;
}
