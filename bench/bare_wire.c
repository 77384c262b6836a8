/*
 * The least that the two ends of a load test can cost: what bench/generator_cost.ts measures against.
 *
 *   bare_wire sink                          accepts WebSockets, says session.created, reads and forgets;
 *                                           prints {"url":…}
 *   bare_wire send PORT N SECONDS FRAMES    N clients write one frame of the file FRAMES (each the same
 *                                           FRAME_BYTES, masked, as they stand) every 20 ms, each client
 *                                           at its own phase; prints JSON
 */
#include "wire.h"
#include <fcntl.h>
#include <sys/resource.h>

#define FRAME_NS 20000000LL
#define SETTLE_NS 200000000LL

static void welcome(int fd, const char *request) {
  static const char created[] = "\x81\x1a{\"type\":\"session.created\"}";
  if (upgrade(fd, request, "") && write(fd, created, sizeof created - 1) < 0) fail("welcome");
}

static void sink(void) {
  static char buffer[1 << 20];
  int port, listener = listen_on_loopback(&port), epoll = epoll_create1(0);
  printf("{\"url\":\"ws://127.0.0.1:%d/\"}\n", port);
  fflush(stdout);
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = listener}, ready[256];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int count = epoll_wait(epoll, ready, 256, -1);
    for (int i = 0; i < count; i++) {
      int fd = ready[i].data.u64 & 0x7fffffff, open = ready[i].data.u64 >> 32;
      if (fd == listener) {
        int peer = accept(listener, 0, 0);
        event.data.u64 = peer;
        epoll_ctl(epoll, EPOLL_CTL_ADD, peer, &event);
        continue;
      }
      ssize_t n = read(fd, buffer, sizeof buffer - 1);
      /* A masked close frame of 8 bytes: the peer waits for us to hang up. */
      if (n <= 0 || (open && n == 8 && (uint8_t)buffer[0] == 0x88)) { close(fd); continue; }
      if (open) continue;
      buffer[n] = 0;
      welcome(fd, buffer);
      event.data.u64 = (uint64_t)1 << 32 | fd;
      epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event);
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

static int send_all(int port, int clients, int seconds, const char *path) {
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
      int64_t due = start + k * FRAME_NS + i * FRAME_NS / clients;
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
  if (argc == 6) return send_all(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]), argv[5]);
  fprintf(stderr, "usage: see the head of bare_wire.c\n");
  return 2;
}
