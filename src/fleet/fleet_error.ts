/** What keeps a fleet from measuring, in a sentence with its remedy. Exit code 3. */
export class FleetError extends Error {
  override readonly name = "FleetError";
}
