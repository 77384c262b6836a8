/**
 * The text of a file of the system, such as `/proc/self/limits`; `undefined` where there is none or it
 * may not be read. The runtime lets nobody but `--allow-all` read those, but may let `cat` do it.
 */
export async function readSystemFile(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    return error instanceof Deno.errors.NotCapable ? await readByCat(path) : undefined;
  }
}

async function readByCat(path: string): Promise<string | undefined> {
  try {
    const command = new Deno.Command("cat", { args: [path], stdin: "null", stderr: "null" });
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch {
    // No such program, or no leave to run it.
    return undefined;
  }
}
