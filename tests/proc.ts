/** MB of memory that a process holds, of Linux's /proc. */
export function residentMb(pid: number): number {
  const [, kb] = /VmRSS:\s+(\d+) kB/.exec(Deno.readTextFileSync(`/proc/${pid}/status`))!;
  return Number(kb) / 1024;
}

/** How many TCP sockets to `port` of this machine a process holds, in whatever state. */
export function socketsTo(pid: number, port: number): number {
  const own = new Set(inodesOf(pid));
  const rows = Deno.readTextFileSync("/proc/net/tcp").trim().split("\n").slice(1);
  return rows.map((row) => row.trim().split(/\s+/)).filter((fields) => {
    const [, , remote, , , , , , , inode] = fields;
    return own.has(inode!) && parseInt(remote!.split(":")[1]!, 16) === port;
  }).length;
}

function inodesOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return [...Deno.readDirSync(folder)].flatMap(({ name }) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(Deno.readLinkSync(`${folder}/${name}`))?.slice(1) ?? [];
    } catch {
      return []; // Closed since the folder was read.
    }
  });
}
