/**
 * Goes back to where the user stands, so that the paths of flags begin there: `deno task` changes to
 * the folder of its deno.json before it runs anything, and says in `INIT_CWD` where it was called.
 * Other programs set that too, so it counts in that folder alone.
 *
 * @param root the folder of the deno.json.
 */
export function goToCaller(root: string): void {
  const folder = Deno.env.get("INIT_CWD");
  if (folder && Deno.cwd() === root) Deno.chdir(folder);
}
