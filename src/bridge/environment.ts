/** All variables of the environment; none where the runtime may not list them, only read some. */
export function environment(): Readonly<Record<string, string>> {
  const isOpen = Deno.permissions.querySync({ name: "env" }).state === "granted";
  return isOpen ? Deno.env.toObject() : {};
}
