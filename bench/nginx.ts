import type { Spawned } from "./process.ts";

/** Where Debian puts it. */
const NGINX = "/usr/sbin/nginx";

/** nginx as a proxy of WebSockets, one worker process, nothing buffered and nothing logged. */
export async function spawnNginx(upstreamUrl: string): Promise<Spawned> {
  const folder = await Deno.makeTempDir();
  const port = freePort();
  await Deno.writeTextFile(`${folder}/nginx.conf`, config(folder, port, new URL(upstreamUrl)));
  // No master process: the pid is that of the process that works.
  const process = new Deno.Command(NGINX, {
    args: ["-p", folder, "-c", `${folder}/nginx.conf`, "-e", `${folder}/error.log`],
    stdin: "null",
  }).spawn();
  await accepts(port);
  return {
    pid: process.pid,
    url: `ws://127.0.0.1:${port}/voice`,
    [Symbol.asyncDispose]: async () => {
      process.kill("SIGTERM");
      await process.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function config(folder: string, port: number, upstream: URL): string {
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://${upstream.host}${upstream.pathname};
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      proxy_buffering off;
    }
  }
}
`;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

async function accepts(port: number): Promise<void> {
  for (let i = 0; i < 200; i++) {
    try {
      return (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  throw new Error("nginx does not accept connections");
}
