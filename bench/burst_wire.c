/*
 * A server that talks in bursts and says when it sent them: what bench/hearing.ts listens to.
 *
 *   burst_wire CLIENTS MESSAGES BYTES PERIOD_MS ROUNDS
 *
 * prints {"url":…}, takes in so many WebSockets, and once in a period sends each of them so many messages
 * of so many bytes in one write, the clients one after another. A message is
 * {"round":…,"beforeMs":…,"pad":…}: beforeMs is when the write of the round before it had returned, on the
 * system's clock, in ms since the epoch, so that nothing of that round was sent later. What comes in is
 * read and forgotten.
 */
#include "wire.h"
#include <fcntl.h>

#define SETTLE_NS 1500000000LL
#define MOST_BYTES 65535

typedef struct { int fd; double sent_ms; } Client;

static double epoch_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static Client take_in(int listener) {
  char request[4096];
  int held = 0, on = 1, size = 1 << 22, fd = accept(listener, 0, 0);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  for (request[0] = 0; !strstr(request, "\r\n\r\n"); request[held] = 0) {
    int some = read(fd, request + held, sizeof request - 1 - held);
    if (some <= 0) fail("handshake");
    held += some;
  }
  if (upgrade(fd, request, "") <= 0) fail("upgrade");
  fcntl(fd, F_SETFL, O_NONBLOCK);
  return (Client){.fd = fd};
}

/* One text frame, of over 125 bytes. Returns its length. */
static int write_message(char *frame, int bytes, long round, double before_ms) {
  int head = snprintf(frame + 4, bytes, "{\"round\":%ld,\"beforeMs\":%.3f,\"pad\":\"", round, before_ms);
  frame[0] = (char)0x81, frame[1] = 126, frame[2] = bytes >> 8, frame[3] = bytes & 255;
  memset(frame + 4 + head, 'A', bytes - head - 2);
  memcpy(frame + 4 + bytes - 2, "\"}", 2);
  return 4 + bytes;
}

int main(int argc, char **argv) {
  if (argc != 6) return fprintf(stderr, "burst_wire CLIENTS MESSAGES BYTES PERIOD_MS ROUNDS\n"), 2;
  int count = atoi(argv[1]), messages = atoi(argv[2]), bytes = atoi(argv[3]);
  int64_t period = atoi(argv[4]) * 1000000LL;
  long rounds = atol(argv[5]);
  if (bytes < 126 || bytes > MOST_BYTES) return fprintf(stderr, "BYTES: 126 to 65535\n"), 2;
  static char forgotten[1 << 20];
  char *burst = malloc((size_t)messages * (bytes + 4));
  Client *clients = calloc(count, sizeof *clients);
  int port, listener = listen_on_loopback(&port);
  printf("{\"url\":\"ws://127.0.0.1:%d/\"}\n", port);
  fflush(stdout);
  for (int i = 0; i < count; i++) clients[i] = take_in(listener);
  int64_t start = now_ns() + SETTLE_NS;
  for (long round = 0; round <= rounds; round++) {
    for (int i = 0; i < count; i++) {
      Client *client = &clients[i];
      int64_t due = start + round * period + i * period / count;
      if (due > now_ns()) nap_until(due);
      while (recv(client->fd, forgotten, sizeof forgotten, 0) > 0);
      int size = 0;
      for (int k = 0; k < messages; k++)
        size += write_message(burst + size, bytes, round, client->sent_ms);
      if (send(client->fd, burst, size, MSG_NOSIGNAL) != size) fail("the burst did not fit");
      client->sent_ms = epoch_ms();
    }
  }
  for (;;) pause();
}
