/*
 * The truth server of src/calibration in C: the same events and the same log. What it received counts
 * from when the system had it, so that what is left is the clients' lateness and not its own.
 *
 *   truth_wire PROBE_MS STOPPED_MS REPLY_FRAMES THINK_MS…   prints {"url":…}; serves its log to plain requests
 */
#include "wire.h"

#define MOST_SESSIONS 10000
#define MOST_BYTES (1 << 16)
#define REPLY_FRAME_NS 20000000LL
#define TIME_US(ns) ((ns) / 1e6)

typedef struct { int64_t end_in, stopped_out, audio_out; int frames; } Turn;
typedef struct { int64_t in, out; } Passed;
typedef struct { void *items; int count, room; } List;

typedef struct {
  int fd, open, held, name;
  List turns, probes, frames_in;
  uint8_t buffer[MOST_BYTES];
} Session;

enum Kind { ANSWER, STOPPED, SPEAK, DELTA, DONE };
typedef struct { int64_t due; enum Kind kind; Session *session; int index; char event_id[64]; } Task;

static int64_t origin, probe_ns, stopped_ns, *think_ns;
static long unstamped;
static int reply_frames, think_count, turn_count, session_count, epoll;
static Session *sessions[MOST_SESSIONS];
static char delta_audio[1281];

/* Room for one more of `size` bytes. */
static void *push(List *list, size_t size) {
  if (list->count == list->room) {
    list->room = list->room ? 2 * list->room : 16;
    list->items = realloc(list->items, list->room * size);
    if (!list->items) fail("realloc");
  }
  return memset((char *)list->items + list->count++ * size, 0, size);
}

/* ---- what is to be done later: a binary heap by due time, equal ones in the order they were asked for */

static List heap;
static int64_t asked;
typedef struct { int64_t order; Task task; } Entry;

static int before(int a, int b) {
  Entry *e = heap.items;
  return e[a].task.due != e[b].task.due ? e[a].task.due < e[b].task.due : e[a].order < e[b].order;
}

static void swap(int a, int b) {
  Entry *e = heap.items, held = e[a];
  e[a] = e[b], e[b] = held;
}

static void later(Task task) {
  *(Entry *)push(&heap, sizeof(Entry)) = (Entry){asked++, task};
  for (int i = heap.count - 1; i > 0 && before(i, (i - 1) / 2); i = (i - 1) / 2) swap(i, (i - 1) / 2);
}

static Task soonest(void) {
  Task task = ((Entry *)heap.items)->task;
  swap(0, --heap.count);
  for (int i = 0;;) {
    int least = i;
    for (int child = 2 * i + 1; child <= 2 * i + 2; child++)
      if (child < heap.count && before(child, least)) least = child;
    if (least == i) return task;
    swap(i, least), i = least;
  }
}

/* ---- the events */

/* One unmasked text frame. Returns when it was handed to the system. */
static int64_t send_text(Session *s, const char *text) {
  char frame[2048];
  int size = strlen(text), head = size < 126 ? 2 : 4;
  frame[0] = (char)0x81, frame[1] = size < 126 ? size : 126;
  if (head == 4) frame[2] = size >> 8, frame[3] = size & 255;
  memcpy(frame + head, text, size);
  int64_t at = now_ns();
  /* A caller that breaks off is no fault of the truth. */
  if (s->fd >= 0 && send(s->fd, frame, head + size, MSG_NOSIGNAL) < 0) s->open = 0;
  return at;
}

static void send_of_turn(Session *s, const char *format, int turn) {
  char text[1600];
  snprintf(text, sizeof text, format, turn + 1, delta_audio);
  send_text(s, text);
}

#define CREATED "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_%d\"}}"
#define AUDIO "{\"type\":\"response.output_audio.delta\",\"response_id\":\"resp_%d\",\"delta\":\"%s\"}"
#define COMPLETED "{\"type\":\"response.done\",\"response\":{\"id\":\"resp_%d\",\"status\":\"completed\"}}"

static void speak(Session *s, int index) {
  send_of_turn(s, CREATED, index);
  ((Turn *)s->turns.items)[index].audio_out = now_ns();
  send_of_turn(s, AUDIO, index);
  int64_t start = ((Turn *)s->turns.items)[index].audio_out;
  for (int i = 1; i < reply_frames; i++)
    later((Task){start + i * REPLY_FRAME_NS, DELTA, s, index, ""});
  later((Task){start + (reply_frames - 1) * REPLY_FRAME_NS, DONE, s, index, ""});
}

