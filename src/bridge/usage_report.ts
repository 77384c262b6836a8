import { hasBearer } from "./bearer.ts";
import { json, text } from "./answers.ts";
import type { UsageLedger } from "./usage_ledger.ts";
import type { UsageStore } from "./usage_store.ts";

/** `GET /usage?day=YYYY-MM-DD&user=NAME` for the bearer of the admin token: all users of a day, or one. */
export async function usageReport(
  request: Request,
  adminToken: string,
  ledger: UsageLedger,
  store: UsageStore,
  today: string,
): Promise<Response> {
  if (!await hasBearer(request.headers, adminToken)) {
    return text(401, "the admin token is needed", { "www-authenticate": "Bearer" });
  }
  const query = new URL(request.url).searchParams;
  const day = query.get("day") ?? today;
  if (!isDay(day)) return text(400, "day is to be a day, written as YYYY-MM-DD");
  try {
    await ledger.flush();
    const rows = await store.read(day, query.get("user") ?? undefined);
    const users = rows.map(({ user, usage: { sessionMs, ...usage } }) => {
      return { user, ...usage, seconds: sessionMs / 1000 };
    });
    return json(200, { day, store: store.kind, users });
  } catch {
    return text(503, "the usage store cannot be reached", { "retry-after": "5" });
  }
}

/** Whether a text is a day of the calendar: the 31st of November is none. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${text}T`);
}
