/*
 * The least that the two ends of a load test can cost: what bench/generator_cost.ts measures against.
 *
 *   bare_wire sink                          accepts WebSockets, says session.created, reads and forgets;
 *                                           prints its port
 *   bare_wire send PORT N SECONDS FRAMES    N clients write one frame of the file FRAMES (each the same
 *                                           FRAME_BYTES, masked, as they stand) every 20 ms, each client
 *                                           at its own phase; prints JSON
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define FRAME_NS 20000000LL
#define SETTLE_NS 200000000LL

static void fail(const char *what) { perror(what); exit(1); }

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static struct sockaddr_in loopback(int port) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return a;
}

/* ---- the handshake: RFC 6455, 4.2.2, with SHA-1 as in RFC 3174 and base64 */

static uint32_t rol(uint32_t x, int n) { return x << n | x >> (32 - n); }

static void sha1_block(uint32_t h[5], const uint8_t *p) {
  uint32_t w[80], v[5];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)p[4 * i] << 24 | p[4 * i + 1] << 16 | p[4 * i + 2] << 8 | p[4 * i + 3];
  for (int i = 16; i < 80; i++) w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  memcpy(v, h, sizeof v);
  for (int i = 0; i < 80; i++) {
    uint32_t b = v[1], c = v[2], d = v[3], f, k;
    if (i < 20) f = (b & c) | (~b & d), k = 0x5A827999;
    else if (i < 40) f = b ^ c ^ d, k = 0x6ED9EBA1;
    else if (i < 60) f = (b & c) | (b & d) | (c & d), k = 0x8F1BBCDC;
    else f = b ^ c ^ d, k = 0xCA62C1D6;
    uint32_t t = rol(v[0], 5) + f + v[4] + k + w[i];
    v[4] = d, v[3] = c, v[2] = rol(b, 30), v[1] = v[0], v[0] = t;
  }
  for (int i = 0; i < 5; i++) h[i] += v[i];
}

/* Two blocks: 24 characters of key and 36 of the protocol's own. */
static void accept_of(const char *key, char out[29]) {
  static const char code[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint8_t m[128] = {0}, d[21] = {0};
  uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  memcpy(m, key, 24);
  memcpy(m + 24, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 36);
  m[60] = 0x80, m[126] = 60 * 8 >> 8, m[127] = (60 * 8) & 255;
  sha1_block(h, m), sha1_block(h, m + 64);
  for (int i = 0; i < 20; i++) d[i] = h[i / 4] >> (24 - 8 * (i % 4));
  for (int i = 0; i < 7; i++) {
    uint32_t x = d[3 * i] << 16 | d[3 * i + 1] << 8 | d[3 * i + 2];
    for (int j = 0; j < 4; j++) out[4 * i + j] = code[x >> (18 - 6 * j) & 63];
  }
  out[27] = '=', out[28] = 0;
}

static void welcome(int fd, char *request) {
  static const char created[] = "{\"type\":\"session.created\"}";
  char accept[29], answer[400];
  char *key = strcasestr(request, "sec-websocket-key: ");
  if (!key) return;
  accept_of(key + 19, accept);
  int n = sprintf(answer,
                  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                  "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n\x81%c%s",
                  accept, (int)sizeof created - 1, created);
  if (write(fd, answer, n) != n) fail("welcome");
}

static int sink(void) {
  static char buffer[1 << 20];
  int listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0);
  struct sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  if (bind(listener, (void *)&address, length) || listen(listener, 4096)) fail("listen");
  getsockname(listener, (void *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
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
      struct timespec at = {due / 1000000000LL, due % 1000000000LL};
      if (now_ns() < due) clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, 0);
      if (write(fds[i], frames + (size_t)((k + i) % count) * frame_bytes, frame_bytes) < 0)
        fail("write");
      sent++;
    }
  printf("{\"frames\":%ld,\"cpuS\":%.3f,\"rssMb\":%.1f}\n", sent, cpu_s() - before, rss_mb());
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "sink")) return sink();
  if (argc == 6) return send_all(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]), argv[5]);
  fprintf(stderr, "usage: see the head of bare_wire.c\n");
  return 2;
}