static void run(Task t) {
  char text[256];
  Session *s = t.session;
  switch (t.kind) {
    case ANSWER:
      snprintf(text, sizeof text,
               "{\"type\":\"error\",\"error\":{\"code\":\"item_not_found\",\"event_id\":\"%s\"}}", t.event_id);
      ((Passed *)s->probes.items)[t.index].out = send_text(s, text);
      return;
    case STOPPED:
      ((Turn *)s->turns.items)[t.index].stopped_out =
          send_text(s, "{\"type\":\"input_audio_buffer.speech_stopped\"}");
      later((Task){now_ns() + think_ns[turn_count++ % think_count], SPEAK, s, t.index, ""});
      return;
    case SPEAK: speak(s, t.index); return;
    case DELTA: send_of_turn(s, AUDIO, t.index); return;
    case DONE: send_of_turn(s, COMPLETED, t.index); return;
  }
}

#define APPEND "{\"type\":\"input_audio_buffer.append\",\"audio\":\""
#define END_MARK "IiIiIiIi"

static void receive(Session *s, const char *text, int64_t at) {
  if (!strncmp(text, APPEND, sizeof APPEND - 1)) {
    *(int64_t *)push(&s->frames_in, sizeof(int64_t)) = at;
    if (strncmp(text + sizeof APPEND - 1, END_MARK, sizeof END_MARK - 1)) return;
    *(Turn *)push(&s->turns, sizeof(Turn)) = (Turn){.end_in = at, .frames = s->frames_in.count};
    later((Task){at + stopped_ns, STOPPED, s, s->turns.count - 1, ""});
  } else if (strstr(text, "conversation.item.retrieve")) {
    *(Passed *)push(&s->probes, sizeof(Passed)) = (Passed){.in = at};
    Task task = {at + probe_ns, ANSWER, s, s->probes.count - 1, ""};
    const char *id = strstr(text, "\"event_id\":\"");
    if (id) sscanf(id, "\"event_id\":\"%63[^\"]", task.event_id);
    later(task);
  }
}

/* ---- the wire */

static void hang_up(Session *s) {
  close(s->fd);
  s->fd = -1;
}

/* Takes one whole frame (RFC 6455, 5.2) off the buffer. Returns its bytes, 0 when more are needed. */
static int take_frame(Session *s, uint8_t *p, int held, int64_t at) {
  if (held < 2) return 0;
  int size = p[1] & 127, head = size == 126 ? 8 : 6;
  if (size == 127) fail("a message of over 64 kB");
  if (held < head) return 0;
  if (size == 126) size = p[2] << 8 | p[3];
  if (held < head + size) return 0;
  uint8_t *mask = p + head - 4, *text = p + head, after = text[size];
  for (int i = 0; i < size; i++) text[i] ^= mask[i & 3];
  text[size] = 0;
  if ((p[0] & 15) == 1) receive(s, (char *)text, at);
  /* The close of RFC 6455, 5.5.1, is answered by hanging up. */
  if ((p[0] & 15) == 8) hang_up(s);
  text[size] = after;
  return head + size;
}

static void print_time(FILE *out, const char *name, int64_t ns) {
  if (ns) fprintf(out, ",\"%s\":%.3f", name, TIME_US(ns - origin));
}

static void print_session(FILE *out, Session *s) {
  fprintf(out, "%s\"%d\":{\"turns\":[", s->name > 1 ? "," : "", s->name);
  for (int i = 0; i < s->turns.count; i++) {
    Turn *t = (Turn *)s->turns.items + i;
    fprintf(out, "%s{\"frames\":%d", i ? "," : "", t->frames);
    print_time(out, "endInMs", t->end_in);
    print_time(out, "stoppedOutMs", t->stopped_out);
    print_time(out, "audioOutMs", t->audio_out);
    fprintf(out, "}");
  }
  fprintf(out, "],\"probes\":[");
  for (int i = 0; i < s->probes.count; i++) {
    Passed *p = (Passed *)s->probes.items + i;
    fprintf(out, "%s{\"n\":%d", i ? "," : "", i);
    print_time(out, "inMs", p->in);
    print_time(out, "outMs", p->out);
    fprintf(out, "}");
  }
  fprintf(out, "],\"framesInMs\":[");
  for (int i = 0; i < s->frames_in.count; i++)
    fprintf(out, "%s%.3f", i ? "," : "", TIME_US(((int64_t *)s->frames_in.items)[i] - origin));
  fprintf(out, "]}");
}

static double epoch_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6 - TIME_US(now_ns());
}

