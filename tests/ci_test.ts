import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { marked } from "marked";
import { SaxesParser } from "saxes";
import { parse } from "yaml";
import { writeShortSpeech } from "./short_speech.ts";

const FOLDER = fileURLToPath(new URL("../examples/ci/", import.meta.url));
const read = (name: string) => Deno.readTextFile(`${FOLDER}${name}`);

async function gate(out: string, candidate: string, flags: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(`${FOLDER}gate.sh`, {
    args: [out, "local", candidate, ...flags],
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** The names of a document's elements, which must be well-formed. */
function elementsOf(xml: string): string[] {
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => assert.fail(error.message));
  parser.on("opentag", ({ name }) => names.push(name));
  parser.write(xml).close();
  return names;
}

Deno.test("CI: a slower bridge fails the job, and comment, JUnit and page are there", async () => {
  const out = await Deno.makeTempDir();
  await writeShortSpeech(`${out}/short.wav`);
  await Deno.writeTextFile(`${out}/script.yaml`, "rules: [{ say: Hm., audio: short.wav }]\n");
  const { code, stdout } = await gate(out, "local+150ms", [
    ...["--fixture", `${out}/short.wav`, "--script", `${out}/script.yaml`, "--silence", "200"],
    ...["--blocks", "9", "--think", "20", "--clients", "2", "--turns", "1", "--late-limit", "5000"],
    ...["--floor-ms", "30", "--slow-size", "100"],
  ]);
  assert.equal(code, 1, stdout);
  const comment = await Deno.readTextFile(`${out}/comment.md`);
  assert.match(comment, /^### ❌ ttfa gate: Regression/);
  assert.match(comment, /This job took \d+ s\.\n$/);
  const html = await marked(comment);
  assert.match(html, /<th[^>]*>candidate<\/th>[\s\S]*<td[^>]*>local · ttfa ❌<\/td>/);
  const elements = elementsOf(await Deno.readTextFile(`${out}/gate.xml`));
  assert.equal(elements.filter((name) => name === "testcase").length, 5);
  assert.ok(elements.includes("failure"));
  assert.match(await Deno.readTextFile(`${out}/gate.html`), /^<!doctype html>/i);
  await Deno.remove(out, { recursive: true });
});

Deno.test("CI: a gate that cannot begin fails the job and says why, in a folder that was used before too", async () => {
  const out = await Deno.makeTempDir();
  const { code } = await gate(out, "cmd:echo '`no` such module' >&2; exit 1", []);
  assert.equal(code, 3);
  const comment = await Deno.readTextFile(`${out}/comment.md`);
  assert.match(comment, /^### ❌ ttfa gate: Nothing was measured/);
  assert.match(await marked(comment), /<li><strong>[^<]*`no` such module/);
  assert.ok(elementsOf(await Deno.readTextFile(`${out}/gate.xml`)).includes("error"));
  const { code: again } = await gate(out, "local", ["--blocks", "`<many>`"]);
  assert.equal(again, 2);
  const second = await Deno.readTextFile(`${out}/comment.md`);
  assert.match(second, /^### ttfa gate: no figures \(exit 2\)/);
  assert.match(await marked(second), /<pre><code>[^<]*--blocks[^<]*`&lt;many&gt;`/);
  assert.deepEqual(elementsOf(await Deno.readTextFile(`${out}/gate.xml`)), [
    ...["testsuites", "testsuite", "testcase", "error"],
  ]);
  await assert.rejects(Deno.stat(`${out}/gate.html`), Deno.errors.NotFound);
  const { code: third } = await gate(out, "cmd:echo other >&2; exit 1", []);
  assert.equal(third, 3);
  assert.match(await Deno.readTextFile(`${out}/comment.md`), /other/);
  await Deno.remove(out, { recursive: true });
});

Deno.test("CI: copied to another repository, what cannot run is no regression and says what it lacks", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.copyFile(`${FOLDER}gate.sh`, `${folder}/gate.sh`);
  const broken = `${folder}/broken.ts`;
  await Deno.writeTextFile(broken, 'import "./missing.ts";\n');
  const run = async (cli?: string) => {
    const { code } = await new Deno.Command("sh", {
      args: ["gate.sh", "out", "local", "local"],
      ...{ cwd: folder, env: cli === undefined ? {} : { TTFA_CLI: cli } },
      ...{ stdout: "null", stderr: "null" },
    }).output();
    const comment = await Deno.readTextFile(`${folder}/out/comment.md`);
    const xml = await Deno.readTextFile(`${folder}/out/gate.xml`);
    assert.deepEqual(elementsOf(xml).slice(2), ["testcase", "error"]);
    // deno-lint-ignore no-control-regex -- the escapes of a terminal
    assert.doesNotMatch(comment + xml, /\x1b|\[0m/);
    return { code, comment };
  };
  const lost = await run();
  assert.equal(lost.code, 2);
  assert.match(
    lost.comment,
    /TTFA_CLI: '.*cli\.ts' is no file; set it to the path of ttfa's cli\.ts/,
  );
  const unfit = await run(broken);
  assert.equal(unfit.code, 3);
  assert.match(unfit.comment, /no figures \(exit 3\)[^]*Module not found/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("CI: the action is a composite one whose steps have what GitHub asks of them", async () => {
  const action = parse(await read("action.yml"));
  assert.equal(action.runs.using, "composite");
  assert.ok(action.name && action.description);
  for (const step of action.runs.steps) {
    assert.notEqual(step.run === undefined, step.uses === undefined, step.name);
    assert.equal(step.shell, step.run === undefined ? undefined : "bash", step.name);
    // An expression in a script is a way in for whoever names a branch: it goes by the environment.
    assert.doesNotMatch(step.run ?? "", /\$\{\{/, step.name);
  }
  const used = JSON.stringify(action.runs).matchAll(/inputs\.(\w+)/g);
  const names = new Set([...used].map(([, name]) => name!));
  assert.deepEqual([...names].sort(), Object.keys(action.inputs).sort());
});

/** Runs the action's last step before a `gh` that has these comments, and tells how it was called. */
async function commented(comments: readonly { id: number; body: string }[]): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/out`);
  await Deno.writeTextFile(`${folder}/out/comment.md`, "### passed\n");
  const ids = comments.filter(({ body }) => body.includes("<!-- ttfa gate: out -->"));
  const stub = '#!/bin/sh\necho "$*" >> calls\ncase "$*" in *--jq*)' +
    ` printf '${ids.map(({ id }) => `${id}\\n`).join("")}';; esac\n`;
  await Deno.writeTextFile(`${folder}/gh`, stub, { mode: 0o755 });
  const { run } = parse(await read("action.yml")).runs.steps.at(-1);
  const { code } = await new Deno.Command("bash", {
    args: ["-e", "-o", "pipefail", "-c", run],
    cwd: folder,
    env: { PATH: `${folder}:${Deno.env.get("PATH")}`, OUT: "out", NUMBER: "7", REPOSITORY: "o/r" },
  }).output();
  assert.equal(code, 0);
  assert.match(await Deno.readTextFile(`${folder}/out/marked.md`), /<!-- ttfa gate: out -->\n$/);
  const calls = (await Deno.readTextFile(`${folder}/calls`)).trimEnd().split("\n");
  await Deno.remove(folder, { recursive: true });
  return calls;
}

Deno.test("CI: the comment step edits the gate's own comment, and adds one where there is none", async () => {
  const foreign = { id: 1, body: "another bot's" };
  const own = { id: 2, body: "### failed\n<!-- ttfa gate: out -->" };
  const [listed, added] = await commented([foreign]);
  assert.match(listed!, /repos\/o\/r\/issues\/7\/comments .*contains\(env\.MARK\)/);
  assert.match(added!, /^pr comment 7 --repo o\/r --body-file out\/marked\.md$/);
  const [, edited] = await commented([foreign, own]);
  assert.match(edited!, /^api --method PATCH repos\/o\/r\/issues\/comments\/2 /);
});

Deno.test("CI: the comment step leaves pull requests of forks alone, which its token may not touch", async () => {
  const step = parse(await read("action.yml")).runs.steps.at(-1);
  assert.match(step.if, /pull_request\.head\.repo\.full_name == github\.repository/);
});

Deno.test("CI: the workflow gives the action only inputs that it has, and may comment", async () => {
  const [action, workflow] = [await read("action.yml"), await read("github-workflow.yml")].map((
    t,
  ) => parse(t));
  assert.equal(workflow.permissions["pull-requests"], "write");
  const steps = workflow.jobs.gate.steps as { uses: string; with: Record<string, string> }[];
  const own = steps.find(({ uses }) => uses === "./examples/ci")!;
  for (const name of Object.keys(own.with)) assert.ok(action.inputs[name], name);
  assert.equal(steps[0]!.with["fetch-depth"], 0);
});

Deno.test("CI: the GitLab job runs the same script and keeps what it leaves", async () => {
  const { "ttfa-gate": job } = parse(await read("gitlab-ci.yml"));
  assert.match(job.script[0], /^examples\/ci\/gate\.sh ttfa-gate /);
  assert.deepEqual([job.artifacts.when, job.artifacts.paths], ["always", ["ttfa-gate"]]);
  assert.equal(job.artifacts.reports.junit, "ttfa-gate/gate.xml");
});
