import { fileURLToPath } from "node:url";

/** Builds a C file of this folder (Linux, gcc) into `folder`; the path of the program. */
export async function compileC(file: string, folder: string): Promise<string> {
  const program = `${folder}/${file.replace(".c", "")}`;
  const source = fileURLToPath(import.meta.resolve(`./${file}`));
  const args = ["-O2", "-o", program, source];
  const { success } = await new Deno.Command("gcc", { args, stderr: "inherit" }).output();
  if (!success) throw new Error(`gcc ${args.join(" ")} failed`);
  return program;
}