static void serve_log(int fd) {
  static double epoch;
  if (!epoch) epoch = epoch_ms();
  char *body, head[128];
  size_t size;
  FILE *out = open_memstream(&body, &size);
  fprintf(out, "{\"originMs\":%.3f,\"saidMs\":%.3f,\"unstamped\":%ld,\"sessions\":{",
          epoch + TIME_US(origin), TIME_US(now_ns() - origin), unstamped);
  for (int i = 0; i < session_count; i++) print_session(out, sessions[i]);
  fprintf(out, "}}");
  fclose(out);
  int n = snprintf(head, sizeof head,
                   "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                   "Content-Length: %zu\r\n\r\n", size);
  send(fd, head, n, MSG_NOSIGNAL);
  for (size_t done = 0; done < size;) {
    ssize_t sent = send(fd, body + done, size - done, MSG_NOSIGNAL);
    if (sent <= 0) break;
    done += sent;
  }
  free(body);
}

/* The first that a peer says: an upgrade, or a request for the log. */
static void greet(Session *s) {
  char header[64];
  s->buffer[s->held] = 0;
  if (!strstr((char *)s->buffer, "\r\n\r\n")) return;
  snprintf(header, sizeof header, "x-bridge-boot-id: %d\r\n", session_count + 1);
  int upgraded = upgrade(s->fd, (char *)s->buffer, header);
  s->held = 0;
  if (!upgraded) serve_log(s->fd);
  if (upgraded <= 0) return hang_up(s);
  s->open = 1;
  if (session_count == MOST_SESSIONS) fail("too many sessions");
  s->name = ++session_count;
  sessions[session_count - 1] = s;
  send_text(s, "{\"type\":\"session.created\",\"session\":{}}");
}

/*
 * When the system had the last of what was received: this process may have been woken later. What is
 * not exact here makes it later than it was, and an error of a turn's figures larger, but one of a
 * frame's lateness smaller: of two messages that are read together
 * the first, what the system bears no stamp of, and a pause between the two looks at the time.
 */
static int64_t arrival_ns(struct msghdr *message) {
  struct timespec arrival, present;
  clock_gettime(CLOCK_REALTIME, &present);
  int64_t now = now_ns();
  struct cmsghdr *stamped = CMSG_FIRSTHDR(message);
  if (!stamped || stamped->cmsg_level != SOL_SOCKET || stamped->cmsg_type != SCM_TIMESTAMPNS) {
    unstamped++;
    return now;
  }
  memcpy(&arrival, CMSG_DATA(stamped), sizeof arrival);
  return now - (ns_of(present) - ns_of(arrival));
}

static void on_readable(Session *s) {
  _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(struct timespec))];
  struct iovec room = {s->buffer + s->held, MOST_BYTES - 1 - s->held};
  struct msghdr message = {
    .msg_iov = &room, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control,
  };
  ssize_t n = recvmsg(s->fd, &message, 0);
  if (n <= 0) return hang_up(s);
  int64_t at = arrival_ns(&message);
  s->held += n;
  if (!s->open) return greet(s);
  int taken = 0, size;
  while (s->fd >= 0 && (size = take_frame(s, s->buffer + taken, s->held - taken, at))) taken += size;
  memmove(s->buffer, s->buffer + taken, s->held -= taken);
}

static void admit(int listener) {
  int on = 1;
  Session *s = calloc(1, sizeof *s);
  if (!s) fail("calloc");
  s->fd = accept(listener, 0, 0);
  setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = s};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, s->fd, &event)) fail("epoll");
}

static int64_t next_due(void) { return heap.count ? ((Entry *)heap.items)->task.due : INT64_MAX; }

/* Few at a time, so that what is due does not wait for what has come. */
static void loop(int listener) {
  struct epoll_event ready[16];
  for (;;) {
    while (next_due() <= now_ns()) run(soonest());
    /* Before the first session it is asked for the time, which should not wait for a look. */
    int count = epoll_wait(epoll, ready, 16, session_count ? 0 : -1);
    for (int i = 0; i < count; i++)
      if (ready[i].data.ptr) on_readable(ready[i].data.ptr);
      else admit(listener);
    int64_t look = now_ns() + NAP_NS;
    if (session_count && count < 16) nap_until(next_due() < look ? next_due() : look);
  }
}

int main(int argc, char **argv) {
  if (argc < 5) {
    fprintf(stderr, "usage: see the head of truth_wire.c\n");
    return 2;
  }
  origin = now_ns();
  probe_ns = atof(argv[1]) * 1e6, stopped_ns = atof(argv[2]) * 1e6, reply_frames = atoi(argv[3]);
  think_count = argc - 4;
  think_ns = calloc(think_count, sizeof *think_ns);
  for (int i = 0; i < think_count; i++) think_ns[i] = atof(argv[4 + i]) * 1e6;
  // Loud, as replies are: in silence a client would search each piece for the first sound.
  for (size_t i = 0; i < sizeof delta_audio - 1; i += 2) memcpy(delta_audio + i, "ER", 2);
  int port, listener = listen_on_loopback(&port);
  /* Those that are admitted inherit it. The system takes a moment to begin with stamps. */
  int on = 1;
  if (setsockopt(listener, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on)) fail("SO_TIMESTAMPNS");
  epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = 0};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  printf("{\"url\":\"ws://127.0.0.1:%d/\"}\n", port);
  fflush(stdout);
  loop(listener);
}
