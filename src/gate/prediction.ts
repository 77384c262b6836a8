import { studentT, studentTail } from "./student_t.ts";

/** What the visible effect depends on besides the scatter. */
export interface Sight {
  /** Of the single test. */
  readonly alpha: number;
  readonly power: number;
  /** An effect must be beyond it to count, on the scale of the values. */
  readonly floor: number;
}

/**
 * Where the next value of a series lies, if nothing has changed: Student's prediction interval for one
 * future observation of a normal distribution (e.g. Hahn and Meeker, Statistical Intervals, 4.7). The
 * values are independent of one another and come from the same distribution.
 */
export class Prediction {
  readonly mean: number;
  /** Standard error of the next value: its own scatter, and what is not known of the mean. */
  readonly error: number;
  readonly #degrees: number;

  /** @param leastSd below which the scatter cannot be, however alike the `past` values are; 2 at least. */
  constructor(past: readonly number[], leastSd = 0) {
    const count = past.length;
    this.mean = past.reduce((sum, value) => sum + value, 0) / count;
    const squares = past.reduce((sum, value) => sum + (value - this.mean) ** 2, 0);
    const sd = Math.max(Math.sqrt(squares / (count - 1)), leastSd);
    this.error = sd * Math.sqrt(1 + 1 / count);
    this.#degrees = count - 1;
  }

  /** One-sided: how often the next value is as large as this, if nothing has changed. */
  p(value: number): number {
    if (this.error === 0) return value > this.mean ? 0 : 1;
    return studentTail((value - this.mean) / this.error, this.#degrees);
  }

  /** The interval that the next value misses with probability `miss` on each side. */
  bounds(miss: number): { low: number; high: number } {
    const reach = studentT(1 - miss, this.#degrees) * this.error;
    return { low: this.mean - reach, high: this.mean + reach };
  }

  /** The smallest shift of the next value that would be found with the given power. */
  visible({ alpha, power, floor }: Sight): number {
    const needed = Math.max(studentT(1 - alpha, this.#degrees) * this.error, floor);
    return needed + studentT(power, this.#degrees) * this.error;
  }
}
