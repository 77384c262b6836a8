/* What both programs of this folder need: clock, loopback, and the WebSocket handshake. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) { perror(what); exit(1); }

static int64_t ns_of(struct timespec t) { return t.tv_sec * 1000000000LL + t.tv_nsec; }

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return ns_of(t);
}

/*
 * Between two looks at the sockets. Who sleeps for each frame is woken for each, by the sender, which no
 * sender pays for whose frames go out to a network.
 */
#define NAP_NS 1000000LL

static void nap_until(int64_t ns) {
  struct timespec until = {ns / 1000000000LL, ns % 1000000000LL};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0);
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

/* A listener on a free port of this machine, which it stores in *port. */
static int listen_on_loopback(int *port) {
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  if (bind(listener, (void *)&address, length) || listen(listener, 4096)) fail("listen");
  getsockname(listener, (void *)&address, &length);
  *port = ntohs(address.sin_port);
  return listener;
}

/* Upgrades; `header` is a further line of the answer with its end, or empty. 0: no upgrade was asked for; −1: it is gone. */
static int upgrade(int fd, const char *request, const char *header) {
  char accept[29], answer[400];
  const char *key = strcasestr(request, "sec-websocket-key: ");
  if (!key) return 0;
  accept_of(key + 19, accept);
  int n = snprintf(answer, sizeof answer,
                   "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s\r\n",
                   accept, header);
  return send(fd, answer, n, MSG_NOSIGNAL) == n ? 1 : -1;
}
